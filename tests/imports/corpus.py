"""Bad files people have: each loads as the table it must be, or gives the one sentence it must give.

``CASES``: {name: Case}. ``case.make(folder)`` writes the file and returns its path; ``case.refusal`` is the key of the sentence
(None if it loads), ``case.orders`` the (customer_id, date, amount) of its rows if it loads as orders, ``case.rows`` their number.
"""
import datetime
import io
import unicodedata
import zipfile
from typing import NamedTuple

HEADER = "Mã KH;Ngày mua;Thành tiền"
TWO = [("KH01", "2026-12-31", 1234567.5), ("KH02", "2026-01-05", 500.0)]
TWO_LINES = "KH01;31/12/2026;1.234.567,50\nKH02;05/01/2026;500\n"
BIG = 2_000_000


class Case(NamedTuple):
    """One file: its name, its bytes or the function that makes them, and what must come of it."""

    file: str
    content: object
    refusal: str = None
    orders: list = None
    rows: int = None
    load: dict = {}

    def make(self, folder):
        """Write the file into the folder; return its path."""
        path = folder / self.file
        content = self.content() if callable(self.content) else self.content
        path.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
        return path


def csv(*lines, header=HEADER):
    return "\n".join([header, *lines]) + "\n"


def refused(content, key, file="orders.csv", **load):
    return Case(file, content, refusal=f"imports.{key}", load=load)


def loads(content, orders=None, file="orders.csv", **load):
    return Case(file, content, orders=TWO if orders is None else orders, rows=len(TWO if orders is None else orders), load=load)


def excel(rows, edit=None, sheets=("Sheet1",)):
    """The bytes of an Excel file with these rows on each of its sheets."""
    import openpyxl

    def made():
        book = openpyxl.Workbook()
        book.remove(book.active)
        for title in sheets:
            page = book.create_sheet(title)
            for row in rows:
                page.append(row)
            if edit:
                edit(page)
        buffer = io.BytesIO()
        book.save(buffer)
        return buffer.getvalue()

    return made


XLSX = [["Mã KH", "Ngày mua", "Thành tiền"], ["KH01", datetime.datetime(2026, 12, 31), 1234567.5], ["KH02", datetime.datetime(2026, 1, 5), 500]]


def cut(made, share):
    """The first part of a file, as a copy that was broken off leaves it."""
    return lambda: (data := made() if callable(made) else made)[: int(len(data) * share)]


def flipped(made, at):
    """A file with one part of it overwritten."""

    def damaged():
        data = bytearray(made())
        place = int(len(data) * at)
        data[place : place + 40] = b"\x55" * 40
        return bytes(data)

    return damaged


def with_result():
    """An Excel file with a formula and the result that Excel has stored beside it."""
    data, buffer = excel([XLSX[0], XLSX[1], ["KH02", XLSX[2][1], "=250*2"]])(), io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            text = old.read(name)
            new.writestr(name, text.replace(b"<f>250*2</f><v></v>", b"<f>250*2</f><v>500</v>").replace(b"<f>250*2</f><v />", b"<f>250*2</f><v>500</v>").replace(b"<f>250*2</f><v/>", b"<f>250*2</f><v>500</v>"))
    return buffer.getvalue()


def hide_second(page):
    if page.title == "T2":
        page.sheet_state = "hidden"


def archive(**parts):
    def made():
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as file:
            for name, text in parts.items():
                file.writestr(name.replace("_", "."), text)
        return buffer.getvalue()

    return made


def office(part):
    """An archive as Office writes it, with this part."""

    def made():
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as file:
            for name in ("[Content_Types].xml", "_rels/.rels", part):
                file.writestr(name, "<x/>" * 50)
        return buffer.getvalue()

    return made


def parquet(tail=None):
    def made():
        import pathlib
        import tempfile

        import duckdb

        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / "orders.parquet"
            duckdb.execute(f"COPY (SELECT * FROM (VALUES ('KH01', DATE '2026-12-31', 1234567.5), ('KH02', DATE '2026-01-05', 500)) t(customer_id, date, amount)) TO '{path}' (FORMAT parquet)")
            return path.read_bytes()[:tail]

    return made


def duck(*statements):
    def made():
        import pathlib
        import tempfile

        import duckdb

        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / "crm.duckdb"
            with duckdb.connect(str(path)) as connection:
                for statement in statements:
                    connection.execute(statement)
            return path.read_bytes()

    return made


def cp1258(text):
    """Text as Windows writes Vietnamese in code page 1258: tones as marks of their own."""
    out = []
    for letter in unicodedata.normalize("NFC", text):
        try:
            out.append(letter.encode("cp1258"))
        except UnicodeEncodeError:
            apart = unicodedata.normalize("NFD", letter)
            tone = next(mark for mark in apart if mark in "\u0300\u0301\u0303\u0309\u0323")
            base = unicodedata.normalize("NFC", apart.replace(tone, ""))
            out.append(base.encode("cp1258") + tone.encode("cp1258"))
    return b"".join(out)


def big():
    """Two million orders of 300,000 customers, made quickly."""
    import numpy as np

    rng = np.random.default_rng(1)
    days = (np.datetime64("2020-01-01") + rng.integers(0, 2000, BIG)).astype("datetime64[D]")
    known = {day: f"{day:%d/%m/%Y}" for day in np.unique(days).tolist()}
    lines = zip(rng.integers(1, 300_000, BIG).tolist(), days.tolist(), (rng.integers(1, 10**7, BIG) * 100).tolist(), strict=True)
    return "".join([HEADER, "\n", *(f"KH{customer};{known[day]};{amount}\n" for customer, day, amount in lines)])


GROUPS = excel([["Khách", "", "Tiền"], *XLSX], lambda page: page.merge_cells("A1:B1"))
CRLF = (HEADER + "\n" + TWO_LINES).replace("\n", "\r\n")
VIETNAMESE = csv("KH01;31/12/2026;1.234.567,50;Nguyễn Thị Hồng Đào", "KH02;05/01/2026;500;Đặng Văn Ước", header=HEADER + ";Họ tên")
NFD = unicodedata.normalize("NFD", HEADER)

CASES = {
    # plain, in every guise
    "plain": loads(csv(*TWO_LINES.split())),
    "windows lines": loads(CRLF),
    "old Macintosh lines": loads((HEADER + "\n" + TWO_LINES).replace("\n", "\r")),
    "no last line end": loads((HEADER + "\n" + TWO_LINES).rstrip("\n")),
    "all cells quoted": loads('"Mã KH","Ngày mua","Thành tiền"\r\n"KH01","31/12/2026","1.234.567,50"\r\n"KH02","05/01/2026","500"\r\n'),
    "a line break in a cell": loads('Mã KH;Ngày mua;Thành tiền;Ghi chú\nKH01;31/12/2026;1.234.567,50;"hai\ndòng; và ""ngoặc"""\nKH02;05/01/2026;500;\n'),
    "two signs that separate": refused("a,b;c\n1,2;3\n4,5;6\n", "delimiter"),
    "tabs": loads((HEADER + "\n" + TWO_LINES).replace(";", "\t"), file="orders.tsv"),
    "bars": loads((HEADER + "\n" + TWO_LINES).replace(";", "|"), file="orders.txt"),
    "sep= of Excel": loads("sep=;\n" + HEADER + "\n" + TWO_LINES),
    "title rows": loads("BÁO CÁO BÁN HÀNG;;\nTừ 01/01/2026;;\n;;\n" + HEADER + "\n" + TWO_LINES),
    "empty rows and trailing separators": loads(csv("", "KH01;31/12/2026;1.234.567,50;;", "", ";;;;", "KH02;05/01/2026;500;;", header=HEADER + ";;")),
    "headers without accents": loads((HEADER + "\n" + TWO_LINES).replace(HEADER, "MA KH;Ngay mua;thanh tien")),
    "headers with letters apart": loads(NFD + "\n" + TWO_LINES),
    "headers with invisible letters": loads("\u200bMã\u00a0KH;\u200eNgày mua ;Thành\u00a0tiền (VNĐ)\n" + TWO_LINES),
    "emoji, right-to-left marks, zero width": loads('Mã KH;Ngày mua;Thành tiền;Ghi chú\n\u200bKH01\u200f;31/12/2026;1.234.567,50;🎉 👨‍👩‍👧 tốt\nKH02;05/01/2026;500;"שלום"\n'),
    "formula injection stays text": loads('Mã KH;Ngày mua;Thành tiền;Ghi chú\nKH01;31/12/2026;1.234.567,50;=cmd|\' /C calc\'!A0\nKH02;05/01/2026;500;@SUM(A1)\n'),
    "a formula for money": refused(csv("KH01;31/12/2026;=1+1", "KH02;05/01/2026;500"), "number"),
    "codes with leading zeros": loads(csv("0012;2026-12-31;1", "12;2026-01-05;2"), [("0012", "2026-12-31", 1.0), ("12", "2026-01-05", 2.0)]),
    # encodings
    "UTF-8 with BOM": loads((HEADER + "\n" + TWO_LINES).encode("utf-8-sig")),
    "UTF-16 little endian": loads((HEADER + "\n" + TWO_LINES).encode("utf-16")),
    "UTF-16 big endian with BOM": loads(b"\xfe\xff" + (HEADER + "\n" + TWO_LINES).encode("utf-16-be")),
    "UTF-16 without BOM": loads((HEADER + "\n" + TWO_LINES).encode("utf-16-le")),
    "UTF-32": loads((HEADER + "\n" + TWO_LINES).encode("utf-32")),
    "cp1258": loads(cp1258(VIETNAMESE)),
    "cp1252": loads("customer_id;date;amount;note\nKH01;2026-12-31;1234567.5;£ café\nKH02;2026-01-05;500;Müller & Söhne – 50%\n".encode("cp1252")),
    "Vietnamese of before Unicode (VNI)": refused("customer_id;date;amount;name\nKH01;2026-12-31;1;Nguyeãn Thò Hoàng Ñaøo\n".encode("cp1252"), "unknown_encoding"),
    "Vietnamese of before Unicode (TCVN3)": refused("customer_id;date;amount;name\nKH01;2026-12-31;1;NguyÔn ThÞ Hång Tr¸ng\n".encode("cp1252"), "unknown_encoding"),
    "one marked letter, two readings": refused("customer_id;date;amount;name\nKH01;2026-12-31;1;Võ\n".encode("cp1252"), "unknown_encoding"),
    "Chinese": refused("customer_id;date;amount;name\nKH01;2026-12-31;1;客户名称\n".encode("gbk"), "unknown_encoding"),
    "Russian": refused("customer_id;date;amount;name\nKH01;2026-12-31;1;Москва\n".encode("cp1251"), "unknown_encoding"),
    "UTF-8 with a broken letter": refused(VIETNAMESE.encode("utf-8").replace("ồ".encode(), b"\xe1\xbb"), "broken_utf8"),
    "UTF-8 torn within a letter": refused((HEADER + "\n" + "KH01;31/12/2026;500 ₫").encode("utf-8")[:-1], "torn_text"),
    "UTF-16 torn within a letter": refused((HEADER + "\n" + TWO_LINES).encode("utf-16")[:-1], "torn_text"),
    "NUL bytes": refused(b"customer_id;date;amount\nKH01;2026-12-31;1\0\0\0\n", "nul"),
    # torn, empty, of another kind
    "no bytes": refused(b"", "empty_file"),
    "only spaces and line ends": refused(b"\xef\xbb\xbf \r\n\r\n", "empty_file"),
    "0 rows": refused(HEADER + "\n", "no_rows"),
    "torn last row": refused(csv(*TWO_LINES.split(), "KH03;05/01"), "too_few_cells"),
    "torn within quotes": refused('"Mã KH";"Ngày mua";"Thành tiền"\n"KH01";"31/12/2026";"1.234.567,50"\n"KH02";"05/01/20', "quote"),
    "a stray quotation mark": refused('Mã KH;Ngày mua;Thành tiền\n"KH01" x;31/12/2026;5\nKH02;05/01/2026;500\n', "quote"),
    "a row with too many cells": refused(csv(*TWO_LINES.split(), "KH03;05/01/2026;500;1"), "too_many_cells"),
    "a thousands comma in a comma file": refused("customer_id,date,amount\nKH01,2026-12-31,1,234\nKH02,2026-01-05,500\n", "too_many_cells"),
    "a footer": refused(csv(*TWO_LINES.split(), "Người lập: An"), "too_few_cells"),
    "no header": refused("1;2026-12-31;5\n2;2026-01-05;6\n", "no_header"),
    "PDF": refused(b"%PDF-1.7 ...", "kind_document"),
    "a page of a website called .xls": refused("<html><table><tr><td>Mã KH</td></tr></table></html>", "kind", file="orders.xls"),
    "old Excel": refused(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "kind_old", file="orders.xls"),
    "old Word called .csv": refused(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "kind_old"),
    "Word called .csv": refused(office("word/document.xml"), "kind_document"),
    "PowerPoint called .xlsx": refused(office("ppt/presentation.xml"), "kind_document", file="orders.xlsx"),
    "Excel, binary": refused(office("xl/workbook.bin"), "kind", file="orders.xlsb"),
    "Word, torn": refused(cut(office("word/document.xml"), 0.6), "torn_zip"),
    "the first bytes of an archive": refused(b"PK\x03\x04\x14\0\x06\0" + b"\x9c" * 600, "torn_zip"),
    "a zip of files": refused(archive(orders_csv=HEADER), "kind_archive", file="orders.zip"),
    "OpenDocument": refused(archive(mimetype="application/vnd.oasis", content_xml="<x/>"), "kind", file="orders.ods"),
    # headers
    "a header twice, different content": refused(csv("KH01;31/12/2026;5;6", "KH02;05/01/2026;7;8", header=HEADER + ";Thành tiền"), "doubled"),
    "a header twice, same content": loads(csv("KH01;31/12/2026;1.234.567,50;1.234.567,50", "KH02;05/01/2026;500;500", header=HEADER + ";Thành tiền")),
    "a header twice, not needed": loads(csv("KH01;31/12/2026;1.234.567,50;a;b", "KH02;05/01/2026;500;c;d", header=HEADER + ";Ghi chú;Ghi chú")),
    "a column without a name": loads(csv("1;KH01;31/12/2026;1.234.567,50", "2;KH02;05/01/2026;500", header=";" + HEADER)),
    "columns of another world": refused("a;b;c\n1;x;2\n", "missing"),
    "no column of money": refused("Mã KH;Ngày mua;Ghi chú\nKH01;31/12/2026;x\n", "missing", table="orders"),
    "a column asked for that is not there": refused(csv(*TWO_LINES.split()), "no_column", columns={"amount": "Thanh tien hang"}),
    "a table that is none of ours": refused(csv(*TWO_LINES.split()), "no_such_table", table="order"),
    # dates
    "dates of two orders": refused(csv("KH01;31/12/2026;5", "KH02;12/31/2026;6"), "dates_mixed"),
    "month first, proved": loads("customer_id,order_date,sales\nKH01,12/31/2026,1234567.5\nKH02,1/5/2026,500\n"),
    "dates with one figure and times": loads(csv("KH01;31/12/2026;1.234.567,50", "KH02;5/1/2026 0:00;500")),
    "time before the date": loads(csv("KH01;00:00 31/12/2026;1.234.567,50", "KH02;00:00 05/01/2026;500")),
    "year, month, day together": loads(csv("KH01;20261231;1.234.567,50", "KH02;20260105;500")),
    "months as words": loads("customer_id,date,amount\nKH01,31-Dec-2026,1234567.5\nKH02,5 January 2026,500\n"),
    "dates as Vietnamese write them out": loads(csv("KH01;ngày 31 tháng 12 năm 2026;1.234.567,50", "KH02;5 tháng 1, 2026;500")),
    "a day the calendar does not have": refused(csv("KH01;31/12/2026;5", "KH02;30/02/2026;6"), "date"),
    "years of two figures": refused(csv("KH01;31/12/26;5", "KH02;05/01/26;6"), "short_year"),
    "serial numbers of days": refused(csv("KH01;46387;5", "KH02;46027;6"), "serial_date"),
    "a row of totals": loads(csv(*TWO_LINES.split(), "Tổng cộng;;1.235.067,50")),
    "a row of totals, the word for a date": loads(csv(*TWO_LINES.split(), ";Total;1.235.067,50")),
    "a row of totals, the word in a column of ours that is kept": loads(csv("HD1;KH01;31/12/2026;1.234.567,50", "HD2;KH02;05/01/2026;500", "Cộng:;;;1.235.067,50", header="Mã hóa đơn;" + HEADER)),
    "a row of totals that does not say so": refused(csv(*TWO_LINES.split(), ";;1.235.067,50"), "empty_cell"),
    "a row of totals in the middle": refused(csv("KH01;31/12/2026;1.234.567,50", "Tổng;;1.234.567,50", "KH02;05/01/2026;500"), "empty_cell"),
    "a customer called Total": loads(csv("KH01;31/12/2026;1.234.567,50", "Total;05/01/2026;500"), [TWO[0], ("Total", *TWO[1][1:])]),
    "ISO times in UTC": loads("customer_id,date,amount\nKH01,2026-12-31T00:00:00.000Z,1234567.5\nKH02,2026-01-05T00:00:00.000+0000,500\n"),
    # numbers
    "money with signs and spaces": loads(csv("KH01;31/12/2026;1.234.567,50 ₫", "KH02;05/01/2026;500\u00a0đ")),
    "English marks": loads("customer_id\tdate\tamount\nKH01\t2026-12-31\t$1,234,567.50\nKH02\t2026-01-05\t$500\n"),
    "brackets and minus": loads(csv("KH01;31/12/2026;(1.234.567,50)", "KH02;05/01/2026;-500"), [("KH01", "2026-12-31", -1234567.5), ("KH02", "2026-01-05", -500.0)]),
    "thousands of dong": loads(csv("KH01;31/12/2026;1.234 ₫", "KH02;05/01/2026;500 ₫"), [("KH01", "2026-12-31", 1234.0), ("KH02", "2026-01-05", 500.0)]),
    "two decimal marks": refused(csv("KH01;31/12/2026;1234,5", "KH02;05/01/2026;1234.5"), "decimals_mixed"),
    "a comma that may be either": refused(csv("KH01;31/12/2026;1,234", "KH02;05/01/2026;500"), "decimal"),
    "hand-typed, with and without dots": refused(csv("KH01;31/12/2026;1.234", "KH02;05/01/2026;150000"), "decimal"),
    "groups of two figures": refused(csv("KH01;31/12/2026;12.34.567", "KH02;05/01/2026;500"), "number"),
    "500k": refused(csv("KH01;31/12/2026;500k", "KH02;05/01/2026;1tr2"), "number"),
    "two currencies": refused(csv("KH01;31/12/2026;$100", "KH02;05/01/2026;100 €"), "currencies"),
    "percents and not": refused(csv("KH01;31/12/2026;5%", "KH02;05/01/2026;6"), "percent_mixed"),
    "money that lost its digits": refused(csv("KH01;31/12/2026;1,23457E+11", "KH02;05/01/2026;6"), "lost_digits"),
    "customers that lost their digits": refused(csv("8.49123E+10;31/12/2026;5", "KH02;05/01/2026;6"), "lost_digits"),
    "an error of Excel for a customer": refused(csv("#N/A;31/12/2026;5", "KH02;05/01/2026;6"), "error_cell"),
    # Excel
    "Excel": loads(excel(XLSX), file="orders.xlsx"),
    "Excel, a row of totals": loads(excel([*XLSX, ["Tổng cộng", None, 1235067.5]]), file="orders.xlsx"),
    "Excel, a row of totals, the word for a date": loads(excel([*XLSX, [None, "Tổng cộng", 1235067.5]]), file="orders.xlsx"),
    "Excel, title above, empty row and column": loads(excel([["Báo cáo"], [], [None, *XLSX[0]], *([None, *row] for row in XLSX[1:])]), file="orders.xlsx"),
    "Excel, title merged above the header": loads(excel([["Báo cáo", None, None], *XLSX], lambda page: page.merge_cells("A1:C1")), file="orders.xlsx"),
    "Excel, groups of columns merged above the header": loads(GROUPS, file="orders.xlsx"),
    "Excel, merged header": refused(excel([["Mã KH", "Ngày mua", "Thành tiền", ""], ["KH01", XLSX[1][1], 5, "₫"]], lambda page: page.merge_cells("C1:D1")), "merged", file="orders.xlsx"),
    "Excel, merged customers": refused(excel([*XLSX, ["", datetime.datetime(2026, 1, 6), 1]], lambda page: page.merge_cells("A3:A4")), "merged", file="orders.xlsx"),
    "Excel, a formula without result": refused(excel([*XLSX, ["KH03", datetime.datetime(2026, 1, 6), "=C2+C3"]]), "formula", file="orders.xlsx"),
    "Excel, a formula with its result": loads(with_result, file="orders.xlsx"),
    "Excel, a hidden second sheet": loads(excel(XLSX, hide_second, sheets=("T1", "T2")), file="orders.xlsx"),
    "Excel, money in text among formulas against": refused(excel([*XLSX, ["KH03", datetime.datetime(2026, 1, 6), "'=1+1"]]), "number", file="orders.xlsx"),
    "Excel, an error value": refused(excel([XLSX[0], ["#REF!", XLSX[1][1], 5]]), "error_cell", file="orders.xlsx"),
    "Excel, a remark beside the table": refused(excel([*XLSX, *([["KH03", XLSX[1][1], 5]] * 20), ["KH04", XLSX[1][1], 5, "kiểm tra lại"]]), "too_many_cells", file="orders.xlsx"),
    "Excel, several sheets": refused(excel(XLSX, sheets=("T1", "T2")), "several_sheets", file="orders.xlsx"),
    "Excel, one of several sheets": loads(excel(XLSX, sheets=("T1", "T2")), file="orders.xlsx", sheet="T2"),
    "Excel, a sheet that is not there": refused(excel(XLSX, sheets=("T1", "T2")), "no_sheet", file="orders.xlsx", sheet="T3"),
    "Excel, empty": refused(excel([]), "no_rows", file="orders.xlsx"),
    "Excel, only a header": refused(excel(XLSX[:1]), "no_rows", file="orders.xlsx"),
    "Excel, torn": refused(cut(excel(XLSX), 0.6), "torn_excel", file="orders.xlsx"),
    "Excel, damaged inside": refused(flipped(excel(XLSX * 400), 0.3), "torn_excel", file="orders.xlsx"),
    "Excel, dates and text": refused(excel([*XLSX, ["KH03", "13/05/2026", 5]]), "dates_and_text", file="orders.xlsx"),
    "Excel, numbers as text among numbers": loads(excel([XLSX[0], ["KH01", XLSX[1][1], "1.234.567,50"], XLSX[2]]), file="orders.xlsx"),
    "Excel, codes as numbers": loads(excel([XLSX[0], [1, XLSX[1][1], 1234567.5], [2.0, XLSX[2][1], 500]]), [("1", "2026-12-31", 1234567.5), ("2", "2026-01-05", 500.0)], file="orders.xlsx"),
    "Excel called .csv": loads(excel(XLSX), file="orders.csv"),
    # Parquet and DuckDB
    "Parquet": loads(parquet(), file="orders.parquet"),
    "Parquet, torn": refused(parquet(-20), "torn_columnar", file="orders.parquet"),
    "DuckDB": loads(duck("CREATE TABLE orders AS SELECT 'KH01' AS customer_id, DATE '2026-12-31' AS date, 1234567.5 AS amount UNION ALL SELECT 'KH02', DATE '2026-01-05', 500"), file="crm.duckdb"),
    "DuckDB, several tables": refused(duck("CREATE TABLE a (x INT)", "CREATE TABLE b (x INT)"), "several_sheets", file="crm.duckdb"),
    "DuckDB, torn": refused(cut(duck("CREATE TABLE a AS SELECT range AS x FROM range(100000)"), 0.3), "torn_columnar", file="crm.duckdb"),
    # layouts known to the world
    "CDNOW as published": loads(" 00001 19970101  1   11.77\n 00002 19970112  1   12.00\n", [("00001", "1997-01-01", 11.77), ("00002", "1997-01-12", 12.0)], file="CDNOW_master.txt"),
    "two million rows": Case("big.csv", big, rows=BIG),
}
