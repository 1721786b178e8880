"""Files people have, as tables of our vocabulary: nothing is guessed silently, and what is not certain is refused in one sentence.

``files.py`` reads any file (``encodings.py``, ``delimited.py``, ``excel.py``, ``columnar.py``, ``header.py``), ``detecting.py`` says
what it is (``vocabulary.py``, the maps in ``maps/``) as a ``mapping.py`` that shows itself, ``converting.py`` makes the table
(``dates.py``, ``amounts.py``, ``reading.py``; ``totals.py`` sets the row of totals apart; ``systems.py`` knows the ways of the four systems, ``invoices.py`` lines of
invoices), ``folders.py`` takes a whole export.

Examples
--------
>>> import pathlib, tempfile
>>> path = pathlib.Path(tempfile.mkdtemp()) / "orders.csv"
>>> _ = path.write_text("Mã KH;Ngày mua;Thành tiền\\nKH01;31/12/2026;1.234.567,00 ₫\\n", encoding="utf-8")
>>> load(path).to_dict("records")
[{'customer_id': 'KH01', 'date': Timestamp('2026-12-31 00:00:00'), 'amount': 1234567.0}]
"""
from .converting import apart, convert, load
from .detecting import detect
from .files import read
from .folders import Export, folder
from .mapping import Mapping
from .rawfile import Note, RawFile

__all__ = ["Export", "Mapping", "Note", "RawFile", "apart", "convert", "detect", "folder", "load", "read"]
