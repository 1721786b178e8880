"""Where customers live: old addresses (63 provinces with districts) and new ones (34, without districts, since 1 July 2025)."""

# province: (weight, CCCD code, CMND prefix, landline code before 2017, landline code since, province since 1 July 2025)
PROVINCES = {
    "Hồ Chí Minh": (39, "079", "02", "08", "028", "Hồ Chí Minh"),
    "Hà Nội": (26, "001", "01", "04", "024", "Hà Nội"),
    "Đà Nẵng": (6, "048", "20", "0511", "0236", "Đà Nẵng"),
    "Bình Dương": (4.5, "074", "28", "0650", "0274", "Hồ Chí Minh"),
    "Đồng Nai": (3, "075", "27", "061", "0251", "Đồng Nai"),
    "Hải Phòng": (3, "031", "03", "031", "0225", "Hải Phòng"),
    "Cần Thơ": (2.5, "092", "36", "0710", "0292", "Cần Thơ"),
    "Khánh Hòa": (2, "056", "22", "058", "0258", "Khánh Hòa"),
    "Bà Rịa - Vũng Tàu": (1.8, "077", "27", "064", "0254", "Hồ Chí Minh"),
    "Thừa Thiên Huế": (1.6, "046", "19", "054", "0234", "Huế"),
    "Quảng Nam": (1.2, "049", "20", "0510", "0235", "Đà Nẵng"),
    "Bắc Ninh": (1.2, "027", "12", "0241", "0222", "Bắc Ninh"),
    "Bắc Giang": (0.8, "024", "12", "0240", "0204", "Bắc Ninh"),
    "Hải Dương": (0.9, "030", "14", "0320", "0220", "Hải Phòng"),
    "Nam Định": (0.7, "036", "16", "0350", "0228", "Ninh Bình"),
    "Hà Nam": (0.5, "035", "16", "0351", "0226", "Ninh Bình"),
    "Ninh Bình": (0.5, "037", "16", "030", "0229", "Ninh Bình"),
    "Long An": (0.9, "080", "30", "072", "0272", "Tây Ninh"),
    "Bến Tre": (0.5, "083", "32", "075", "0275", "Vĩnh Long"),
    "Trà Vinh": (0.3, "084", "33", "074", "0294", "Vĩnh Long"),
    "Vĩnh Long": (0.4, "086", "33", "070", "0270", "Vĩnh Long"),
    "Lâm Đồng": (0.9, "068", "25", "063", "0263", "Lâm Đồng"),
    "Nghệ An": (0.9, "040", "18", "038", "0238", "Nghệ An"),
    "Thanh Hóa": (0.9, "038", "17", "037", "0237", "Thanh Hóa"),
}
CITIES = {"Hồ Chí Minh", "Hà Nội", "Đà Nẵng", "Hải Phòng", "Cần Thơ"}  # cities ruled as provinces (Huế since 2025)

# province: [(kind of district, district, wards before 1 July 2025, wards or communes since, streets)]
DISTRICTS = {
    "Hồ Chí Minh": [
        ("Quận", "1", "Bến Nghé|Bến Thành|Đa Kao|Tân Định", "Sài Gòn|Bến Thành|Tân Định", "Lê Lợi|Nguyễn Huệ|Hai Bà Trưng|Nguyễn Thị Minh Khai|Trần Hưng Đạo"),
        ("Quận", "3", "6|7|Võ Thị Sáu", "Xuân Hòa|Bàn Cờ|Nhiêu Lộc", "Võ Văn Tần|Cách Mạng Tháng Tám|Nam Kỳ Khởi Nghĩa|Điện Biên Phủ"),
        ("Quận", "5", "2|7|11", "Chợ Quán|An Đông|Chợ Lớn", "Nguyễn Trãi|Trần Phú|An Dương Vương|Hồng Bàng"),
        ("Quận", "7", "Tân Phong|Tân Quy|Tân Phú", "Tân Hưng|Tân Thuận|Tân Mỹ", "Nguyễn Thị Thập|Nguyễn Văn Linh|Huỳnh Tấn Phát"),
        ("Quận", "10", "4|12|14", "Vườn Lài|Diên Hồng|Hòa Hưng", "3 Tháng 2|Sư Vạn Hạnh|Lý Thường Kiệt|Tô Hiến Thành"),
        ("Quận", "Bình Thạnh", "1|13|25", "Bình Thạnh|Gia Định|Thạnh Mỹ Tây", "Xô Viết Nghệ Tĩnh|Phan Đăng Lưu|Điện Biên Phủ|Nơ Trang Long"),
        ("Quận", "Gò Vấp", "3|10|17", "Gò Vấp|Hạnh Thông|An Nhơn", "Quang Trung|Phan Văn Trị|Nguyễn Oanh|Lê Đức Thọ"),
        ("Quận", "Tân Bình", "2|4|12", "Tân Bình|Tân Sơn Nhất|Bảy Hiền", "Cộng Hòa|Trường Chinh|Hoàng Văn Thụ"),
        ("Quận", "Phú Nhuận", "2|7|9", "Phú Nhuận|Đức Nhuận|Cầu Kiệu", "Phan Xích Long|Nguyễn Văn Trỗi|Phan Đình Phùng"),
        ("Thành phố", "Thủ Đức", "Thảo Điền|Linh Trung|Hiệp Bình Chánh", "An Khánh|Linh Xuân|Hiệp Bình", "Võ Văn Ngân|Kha Vạn Cân|Nguyễn Duy Trinh"),
        ("Huyện", "Bình Chánh", "TT Tân Túc|X Bình Hưng|X Vĩnh Lộc A", "X Bình Chánh|X Bình Hưng|X Vĩnh Lộc", "Quốc lộ 50|Nguyễn Hữu Trí|Phạm Hùng"),
    ],
    "Hà Nội": [
        ("Quận", "Hoàn Kiếm", "Hàng Bạc|Hàng Trống|Cửa Nam", "Hoàn Kiếm|Cửa Nam", "Hàng Bông|Lý Thường Kiệt|Hai Bà Trưng|Tràng Thi"),
        ("Quận", "Ba Đình", "Kim Mã|Giảng Võ|Ngọc Hà", "Ba Đình|Giảng Võ|Ngọc Hà", "Kim Mã|Đội Cấn|Nguyễn Thái Học"),
        ("Quận", "Đống Đa", "Láng Hạ|Ô Chợ Dừa|Kim Liên", "Đống Đa|Láng|Ô Chợ Dừa", "Tây Sơn|Thái Hà|Xã Đàn|Láng Hạ"),
        ("Quận", "Cầu Giấy", "Dịch Vọng|Yên Hòa|Nghĩa Đô", "Cầu Giấy|Yên Hòa|Nghĩa Đô", "Xuân Thủy|Trần Duy Hưng|Hoàng Quốc Việt"),
        ("Quận", "Hai Bà Trưng", "Bạch Mai|Vĩnh Tuy|Minh Khai", "Hai Bà Trưng|Bạch Mai|Vĩnh Tuy", "Phố Huế|Bạch Mai|Minh Khai"),
        ("Quận", "Thanh Xuân", "Khương Trung|Nhân Chính", "Thanh Xuân|Khương Đình", "Nguyễn Trãi|Lê Văn Lương|Khương Trung"),
        ("Quận", "Hà Đông", "Văn Quán|Mộ Lao|La Khê", "Hà Đông|Dương Nội", "Quang Trung|Trần Phú|Lê Trọng Tấn"),
        ("Quận", "Long Biên", "Bồ Đề|Ngọc Lâm", "Bồ Đề|Long Biên", "Nguyễn Văn Cừ|Ngọc Lâm|Cổ Linh"),
        ("Quận", "Nam Từ Liêm", "Mỹ Đình 1|Mễ Trì", "Từ Liêm|Đại Mỗ", "Mễ Trì|Lê Đức Thọ|Hàm Nghi"),
        ("Huyện", "Gia Lâm", "TT Trâu Quỳ|X Đa Tốn", "X Gia Lâm|X Bát Tràng", "Ngô Xuân Quảng|Cổ Bi"),
    ],
    "Đà Nẵng": [
        ("Quận", "Hải Châu", "Thạch Thang|Hải Châu I", "Hải Châu|Hòa Cường", "Lê Duẩn|Bạch Đằng|Nguyễn Văn Linh"),
        ("Quận", "Thanh Khê", "Vĩnh Trung|Thạc Gián", "Thanh Khê|An Khê", "Điện Biên Phủ|Hàm Nghi|Lê Đình Lý"),
        ("Quận", "Sơn Trà", "An Hải Bắc|Phước Mỹ", "Sơn Trà|An Hải", "Ngô Quyền|Phạm Văn Đồng"),
        ("Quận", "Ngũ Hành Sơn", "Mỹ An|Khuê Mỹ", "Ngũ Hành Sơn", "Ngũ Hành Sơn|Châu Thị Vĩnh Tế"),
    ],
    "Bình Dương": [
        ("Thành phố", "Thủ Dầu Một", "Phú Cường|Phú Hòa", "Thủ Dầu Một|Phú Lợi", "Yersin|Phú Lợi|Cách Mạng Tháng Tám"),
        ("Thành phố", "Dĩ An", "Dĩ An|Đông Hòa", "Dĩ An|Đông Hòa", "Nguyễn An Ninh|Trần Hưng Đạo"),
    ],
    "Đồng Nai": [("Thành phố", "Biên Hòa", "Tân Phong|Trảng Dài|Quyết Thắng", "Biên Hòa|Trấn Biên|Tam Hiệp", "Đồng Khởi|Phạm Văn Thuận|30 Tháng 4")],
    "Hải Phòng": [
        ("Quận", "Lê Chân", "An Biên|Dư Hàng Kênh", "Lê Chân|An Biên", "Tô Hiệu|Trần Nguyên Hãn|Cát Cụt"),
        ("Quận", "Ngô Quyền", "Máy Tơ|Lạch Tray", "Ngô Quyền|Gia Viên", "Lạch Tray|Đà Nẵng|Lê Lợi"),
    ],
    "Cần Thơ": [
        ("Quận", "Ninh Kiều", "Xuân Khánh|Tân An|An Khánh", "Ninh Kiều|Tân An", "30 Tháng 4|Mậu Thân|Nguyễn Văn Cừ"),
        ("Quận", "Cái Răng", "Lê Bình|Hưng Phú", "Cái Răng|Hưng Phú", "Phạm Hùng|Quang Trung"),
    ],
    "Khánh Hòa": [("Thành phố", "Nha Trang", "Lộc Thọ|Phước Hải|Vĩnh Hải", "Nha Trang|Bắc Nha Trang", "Trần Phú|Thống Nhất|2 Tháng 4")],
    "Bà Rịa - Vũng Tàu": [("Thành phố", "Vũng Tàu", "Thắng Tam|7", "Vũng Tàu|Tam Thắng", "Lê Hồng Phong|Ba Cu|Trương Công Định")],
    "Thừa Thiên Huế": [("Thành phố", "Huế", "Phú Hội|Vĩnh Ninh|Xuân Phú", "Thuận Hóa|Phú Xuân", "Hùng Vương|Bến Nghé|Nguyễn Huệ")],
    "Quảng Nam": [
        ("Thành phố", "Hội An", "Minh An|Cẩm Phô", "Hội An|Hội An Tây", "Trần Phú|Cửa Đại|Hùng Vương"),
        ("Thành phố", "Tam Kỳ", "An Mỹ|An Xuân", "Tam Kỳ|Hương Trà", "Phan Châu Trinh|Hùng Vương"),
    ],
    "Bắc Ninh": [("Thành phố", "Bắc Ninh", "Suối Hoa|Ninh Xá", "Kinh Bắc|Võ Cường", "Ngô Gia Tự|Trần Hưng Đạo")],
    "Bắc Giang": [("Thành phố", "Bắc Giang", "Trần Phú|Hoàng Văn Thụ", "Bắc Giang", "Hùng Vương|Lê Lợi")],
    "Hải Dương": [("Thành phố", "Hải Dương", "Trần Phú|Bình Hàn", "Hải Dương|Thành Đông", "Trần Hưng Đạo|Nguyễn Lương Bằng")],
    "Nam Định": [("Thành phố", "Nam Định", "Vị Hoàng|Bà Triệu", "Nam Định|Thiên Trường", "Trần Hưng Đạo|Hàn Thuyên")],
    "Hà Nam": [("Thành phố", "Phủ Lý", "Minh Khai|Hai Bà Trưng", "Phủ Lý", "Lê Lợi|Biên Hòa")],
    "Ninh Bình": [("Thành phố", "Ninh Bình", "Đông Thành|Nam Bình", "Hoa Lư|Nam Hoa Lư", "Lương Văn Tụy|Tràng An")],
    "Long An": [("Thành phố", "Tân An", "2|3", "Long An|Tân An", "Hùng Vương|Châu Thị Kim"), ("Huyện", "Bến Lức", "TT Bến Lức|X Thanh Phú", "X Bến Lức", "Nguyễn Hữu Thọ|Quốc lộ 1A")],
    "Bến Tre": [("Thành phố", "Bến Tre", "An Hội|Phú Khương", "An Hội|Phú Khương", "Đồng Khởi|Nguyễn Đình Chiểu")],
    "Trà Vinh": [("Thành phố", "Trà Vinh", "2|7", "Trà Vinh|Nguyệt Hóa", "Phạm Thái Bường|Lê Lợi")],
    "Vĩnh Long": [("Thành phố", "Vĩnh Long", "1|4", "Long Châu|Phước Hậu", "Phạm Thái Bường|30 Tháng 4")],
    "Lâm Đồng": [("Thành phố", "Đà Lạt", "1|4|9", "Xuân Hương - Đà Lạt|Lâm Viên - Đà Lạt", "Phan Đình Phùng|Bùi Thị Xuân|Trần Phú")],
    "Nghệ An": [("Thành phố", "Vinh", "Hưng Bình|Quang Trung", "Thành Vinh|Trường Vinh", "Lê Lợi|Quang Trung|Nguyễn Văn Cừ")],
    "Thanh Hóa": [("Thành phố", "Thanh Hóa", "Ba Đình|Điện Biên", "Hạc Thành|Hàm Rồng", "Lê Lợi|Trần Phú|Phan Chu Trinh")],
}

# mobile prefixes of today: (weight, how it was written before 15 September 2018, or None where nothing changed)
MOBILE = {
    "090": (9, None), "093": (5, None), "089": (2, None), "091": (8, None), "094": (5, None), "088": (2, None), "098": (9, None), "097": (8, None),
    "096": (6, None), "086": (3, None), "092": (1, None), "032": (1, "0162"), "033": (2, "0163"), "034": (2, "0164"), "035": (2.5, "0165"),
    "036": (2.5, "0166"), "037": (2.5, "0167"), "038": (2.5, "0168"), "039": (2.5, "0169"), "070": (1.2, "0120"), "079": (1.3, "0121"),
    "077": (1.3, "0122"), "076": (1.1, "0126"), "078": (1.2, "0128"), "083": (1.4, "0123"), "084": (1.4, "0124"), "085": (1.3, "0125"),
    "081": (1.3, "0127"), "082": (1.3, "0129"), "056": (0.5, "0186"), "058": (0.5, "0188"), "059": (0.3, "0199"),
}  # fmt: skip
