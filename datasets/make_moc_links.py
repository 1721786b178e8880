"""Make moc_links.csv: which customer each record of moc_records.csv belongs to, as crmlab.identify.link finds it (chapter 2.2).

    python datasets/make_moc_links.py

The chapters after 2.2 start from this file, so that they need not link the firm again. Reasons are in Vietnamese.
"""
import pathlib

from crmlab import datasets, identify, words


def links():
    """One row per record: record_id, customer_id, confidence to four digits, reason."""
    spoken = words.language()
    words.use("vi")
    try:
        return identify.link(datasets.load("moc_records")).round({"confidence": 4})
    finally:
        words.use(spoken)


if __name__ == "__main__":
    links().to_csv(pathlib.Path(__file__).with_name("moc_links.csv"), index=False, encoding="utf-8", lineterminator="\n")
