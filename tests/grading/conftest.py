"""A class of 40 for the pages: six questions, slips, typed-in numbers, errors, a run that never ended, a file that is no notebook."""
import pathlib
import random
import sys
import types

import pytest

from crmlab import words

sys.path.append(str(pathlib.Path(__file__).parent))  # for the tiny exercise that several tests share

STUDENTS = """Nguyễn Văn An|Trần Thị Bích|Lê Hoàng Cường|Phạm Minh Đức|Hoàng Thị Giang|Vũ Quang Hải|Võ Thị Hạnh|Đặng Quốc Huy|Bùi Thu Hương|Đỗ Tuấn Kiệt|Hồ Ngọc Lan
Ngô Thanh Liêm|Dương Thùy Linh|Lý Gia Long|Nguyễn Thị Mai|Trần Đức Mạnh|Lê Phương Nam|Phạm Thị Ngân|Huỳnh Bảo Ngọc|Phan Trọng Nghĩa|Vũ Thị Oanh|Trương Hoàng Phúc
Nguyễn Hữu Phước|Đinh Minh Quân|Lâm Như Quỳnh|Mai Xuân Sơn|Nguyễn Thị Tâm|Tô Anh Tài|Trần Thị Thảo|Cao Đức Thắng|Nguyễn Thị Minh Thư|Lưu Văn Tiến|Phùng Thị Trang
Nguyễn Đức Trí|Lê Thị Tú Uyên|Hà Quốc Việt|Trịnh Thế Vinh|Đoàn Thị Xuân|Nguyễn Thị Như Ý|Châu Hải Yến""".replace("\n", "|").split("|")

TITLES = {
    "vi": ["Tỷ lệ duy trì của tháng 3", "Tỷ lệ duy trì cả năm", "Giá trị trọn đời của một khách hàng", "Doanh thu theo khu vực", "Khách nào nên mời gia hạn?", "Vì sao bạn chọn như vậy?"],
    "en": ["Retention rate in March", "Retention rate of a year", "Lifetime value of a customer", "Revenue by region", "Whom should we invite to renew?", "Why did you choose so?"],
}
SLIPS = {
    "vi": ["lấy cả khách mới vào tử số", "lấy tỷ lệ tháng thay cho tỷ lệ năm", "nhân tỷ lệ tháng với 12", "quên chiết khấu", "chọn nhóm có giá trị cao nhất thay vì nhóm có nguy cơ rời bỏ"],
    "en": ["counted new customers in the numerator", "took the monthly rate for the yearly one", "multiplied the monthly rate by 12", "forgot to discount", "chose those worth most instead of those at risk"],
}
HINTS = {
    "vi": [None, "Khách phải ở lại cả mười hai tháng.", "Cộng lãi từng năm, mỗi năm chiết khấu một lần nữa.", "Dùng groupby, rồi cộng.", None, None],
    "en": [None, "A customer has to stay for all twelve months.", "Add up the years, each discounted once more.", "Use groupby, then sum.", None, None],
}
CODE = {
    "q1": "khach_thang_3 = set(don[don.thang == 3].customer_id)\nkhach_thang_2 = set(don[don.thang == 2].customer_id)\nanswer(\"q1\", len(khach_thang_3) / len(khach_thang_2))",
    "q2": "# tháng nào cũng giữ được 92 %\ntheo_thang = 0.92\nanswer(\"q2\", theo_thang)",
    "q3": "tong = 0\nfor nam in range(5):\n    tong += lai_moi_nam * giu_chan ** nam\nanswer(\"q3\", tong)",
    "q4": "bang = don.groupby(\"khu_vuc\")[\"so_tien\"].mean()\nanswer(\"q4\", bang)",
    "q5": "lua_chon = khach.sort_values(\"gia_tri\").iloc[-1].customer_id\nanswer(\"q5\", lua_chon)",
    "q6": "answer(\"q6\", \"Vì nhóm này sắp hết hạn và lãi gộp còn cao.\")",
}
SERIES = {"t": "series", "v": [["Bắc", 1250.5], ["Trung", 830.25], ["Nam", 1710.0]]}
RIGHT = {"q1": 0.85, "q2": 0.3677, "q3": 1834.62, "q4": SERIES, "q5": "C017"}
# question: (outcome, why, which slip, the public answer, hidden answer, error, how many of 40)
WRONG = {
    "q1": [("incorrect", "slip", 0, 1.12, 1.31, None, 6), ("incorrect", "values", None, 0.15, 0.21, None, 3), ("incorrect", "hidden", None, 0.85, 0.85, None, 2), ("incorrect", "type", None, "85 %", "85 %", None, 1)],
    "q2": [("incorrect", "slip", 1, 0.92, 0.87, None, 12), ("incorrect", "slip", 2, 11.04, 10.44, None, 4), ("incorrect", "values", None, 0.0832, 0.07, None, 2), ("not attempted", None, None, None, None, None, 2)],
    "q3": [("incorrect", "slip", 3, 2310.5, 2622.1, None, 7), ("incorrect", "hidden", None, 1834.62, 1834.62, None, 5), ("error", None, None, None, None, "NameError: name 'lai_moi_nam' is not defined", 4), ("error", None, None, None, None, "TypeError: can't multiply sequence by non-int of type 'float'", 2), ("not attempted", None, None, None, None, None, 3)],
    "q4": [("incorrect", "shape", None, {"t": "series", "v": SERIES["v"][:2]}, {"t": "series", "v": SERIES["v"][:2]}, None, 3), ("error", None, None, None, None, "KeyError: 'khu_vuc'", 5), ("not attempted", None, None, None, None, None, 4)],
    "q5": [("incorrect", "slip", 4, "C004", "C031", None, 9), ("incorrect", "values", None, "C022", "C008", None, 1), ("not attempted", None, None, None, None, None, 5)],
    "q6": [("not attempted", None, None, None, None, None, 7)],
}


def record(outcome, points, why=None, slip=None, given=None, hidden=None, error=None, cell=None):
    """One question of a result, as marks.grade() makes it."""
    return {"outcome": outcome, "points": points, "why": why, "slip": slip, "given": given, "hidden": [hidden, hidden], "error": error, "cell": cell}


def a_class(language):
    """Results, questions, codes and a title, in one language; the same class every time."""
    questions = [
        {"name": f"q{n + 1}", "title": TITLES[language][n], "points": points, "tolerance": None, "hint": HINTS[language][n], "by_hand": n == 5, "slips": []}
        for n, points in enumerate((1.0, 2.0, 2.0, 2.0, 1.0, 2.0))
    ]
    results = [{"submission": f"{name}.ipynb", "student": name, "digest": f"{n:064x}", "status": "graded", "reason": None, "questions": {}, "unknown": []} for n, name in enumerate(STUDENTS)]
    for cell, question in enumerate(questions):
        for result, answered in zip(results, _dealt(question, SLIPS[language])):
            result["questions"][question["name"]] = {**answered, "cell": 2 + 2 * cell if answered["outcome"] != "not attempted" else None}
    results[17] |= {"status": "unreadable", "reason": "JSON", "questions": {}}
    results[30] |= {"status": "timeout"}
    results[8] |= {"status": "ended early"}
    codes = {result["submission"]: {name: code for name, code in CODE.items() if name in result["questions"]} for result in results}
    return types.SimpleNamespace(results=results, questions=questions, codes=codes, title={"vi": "3.2.1 Đo lường dựa trên khách hàng chính", "en": "3.2.1 Primary customer-based metrics"}[language])


def _dealt(question, slips):
    """One record per student, in an order that looks like chance."""
    name, points = question["name"], question["points"]
    records = []
    for outcome, why, slip, given, hidden, error, count in WRONG[name]:
        records += [record(outcome, 0.0, why, None if slip is None else slips[slip], given, hidden, error)] * count
    right = record("to be read", None, given="…") if question["by_hand"] else record("correct", points, given=RIGHT[name], hidden=RIGHT[name])
    records += [right] * (len(STUDENTS) - len(records))
    strength = random.Random(name)
    order = sorted(range(len(STUDENTS)), key=lambda student: (student * 7919 % 40) / 40 + strength.random() * 1.1)
    return [records[place] for _, place in sorted((student, place) for place, student in enumerate(order))]


@pytest.fixture
def class_of_40():
    """The class in the language in use."""
    return a_class(words.language())
