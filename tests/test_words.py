"""The words of both languages."""
import re
import string

import pytest
from babel.numbers import format_decimal
from hypothesis import given, settings
from hypothesis import strategies as st

from crmlab import words

vi, en = (dict(words.catalogue(language)) for language in words.LANGUAGES)


def placeholders(text):
    return sorted(field for _, field, _, _ in string.Formatter().parse(text) if field)


def test_both_catalogues_have_the_same_keys():
    assert set() == set(vi) ^ set(en)


def test_both_catalogues_have_the_same_placeholders():
    assert [] == [key for key in vi if placeholders(vi[key]) != placeholders(en[key])]


def test_no_sentence_is_left_untranslated():
    same = [key for key in vi if "." in key and vi[key] == en[key] and re.search(r"[A-Za-z]{4}", vi[key])]

    assert [] == same


def test_every_key_of_a_chart_or_message_is_used_somewhere():
    package = words.LOCALE.parent
    source = "\n".join(path.read_text(encoding="utf-8") for path in package.rglob("*.py"))
    prefixes = set(re.findall(r't\(f"([a-z_.]+?)\{', source))
    unused = [key for key in vi if "." in key and key not in source and not any(key.startswith(prefix) for prefix in prefixes)]

    assert [] == unused, "delete them from both catalogues"


def test_the_glossary_has_its_128_pairs_and_no_key_twice():
    keys = [row["key"] for row in words.glossary()]

    assert len(keys) >= 128
    assert len(keys) == len(set(keys))
    assert [] == [row["key"] for row in words.glossary() if not (row["vi"] and row["en"])]


def test_unknown_keys_say_where_to_add_them():
    with pytest.raises(KeyError, match="glossary.csv"):
        words.t("no.such.key")


def test_numbers_are_written_as_each_language_does(language):
    expected = {"vi": ["1.234.567,89", "0,5", "−3", "–", "12,5\u00a0%", "1.235\u00a0₫"], "en": ["1,234,567.89", "0.5", "−3", "–", "12.5%", "1,235\u00a0₫"]}

    assert expected[language] == [words.number(1234567.89, 2), words.number(0.5), words.number(-3), words.number(float("nan")), words.percent(0.125), words.money(1234.56)]


@settings(derandomize=True, max_examples=200)
@given(st.floats(-1e12, 1e12), st.integers(0, 4))
def test_numbers_agree_with_babel(value, digits):
    try:
        for language in words.LANGUAGES:
            words.use(language)
            pattern = "#,##0" + ("." + "0" * digits if digits else "")
            ours = words.number(value, digits).replace("−", "-")
            theirs = format_decimal(f"{value:.{digits}f}", pattern, locale=language)
            nothing = float(f"{value:.{digits}f}") == 0

            assert (theirs.lstrip("-") if nothing else theirs) == ours
    finally:
        words.use("en")


def test_the_language_is_the_chosen_one_then_the_variable_then_the_folder(tmp_path, monkeypatch):
    words.use(None)
    monkeypatch.delenv("CRMLAB_LANG", raising=False)
    (tmp_path / "en").mkdir()
    monkeypatch.chdir(tmp_path / "en")
    assert "en" == words.language()
    monkeypatch.chdir(tmp_path)
    assert "vi" == words.language()
    monkeypatch.setenv("CRMLAB_LANG", "en")
    assert "en" == words.language()
    words.use("vi")
    assert "vi" == words.language()


def test_a_third_language_is_refused():
    with pytest.raises(ValueError, match="'vi' or 'en'"):
        words.use("fr")
