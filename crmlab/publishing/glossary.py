"""The page of terms: the glossary in the alphabet of each language, and the chapters and cases that explain each term."""
import pathlib
import re
import unicodedata

import nbformat

from .. import words
from . import notebooks, rules, twins

NAME = "0_glossary.ipynb"
_HEAD = {"vi": ("thuật ngữ", "cũng gọi là", "tiếng Anh", "giải thích ở"), "en": ("term", "also called", "Vietnamese", "explained in")}
_LETTERS = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"


def uses(course):
    """[(row of the glossary, [the notebooks whose prose uses the term in both languages])], in the glossary's order."""
    prose = [(path, *(_prose(notebooks.read(path.parents[1] / language / path.name)) for language in words.LANGUAGES)) for path in _taught(course)]
    return [(row, [path for path, *texts in prose if all(_stands(row[language], text) for language, text in zip(words.LANGUAGES, texts))]) for row in words.glossary()]


def explained(course):
    """{key of a term: [the notebooks whose table of terms explains it]}."""
    found = {row["key"]: [] for row in words.glossary()}
    for path in _taught(course):
        cells = [next((cell for cell in notebooks.read(path.parents[1] / language / path.name).cells if "terms" in cell.metadata.get("tags", [])), None) for language in words.LANGUAGES]
        for pair in rules.term_pairs(*cells) if all(cells) else []:
            for row in words.glossary():
                if all(one.casefold() in _forms(row[language]) for one, language in zip(pair, words.LANGUAGES)):
                    found[row["key"]].append(path)
    return found


def page(course, language):
    """The notebook of one language."""
    where = explained(course)
    rows = sorted(words.glossary(), key=lambda row: _order(_written(row[language])[0]))
    other = {"vi": "en", "en": "vi"}[language]
    lines = [f"| {' | '.join(_HEAD[language])} |", "|---|---|---|---|"]
    for row in rows:
        first, *further = _written(row[language])
        links = ", ".join(_link(path, course, language) for path in where[row["key"]])
        lines.append(f"| **{first}** | {'; '.join(further)} | {'; '.join(_written(row[other]))} | {links} |")
    cells = [nbformat.v4.new_markdown_cell(words.catalogue(language)["glossary.title"], id="title"), nbformat.v4.new_markdown_cell("\n".join(lines), id="terms-list")]
    return nbformat.v4.new_notebook(cells=cells)


def write(course):
    """Write the pages of both languages anew; the English one as the translation of the Vietnamese."""
    pages = {language: page(course, language) for language in words.LANGUAGES}
    for vi, en in zip(pages["vi"].cells, pages["en"].cells):
        en.metadata["crmlab"] = {"vi_sha": twins.text_hash(vi.source), "en_sha": twins.text_hash(en.source)}
    for language, notebook in pages.items():
        notebooks.write(notebooks.canonical(notebook), pathlib.Path(course) / language / NAME)


def _taught(course):
    course = pathlib.Path(course)
    return [path for path in [*notebooks.find(course / "vi"), *notebooks.find(course / "casebook" / "vi")] if not path.name.startswith("0_")]


def _prose(notebook):
    return "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown").casefold()


def _stands(forms, text):
    return any(form in text for form in _forms(forms))


def _written(forms):
    return [form.strip() for form in forms.split(";")]


def _forms(forms):
    return [form.casefold() for form in _written(forms)]


def _link(path, course, language):
    number = re.sub(r"^C0+", "C", path.name.partition("_")[0])
    folder = "" if path.parents[1] == pathlib.Path(course) else f"../casebook/{language}/"
    return f"[{number}]({folder}{path.name})"


def _order(term):
    """Vietnamese alphabetical order: the letters first, their tones afterwards."""
    toneless = unicodedata.normalize("NFC", "".join(sign for sign in unicodedata.normalize("NFD", term.casefold()) if sign not in "\u0300\u0301\u0303\u0309\u0323"))
    return [_LETTERS.find(letter) for letter in toneless], term.casefold()
