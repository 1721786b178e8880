"""Bytes come back as the letters they were, or the file is refused; a wrong letter is worse than a refusal."""
import random
import unicodedata

import corpus
import pytest

from crmlab import datasets
from crmlab.imports import encodings

WESTERN = "Müller Straße Köln café São Peña Niño Über Élan naïve Noël garçon perché città però così più lunedì Nicolò Ångström Þór Guðrún Öster señor mañana Zürich coração avô pôde ação Fête forêt là où très voilà lì può ciò giù João Võ Trí Hà Lê".split()


def lines():
    text = (datasets.FOLDER / "moc_records.csv").read_text(encoding="utf-8")
    return [unicodedata.normalize("NFC", line) for line in text.splitlines() if line.count(",") > 5]


def decoded(data):
    try:
        return encodings.decode(data, "x.csv")
    except ValueError:
        return None, None


def test_vietnamese_records_in_cp1258_come_back_in_nfc():
    rng, known = random.Random(1), lines()
    read = []
    for size in [1, 2, 3, 5, 10] * 20:
        text = "\n".join(rng.sample(known, size))
        try:
            data = corpus.cp1258(text)
        except (UnicodeEncodeError, StopIteration):
            continue
        found, encoding = decoded(data)
        assert found in (text, None), "never other letters"
        read.append(encoding)

    assert read.count("cp1258") > 0.7 * len(read), "and most of them without asking"


@pytest.mark.parametrize("encoding", ["cp1252", "cp1250", "cp1254", "iso8859_15", "cp1251", "koi8_r", "gbk", "shift_jis"])
def test_other_encodings_never_become_other_letters(encoding):
    rng = random.Random(2)
    for _ in range(400):
        text = "a;b\n" + ";".join(rng.sample(WESTERN, rng.randint(1, 4))) + "\n"
        try:
            data = text.encode(encoding)
        except UnicodeEncodeError:
            continue
        assert decoded(data)[0] in (text, None)


@pytest.mark.parametrize("encoding", ["cp1251", "koi8_r"])
@pytest.mark.parametrize("text", ["Москва", "Иванов;Пётр", "клиент;дата;сумма"])
def test_russian_is_refused(text, encoding):
    assert (None, None) == decoded(f"id;{text}\n".encode(encoding))


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-16", "utf-8", "utf-8-sig", "utf-32"])
def test_unicode_comes_back_whichever_way_it_is_written(encoding):
    text = "\n".join(lines()[:40]) + "\n"

    assert text == encodings.decode(text.encode(encoding), "x.csv")[0]


def test_a_lonely_d_with_a_stroke_is_not_taken_for_an_icelandic_letter():
    assert (None, None) == decoded("customer_id,amount\nđ,1\n".encode("cp1258"))
