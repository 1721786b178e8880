"""Files of orders as people have them, small and invented; and the report's cells run without a kernel."""
import unicodedata

import pandas as pd
import pytest

from crmlab import words
from crmlab.publishing import notebooks
from crmlab.report import writing

UCI = "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country"
TONES = "\u0300\u0301\u0303\u0309\u0323"


@pytest.fixture(scope="session")
def run_cells():
    """Run the code cells of a template in this process: {id of the cell: the value of its last line}."""

    def run(language="en", **parameters):
        words.use(language)
        seen = {}
        for cell, names, shown in notebooks.cell_by_cell(writing.TEMPLATES / f"report_{language}.ipynb"):
            seen[cell.id] = shown
            if "parameters" in cell.metadata.get("tags", []):
                names |= parameters | {"language": language}
        return seen, names

    return run


@pytest.fixture(scope="session")
def invented():
    """A table of orders of 60 customers over 14 months: 1 to 12 orders each, some returned; the money with two decimals."""
    rows, day = [], pd.Timestamp("2025-01-02")
    for place in range(60):
        start, gap = day + pd.Timedelta(days=place * 3 % 97), 11 + place * 7 % 41
        for number in range(1 + place * 5 % 12):
            rows.append((f"KH{place:03d}", start + pd.Timedelta(days=number * gap), round(1234.5 + 997.25 * (place % 9) + 100.75 * number, 2)))
        if place % 10 == 0:
            rows.append((f"KH{place:03d}", start + pd.Timedelta(days=5), -500.25))
    return pd.DataFrame(rows, columns=["customer_id", "date", "amount"]).sort_values(["date", "customer_id"], ignore_index=True)


@pytest.fixture
def written(invented, tmp_path):
    """The invented table as a file of each kind; a function of the kind."""

    def write(kind):
        path = tmp_path / f"orders.{kind}"
        if kind == "csv":
            invented.to_csv(path, index=False, encoding="utf-8")
        elif kind == "txt":
            path.write_bytes(vietnamese(invented))
        elif kind == "xlsx":
            invented.to_excel(path, index=False, sheet_name="Don hang")
        elif kind == "parquet":
            invented.to_parquet(path)
        else:
            duckdb = pytest.importorskip("duckdb")
            with duckdb.connect(str(path)) as connection:
                connection.register("invented", invented)
                connection.execute("CREATE TABLE don_hang AS SELECT * FROM invented")
        return path

    return write


def vietnamese(table):
    """Semicolons, d/m/Y, a decimal comma, Vietnamese headings, in cp1258."""
    lines = ["Mã khách hàng;Ngày mua;Thành tiền"]
    for one in table.itertuples(index=False):
        money = f"{one.amount:,.2f}".translate(str.maketrans(",.", ".,"))
        lines.append(f"{one.customer_id};{one.date.day}/{one.date.month}/{one.date.year};{money}")
    return in_cp1258("\r\n".join(lines) + "\r\n")


def in_cp1258(text):
    """Vietnamese in cp1258, where a letter and its tone are two bytes."""
    return b"".join(_letter(letter) for letter in unicodedata.normalize("NFC", text))


def _letter(letter):
    try:
        return letter.encode("cp1258")
    except UnicodeEncodeError:
        parts = unicodedata.normalize("NFD", letter)
        tones = "".join(part for part in parts if part in TONES)
        return (unicodedata.normalize("NFC", "".join(part for part in parts if part not in TONES)) + tones).encode("cp1258")


@pytest.fixture
def uci(tmp_path):
    """The layout of the UCI Online Retail file: lines of invoices, an invoice cancelled, lines without a customer, one line twice."""
    lines = [
        "536365,85123A,WHITE HANGING HEART,6,12/1/2010 8:26,2.55,17850,United Kingdom",
        "536365,71053,\"LANTERN, WHITE\",6,12/1/2010 8:26,3.39,17850,United Kingdom",
        "536366,22633,HAND WARMER,6,12/1/2010 8:28,1.85,17850,United Kingdom",
        "536367,84879,BIRD ORNAMENT,32,12/13/2010 8:34,1.69,13047,United Kingdom",
        "536367,84879,BIRD ORNAMENT,32,12/13/2010 8:34,1.69,13047,United Kingdom",
        "C536379,D,Discount,-1,12/14/2010 9:41,27.50,13047,United Kingdom",
        "536380,22961,JAM MAKING SET,24,1/31/2011 9:41,1.45,13047,United Kingdom",
        "536414,22139,,56,12/1/2010 11:52,0.50,,United Kingdom",
        "536544,21773,DECORATIVE ROSE,1,12/1/2010 14:32,2.51,,United Kingdom",
    ]
    path = tmp_path / "retail.csv"
    path.write_text("\n".join([UCI, *lines]) + "\n", encoding="utf-8")
    return path


@pytest.fixture
def shop(tmp_path):
    """A function that writes the rows of a table as a CSV file, as a till exports them."""

    def write(columns, rows, name="don_hang.csv"):
        path = tmp_path / name
        path.write_text("\n".join(",".join(map(str, row)) for row in [columns, *rows]) + "\n", encoding="utf-8")
        return path

    return write
