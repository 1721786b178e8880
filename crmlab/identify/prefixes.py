"""The two changes of Vietnamese telephone numbers, and which mobile numbers exist since when.

Mobile: Decision 798/QĐ-BTTTT, 15 September 2018; landlines: Decision 2036/QĐ-BTTTT, three days of 2017. The digits that
follow stay. Both tables are read by a test from either side.
"""
MOBILE_CHANGED_ON = "2018-09-15"
NEW_MOBILE = {  # 11 digits before, 10 digits after
    "0162": "032", "0163": "033", "0164": "034", "0165": "035", "0166": "036", "0167": "037", "0168": "038", "0169": "039",  # Viettel
    "0120": "070", "0121": "079", "0122": "077", "0126": "076", "0128": "078",  # MobiFone
    "0123": "083", "0124": "084", "0125": "085", "0127": "081", "0129": "082",  # VinaPhone
    "0186": "056", "0188": "058",  # Vietnamobile
    "0199": "059",  # Gmobile
}  # fmt: skip
# mobile numbers of 10 digits: the first three -> the first day on which a customer could have one
MOBILE_SINCE = {f"09{digit}": "" for digit in range(10)} | {prefix: MOBILE_CHANGED_ON for prefix in NEW_MOBILE.values()}
MOBILE_SINCE |= {"088": "2016-01-01", "089": "2016-01-01", "086": "2016-10-01", "052": "2019-01-01", "087": "2019-01-01", "055": "2020-01-01"}

AREA_CHANGES = {  # day: (province, code before, code after)
    "2017-02-11": [
        ("Sơn La", "022", "0212"), ("Lai Châu", "0231", "0213"), ("Lào Cai", "020", "0214"), ("Điện Biên", "0230", "0215"),
        ("Yên Bái", "029", "0216"), ("Quảng Bình", "052", "0232"), ("Quảng Trị", "053", "0233"), ("Thừa Thiên Huế", "054", "0234"),
        ("Quảng Nam", "0510", "0235"), ("Đà Nẵng", "0511", "0236"), ("Thanh Hóa", "037", "0237"), ("Nghệ An", "038", "0238"),
        ("Hà Tĩnh", "039", "0239"),
    ],
    "2017-04-15": [
        ("Quảng Ninh", "033", "0203"), ("Bắc Giang", "0240", "0204"), ("Lạng Sơn", "025", "0205"), ("Cao Bằng", "026", "0206"),
        ("Tuyên Quang", "027", "0207"), ("Thái Nguyên", "0280", "0208"), ("Bắc Kạn", "0281", "0209"), ("Hải Dương", "0320", "0220"),
        ("Hưng Yên", "0321", "0221"), ("Bắc Ninh", "0241", "0222"), ("Hải Phòng", "031", "0225"), ("Hà Nam", "0351", "0226"),
        ("Thái Bình", "036", "0227"), ("Nam Định", "0350", "0228"), ("Ninh Bình", "030", "0229"), ("Cà Mau", "0780", "0290"),
        ("Bạc Liêu", "0781", "0291"), ("Cần Thơ", "0710", "0292"), ("Hậu Giang", "0711", "0293"), ("Trà Vinh", "074", "0294"),
        ("An Giang", "076", "0296"), ("Kiên Giang", "077", "0297"), ("Sóc Trăng", "079", "0299"),
    ],
    "2017-06-17": [
        ("Hà Nội", "04", "024"), ("Hồ Chí Minh", "08", "028"), ("Đồng Nai", "061", "0251"), ("Bình Thuận", "062", "0252"),
        ("Bà Rịa - Vũng Tàu", "064", "0254"), ("Quảng Ngãi", "055", "0255"), ("Bình Định", "056", "0256"), ("Phú Yên", "057", "0257"),
        ("Khánh Hòa", "058", "0258"), ("Ninh Thuận", "068", "0259"), ("Kon Tum", "060", "0260"), ("Đắk Nông", "0501", "0261"),
        ("Đắk Lắk", "0500", "0262"), ("Lâm Đồng", "063", "0263"), ("Gia Lai", "059", "0269"), ("Vĩnh Long", "070", "0270"),
        ("Bình Phước", "0651", "0271"), ("Long An", "072", "0272"), ("Tiền Giang", "073", "0273"), ("Bình Dương", "0650", "0274"),
        ("Bến Tre", "075", "0275"), ("Tây Ninh", "066", "0276"), ("Đồng Tháp", "067", "0277"),
    ],
}  # fmt: skip
UNCHANGED_AREAS = {"Vĩnh Phúc": "0211", "Phú Thọ": "0210", "Hòa Bình": "0218", "Hà Giang": "0219"}
NEW_AREA = {old: (new, day) for day, changes in AREA_CHANGES.items() for _, old, new in changes}
AREAS = {new for new, _ in NEW_AREA.values()} | set(UNCHANGED_AREAS.values())
