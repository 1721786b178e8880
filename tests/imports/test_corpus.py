"""The corpus of bad files: each loads as the table it must be, or gives one sentence, in both languages."""
import re
import string

import corpus
import pandas as pd
import pytest

from crmlab import imports, words

SMALL = {name: case for name, case in corpus.CASES.items() if name != "two million rows"}


def pattern(key):
    """The sentence of a key in the language in use, anything in its places."""
    parts = string.Formatter().parse(words.catalogue(words.language())[key])
    return "".join(re.escape(text) + (".+" if field else "") for text, field, _, _ in parts)


@pytest.mark.parametrize("name", SMALL)
def test_each_file_loads_or_gives_its_sentence(name, language, tmp_path):
    case = SMALL[name]
    path = case.make(tmp_path)
    if case.refusal:
        with pytest.raises(ValueError) as refusal:
            imports.load(path, **case.load)
        assert re.fullmatch(pattern(case.refusal), str(refusal.value), re.DOTALL), str(refusal.value)
        return
    table = imports.load(path, **case.load)
    expected = pd.DataFrame(case.orders, columns=["customer_id", "date", "amount"]).astype({"customer_id": "str", "date": "datetime64[us]"})
    pd.testing.assert_frame_equal(expected, table[["customer_id", "date", "amount"]], check_exact=True)


def test_the_corpus_has_what_the_issue_names():
    refusals = {case.refusal for case in corpus.CASES.values()}
    assert len(corpus.CASES) >= 45
    assert {"imports.torn_excel", "imports.unknown_encoding", "imports.merged", "imports.doubled", "imports.dates_mixed", "imports.formula", "imports.no_rows"} <= refusals
