"""Make cdnow.csv from the wheel of the package lifetimes (0.11.3).

    pip download lifetimes==0.11.3 --no-deps -d somewhere
    python datasets/make_cdnow.py somewhere/Lifetimes-0.11.3-py3-none-any.whl
"""
import pathlib
import sys
import zipfile

HERE = pathlib.Path(__file__).parent
INSIDE = "lifetimes/datasets/CDNOW_sample.txt"


def rows(text):
    """The orders of the file, in its order: (customer_id, date, quantity, amount), all as text."""
    for line in text.splitlines():
        _, customer, day, quantity, amount = line.split()
        yield str(int(customer)), f"{day[:4]}-{day[4:6]}-{day[6:]}", str(int(quantity)), amount


def main(wheel):
    with zipfile.ZipFile(wheel) as archive:
        text = archive.read(INSIDE).decode("ascii")
    table = [("customer_id", "date", "quantity", "amount"), *rows(text)]
    (HERE / "cdnow.csv").write_text("".join(",".join(row) + "\n" for row in table), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main(sys.argv[1])
