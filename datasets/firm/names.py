"""Vietnamese names as often as they are borne (shares in percent or relative weights, from general knowledge, rounded)."""

SURNAMES = {
    "Nguyễn": 38.4, "Trần": 11.0, "Lê": 9.5, "Phạm": 7.0, "Hoàng": 2.9, "Huỳnh": 2.2, "Phan": 4.5, "Vũ": 2.1, "Võ": 1.8, "Đặng": 2.1,
    "Bùi": 2.0, "Đỗ": 1.6, "Hồ": 1.3, "Ngô": 1.3, "Dương": 1.0, "Lý": 0.6, "Đinh": 0.9, "Đào": 0.7, "Lương": 0.7, "Trịnh": 0.7, "Đoàn": 0.7,
    "Trương": 0.9, "Lâm": 0.6, "Mai": 0.6, "Cao": 0.6, "Tô": 0.3, "Hà": 0.5, "Tạ": 0.3, "Châu": 0.3, "Quách": 0.2, "Thái": 0.3, "Vương": 0.3,
    "Phùng": 0.3, "Chu": 0.3, "Kiều": 0.2, "Nghiêm": 0.1, "Tăng": 0.2, "Từ": 0.1, "Lại": 0.1, "Hứa": 0.1, "Tống": 0.1, "Bạch": 0.1,
    "Doãn": 0.1, "Lưu": 0.3, "Triệu": 0.1, "Nông": 0.1, "Tôn": 0.1, "Ông": 0.03, "Thạch": 0.1, "Danh": 0.05, "Đàm": 0.2, "Giang": 0.1,
}  # fmt: skip
SOUTHERN = {"Hoàng": "Huỳnh", "Vũ": "Võ"}  # one surname, two ways of saying it; a few keep the other one

WOMEN = {
    "Anh": 7, "Trang": 5, "Linh": 5.5, "Phương": 4.5, "Hương": 4, "Thảo": 4, "Hà": 4, "Huyền": 3.2, "Ngọc": 3.5, "Hằng": 3, "Giang": 1.6,
    "Nhung": 2, "Yến": 2, "Nga": 2.2, "Mai": 2.5, "Thu": 1.8, "Hạnh": 2, "Vân": 2.4, "Hoa": 2.3, "Hiền": 2.6, "Hiển": 0.2, "Lan": 2.8, "Thủy": 2.2,
    "Thúy": 1.6, "Thùy": 0.8, "Thanh": 1.8, "Dung": 1.6, "Oanh": 1.3, "Quỳnh": 1.8, "Trâm": 1.3, "Ngân": 2, "Vy": 1.5, "My": 1.2, "Nhi": 1.7,
    "Trinh": 1.1, "Tuyết": 1, "Loan": 1.3, "Hồng": 1.8, "Tâm": 1.2, "Chi": 1.1, "Diễm": 0.7, "Hân": 0.9, "Bích": 0.7, "Cúc": 0.5, "Liên": 1,
    "Minh": 0.8, "Xuân": 0.8, "Hòa": 0.6, "Ánh": 0.7, "An": 0.8, "Ân": 0.15, "Hường": 0.6, "Nguyệt": 0.6, "Phượng": 0.9, "Thơ": 0.4, "Như": 0.8,
    "Uyên": 0.8, "Duyên": 0.9, "Kiều": 0.4, "Đào": 0.3, "Lệ": 0.3, "Sương": 0.4, "Thắm": 0.4, "Mỹ": 0.4, "Ly": 0.6, "Châu": 0.5, "Thư": 1.0,
    "Ngà": 0.2, "Hạ": 0.2, "Đan": 0.2, "Khuê": 0.15, "Thoa": 0.4, "Tươi": 0.15, "Gấm": 0.1, "Vui": 0.1,
}  # fmt: skip
MEN = {
    "Anh": 4, "Tuấn": 4.2, "Tuân": 0.3, "Hùng": 3.6, "Hưng": 1.5, "Dũng": 3.2, "Minh": 4, "Hiếu": 3, "Đức": 2.8, "Nam": 2.8, "Long": 2.5, "Huy": 3,
    "Thành": 2.8, "Thanh": 0.8, "Cường": 2.5, "Hải": 2.6, "Sơn": 2.4, "Trung": 2.2, "Tùng": 2, "Hoàng": 2, "Quân": 1.6, "Phong": 1.6, "Bình": 1.7,
    "Khoa": 1.2, "Khánh": 1.2, "Đạt": 1.7, "Việt": 1.2, "Phúc": 1.4, "Thắng": 1.8, "Tú": 1.2, "Lâm": 1.1, "Kiên": 1.2, "Quang": 1.6, "Vinh": 1.1,
    "Toàn": 1, "Toản": 0.15, "Tiến": 1.4, "Duy": 1.4, "Thịnh": 1, "Nghĩa": 0.9, "Tài": 0.9, "Lộc": 0.7, "Trí": 0.7, "An": 0.7, "Ân": 0.2, "Bảo": 1,
    "Hòa": 0.7, "Hậu": 0.6, "Phước": 0.5, "Quốc": 0.6, "Lợi": 0.4, "Tâm": 0.7, "Thái": 0.6, "Đông": 0.4, "Dương": 0.7, "Giang": 0.7, "Chung": 0.3,
    "Chiến": 0.7, "Công": 0.4, "Đăng": 0.5, "Hào": 0.3, "Khang": 0.6, "Kiệt": 0.5, "Linh": 0.5, "Mạnh": 0.9, "Nhân": 0.6, "Phương": 0.6, "Tân": 0.4,
    "Thiện": 0.6, "Thuận": 0.5, "Trọng": 0.4, "Trường": 0.7, "Vũ": 0.8, "Xuân": 0.2, "Ngọc": 0.4, "Hiển": 0.4, "Hiền": 0.1, "Quý": 0.5, "Hà": 0.3,
}  # fmt: skip
WOMENS_MIDDLE = {
    "Ngọc": 7, "Thu": 6, "Thanh": 6, "Minh": 4, "Phương": 5, "Hồng": 5, "Kim": 5, "Bích": 3, "Mỹ": 3, "Thùy": 4, "Quỳnh": 3, "Khánh": 3, "Diệu": 2,
    "Bảo": 2, "Hoài": 2, "Lan": 2, "Xuân": 2, "Tuyết": 2, "Ánh": 1, "Hải": 1, "Mai": 2, "Như": 2, "Thúy": 2, "Cẩm": 1, "Tường": 0.5, "Yến": 1,
}  # fmt: skip
MENS_MIDDLE = {
    "Minh": 7, "Đức": 6, "Quốc": 5, "Hữu": 5, "Anh": 3, "Hoàng": 5, "Thanh": 5, "Công": 3, "Xuân": 3, "Quang": 4, "Ngọc": 3, "Trọng": 2, "Đình": 4,
    "Duy": 3, "Gia": 3, "Tuấn": 2, "Bá": 1, "Viết": 1, "Thành": 2, "Mạnh": 2, "Tiến": 2, "Nhật": 2, "Thế": 2, "Chí": 1, "Việt": 1, "Phúc": 1,
}  # fmt: skip
# names of brothers and sisters that differ by a tone or a mark only: two people, not a slip of the pen
TONE_TWIN = {
    "Hiền": "Hiển", "Hiển": "Hiền", "An": "Ân", "Ân": "An", "Thủy": "Thúy", "Thúy": "Thủy", "Hoa": "Hòa", "Hương": "Hường", "Hường": "Hương",
    "Phương": "Phượng", "Phượng": "Phương", "Thu": "Thư", "Thư": "Thu", "Hà": "Hạ", "Hạ": "Hà", "Nga": "Ngà", "Tuấn": "Tuân", "Tuân": "Tuấn",
    "Hùng": "Hưng", "Hưng": "Hùng", "Thành": "Thanh", "Thanh": "Thành", "Toàn": "Toản", "Toản": "Toàn", "Lâm": "Lam", "Tú": "Tư",
}  # fmt: skip

LEGAL_FORMS = {"Công ty TNHH": 40, "Công ty Cổ phần": 20, "Công ty TNHH MTV": 14, "DNTN": 6, "Văn phòng Luật sư": 3, "Khách sạn": 4, "Nhà hàng": 4, "Phòng khám": 3, "Trường Mầm non": 3, "Trung tâm Ngoại ngữ": 3}  # fmt: skip
TRADES = {
    "Thương mại Dịch vụ": 16, "Xây dựng": 8, "Công nghệ": 8, "Du lịch": 6, "Vận tải": 5, "In ấn": 4, "Thời trang": 4, "Bất động sản": 5, "Tư vấn": 5,
    "Sản xuất Thương mại": 6, "Kiến trúc": 3, "Truyền thông": 5, "Giáo dục": 3, "Nội thất": 4, "Thực phẩm": 4, "Điện máy": 3, "Xuất nhập khẩu": 4, "Phần mềm": 5,
}  # fmt: skip
FIRMS_FIRST = ["An", "Phú", "Tân", "Minh", "Hoàng", "Sao", "Đại", "Thành", "Gia", "Việt", "Nam", "Kim", "Hưng", "Vĩnh", "Thiên", "Đông", "Bách", "Trường", "Nhật", "Hải", "Toàn", "Quang"]
FIRMS_SECOND = ["Phát", "Thịnh", "Long", "Bình", "Gia", "Mai", "Hưng", "Tiến", "Đạt", "Hòa", "An", "Lợi", "Á", "Phong", "Khang", "Vượng", "Tín", "Cường", "Sơn", "Thắng", "Linh", "Đô"]
