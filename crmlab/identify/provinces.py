"""The provinces of Vietnam before and after 1 July 2025, what people also call them, and districts that name their province.

63 provinces became 34 (Resolution 202/2025/QH15); districts were abolished on the same day. Addresses of either kind stay in use.
"""
NEW_DIVISION_ON = "2025-07-01"
MERGED = {  # the province of 2025: the provinces it was made of
    "Tuyên Quang": ["Hà Giang", "Tuyên Quang"],
    "Lào Cai": ["Yên Bái", "Lào Cai"],
    "Thái Nguyên": ["Bắc Kạn", "Thái Nguyên"],
    "Phú Thọ": ["Hòa Bình", "Vĩnh Phúc", "Phú Thọ"],
    "Bắc Ninh": ["Bắc Giang", "Bắc Ninh"],
    "Hưng Yên": ["Thái Bình", "Hưng Yên"],
    "Hải Phòng": ["Hải Dương", "Hải Phòng"],
    "Ninh Bình": ["Hà Nam", "Nam Định", "Ninh Bình"],
    "Quảng Trị": ["Quảng Bình", "Quảng Trị"],
    "Đà Nẵng": ["Quảng Nam", "Đà Nẵng"],
    "Quảng Ngãi": ["Kon Tum", "Quảng Ngãi"],
    "Gia Lai": ["Bình Định", "Gia Lai"],
    "Khánh Hòa": ["Ninh Thuận", "Khánh Hòa"],
    "Lâm Đồng": ["Đắk Nông", "Bình Thuận", "Lâm Đồng"],
    "Đắk Lắk": ["Phú Yên", "Đắk Lắk"],
    "Hồ Chí Minh": ["Bà Rịa - Vũng Tàu", "Bình Dương", "Hồ Chí Minh"],
    "Đồng Nai": ["Bình Phước", "Đồng Nai"],
    "Tây Ninh": ["Long An", "Tây Ninh"],
    "Cần Thơ": ["Sóc Trăng", "Hậu Giang", "Cần Thơ"],
    "Vĩnh Long": ["Bến Tre", "Trà Vinh", "Vĩnh Long"],
    "Đồng Tháp": ["Tiền Giang", "Đồng Tháp"],
    "Cà Mau": ["Bạc Liêu", "Cà Mau"],
    "An Giang": ["Kiên Giang", "An Giang"],
    "Huế": ["Thừa Thiên Huế"],
}
UNCHANGED = ["Hà Nội", "Lai Châu", "Điện Biên", "Sơn La", "Lạng Sơn", "Quảng Ninh", "Thanh Hóa", "Nghệ An", "Hà Tĩnh", "Cao Bằng"]
IN_2025 = {old: new for new, olds in MERGED.items() for old in olds} | {name: name for name in UNCHANGED}

ALSO_CALLED = {  # folded: the province of before 2025
    "hcm": "Hồ Chí Minh", "hcmc": "Hồ Chí Minh", "tphcm": "Hồ Chí Minh", "tp hcm": "Hồ Chí Minh", "sai gon": "Hồ Chí Minh", "saigon": "Hồ Chí Minh", "sg": "Hồ Chí Minh",
    "ho chi minh city": "Hồ Chí Minh", "hochiminh": "Hồ Chí Minh", "tp ho chi minh": "Hồ Chí Minh", "tphochiminh": "Hồ Chí Minh",
    "hn": "Hà Nội", "hanoi": "Hà Nội", "thu do ha noi": "Hà Nội", "tphn": "Hà Nội", "danang": "Đà Nẵng", "dnang": "Đà Nẵng", "hp": "Hải Phòng", "haiphong": "Hải Phòng",
    "ct": "Cần Thơ", "cantho": "Cần Thơ", "hue": "Thừa Thiên Huế", "tt hue": "Thừa Thiên Huế", "tt-hue": "Thừa Thiên Huế", "tth": "Thừa Thiên Huế", "thua thien - hue": "Thừa Thiên Huế", "thua thien": "Thừa Thiên Huế",
    "brvt": "Bà Rịa - Vũng Tàu", "br-vt": "Bà Rịa - Vũng Tàu", "br vt": "Bà Rịa - Vũng Tàu", "ba ria vung tau": "Bà Rịa - Vũng Tàu", "ba ria-vung tau": "Bà Rịa - Vũng Tàu", "vung tau": "Bà Rịa - Vũng Tàu",
    "dong nai": "Đồng Nai", "dak lak": "Đắk Lắk", "dac lac": "Đắk Lắk", "daklak": "Đắk Lắk", "darlac": "Đắk Lắk", "dac nong": "Đắk Nông", "daknong": "Đắk Nông", "dak nong": "Đắk Nông",
    "kontum": "Kon Tum", "bac can": "Bắc Kạn", "pleiku": "Gia Lai", "da lat": "Lâm Đồng", "dalat": "Lâm Đồng", "nha trang": "Khánh Hòa",
}  # fmt: skip
ONLY_WITH_A_MARK = {"sg", "hn", "hp", "ct", "tth"}  # read only as a part of its own at the end

DISTRICTS = {  # districts, towns and cities (folded) whose name stands for one province of before 2025
    "Hồ Chí Minh": "go vap,binh thanh,tan binh,phu nhuan,thu duc,binh tan,cu chi,hoc mon,binh chanh,nha be,can gio",
    "Hà Nội": "hoan kiem,ba dinh,dong da,hai ba trung,cau giay,thanh xuan,hoang mai,long bien,tay ho,nam tu liem,bac tu liem,tu liem,ha dong,gia lam,dong anh,soc son,thanh tri,hoai duc,dan phuong,thuong tin,chuong my,me linh,son tay",
    "Đà Nẵng": "hai chau,thanh khe,son tra,ngu hanh son,lien chieu,cam le,hoa vang",
    "Hải Phòng": "hong bang,ngo quyen,le chan,hai an,kien an,do son,duong kinh,thuy nguyen,vinh bao,tien lang",
    "Cần Thơ": "ninh kieu,cai rang,binh thuy,o mon,thot not",
    "Bình Dương": "thu dau mot,di an,thuan an,ben cat,tan uyen",
    "Đồng Nai": "bien hoa,long khanh,trang bom,nhon trach,long thanh",
    "Bà Rịa - Vũng Tàu": "vung tau,ba ria,phu my,xuyen moc,con dao",
    "Khánh Hòa": "nha trang,cam ranh,ninh hoa,dien khanh",
    "Lâm Đồng": "da lat,bao loc,duc trong",
    "Thừa Thiên Huế": "huong thuy,huong tra,phu vang",
    "Quảng Nam": "hoi an,tam ky,dien ban",
    "Nghệ An": "vinh,cua lo", "Gia Lai": "pleiku", "Đắk Lắk": "buon ma thuot", "Bình Định": "quy nhon", "Bình Thuận": "phan thiet", "Ninh Thuận": "phan rang",
    "An Giang": "long xuyen,chau doc", "Kiên Giang": "rach gia,ha tien,phu quoc", "Tiền Giang": "my tho,go cong", "Đồng Tháp": "cao lanh,sa dec", "Long An": "ben luc,duc hoa,can giuoc",
    "Quảng Ninh": "ha long,cam pha,uong bi,mong cai", "Phú Thọ": "viet tri", "Phú Yên": "tuy hoa", "Quảng Bình": "dong hoi", "Quảng Trị": "dong ha", "Thanh Hóa": "sam son", "Bình Phước": "dong xoai",
}  # fmt: skip
PROVINCE_OF = {district: province for province, names in DISTRICTS.items() for district in names.split(",")}
