"""A table written in any of the ways people write one comes back the same, or is refused; never with a wrong value."""
import csv
import datetime
import io
import unicodedata

import corpus
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from crmlab import imports, words

SAID = {"imports.note_day_first_assumed", "imports.note_thousands_assumed", "imports.note_thousands_money"}
ids = st.text(alphabet="ABKH0123456789-_.đĐ", min_size=1, max_size=8)
notes = st.text(alphabet=st.sampled_from("abc Nguyễn Thị Hồng Đặng,;\t|\"'\n=+-@0123456789/.é🎉"), max_size=12)
days = st.dates(datetime.date(1990, 1, 1), datetime.date(2035, 12, 31))
amounts = st.one_of(st.integers(-10**9, 10**12), st.decimals(-10**7, 10**9, places=2), st.decimals(0, 2000, places=3), st.integers(0, 999).map(lambda n: n * 1000))
orders = st.lists(st.tuples(ids, days, amounts, notes), min_size=1, max_size=8)
DATES = {"day": "%d/%m/%Y", "month": "%m/%d/%Y", "iso": "%Y-%m-%d", "dots": "%d.%m.%Y", "compact": "%Y%m%d"}
HEADERS = {"vi": ["Mã KH", "Ngày mua", "Thành tiền", "Ghi chú"], "en": ["customer_id", "date", "amount", "note"]}


def written(amount, decimal, thousands):
    """The number as people write it, by hand: no formatting of the library."""
    sign, figures = ("-", str(-amount)) if amount < 0 else ("", str(amount))
    whole, _, rest = figures.partition(".")
    groups = []
    while whole:
        groups.insert(0, whole[-3:])
        whole = whole[:-3]
    return sign + thousands.join(groups) + (decimal + rest if rest else "")


def file_of(rows, header, delimiter, encoding, quoting, date, decimal, thousands):
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, delimiter=delimiter, quoting=quoting)
    writer.writerow(HEADERS[header])
    for customer, day, amount, text in rows:
        writer.writerow([customer, day.strftime(DATES[date]), written(amount, decimal, thousands), text])
    text = buffer.getvalue()
    return corpus.cp1258(text) if encoding == "cp1258" else text.encode(encoding)


@settings(max_examples=300)
@given(
    rows=orders,
    header=st.sampled_from(["vi", "en"]),
    language=st.sampled_from(words.LANGUAGES),
    delimiter=st.sampled_from(",;\t|"),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1258"]),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    date=st.sampled_from(list(DATES)),
    marks=st.sampled_from([(".", ""), (",", ""), (".", ","), (",", "."), (",", " "), (".", "'")]),
)
def test_never_a_wrong_value(tmp_path_factory, rows, header, language, delimiter, encoding, quoting, date, marks):
    words.use(language)
    path = tmp_path_factory.mktemp("trip") / "orders.csv"
    try:
        path.write_bytes(file_of(rows, header, delimiter, encoding, quoting, date, *marks))
    except (UnicodeEncodeError, StopIteration):
        return
    try:
        raw = imports.read(path)
        mapping = imports.detect(raw)
        table = imports.convert(raw, mapping)
    except ValueError as refusal:
        assert str(refusal).endswith((".", "?", ")")), refusal
        return
    said = {note.values["column"] for note in mapping.assumed if note.key in SAID}
    whole = "imports.note_whole" in {note.key for note in mapping.assumed}
    assert [row[0].removesuffix(".0") if whole else row[0] for row in rows] == list(table["customer_id"])
    if HEADERS[header][1] not in said:
        assert [row[1] for row in rows] == list(table["date"].dt.date)
    if HEADERS[header][2] not in said:
        assert [float(row[2]) for row in rows] == list(table["amount"])
    kept = table[HEADERS[header][3]]
    assert [unicodedata.normalize("NFC", row[3]).replace("\r\n", "\n").strip() for row in rows] == [text.replace("\r\n", "\n") for text in kept]


@settings(max_examples=100)
@given(rows=st.lists(st.tuples(ids, days, st.floats(-1e9, 1e12).map(lambda x: round(x, 2))), min_size=1, max_size=6))
def test_excel_comes_back_to_the_last_digit(tmp_path_factory, rows):
    import openpyxl

    book = openpyxl.Workbook()
    book.active.append(HEADERS["vi"][:3])
    for customer, day, amount in rows:
        book.active.append([customer, day, amount])
    path = tmp_path_factory.mktemp("trip") / "orders.xlsx"
    book.save(path)

    table = imports.load(path)

    pd.testing.assert_frame_equal(pd.DataFrame({"customer_id": [row[0] for row in rows], "date": [row[1] for row in rows], "amount": [row[2] for row in rows]}), table[["customer_id", "date", "amount"]].assign(date=table["date"].dt.date), check_dtype=False, check_exact=True)


@settings(max_examples=200)
@given(rows=orders, place=st.floats(0, 1), letters=st.binary(max_size=4), drop=st.integers(0, 6))
def test_a_damaged_file_gives_a_table_or_one_sentence(tmp_path_factory, rows, place, letters, drop):
    data = file_of(rows, "vi", ";", "utf-8", csv.QUOTE_MINIMAL, "iso", ",", ".")
    at = int(place * len(data))
    path = tmp_path_factory.mktemp("torn") / "orders.csv"
    path.write_bytes(data[:at] + letters + data[at + drop :])
    try:
        imports.load(path)
    except ValueError as refusal:
        assert str(refusal).endswith((".", "?", ")")), refusal
