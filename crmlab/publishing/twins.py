"""Vietnamese notebooks and their English twins: the same cells and code, and translations that are not stale.

Each English Markdown cell remembers (metadata.crmlab) the hash of the Vietnamese text it was made from and of its own
text at that time. Vietnamese changed and English not: stale. Both changed: translated anew, and the hashes are renewed.
"""
import hashlib
import re
import unicodedata

import nbformat

from .markdown import formulas


def text_hash(source):
    """Ten hexadecimal figures for a text in NFC."""
    return hashlib.sha256(unicodedata.normalize("NFC", source).encode("utf-8")).hexdigest()[:10]


def _marks(source):
    """What a translation must keep: headings, images, formulas, code words."""
    return {
        "headings": [len(level) for level in re.findall(r"^(#+) ", source, re.MULTILINE)],
        "images": re.findall(r"!\[[^\]]*\]\(([^)]+)\)", source),
        "formulas": sorted(re.sub(r"\\text\{[^}]*\}", "", formula).replace("{,}", ".").replace(" ", "") for formula in formulas(source)),
        "code words": sorted(re.findall(r"`([^`\n]+)`", source)),
    }


def differences(vi, en):
    """What keeps two notebooks from being twins; each a sentence that says what to do."""
    ids = [cell.id for cell in vi.cells]
    if ids != [cell.id for cell in en.cells]:
        missing = [cell_id for cell_id in ids if cell_id not in {cell.id for cell in en.cells}]
        return [f"the cells differ (only in Vietnamese: {missing or 'order or extra cells'}); run: python3 lab.py sync"]
    found = []
    for one, other in zip(vi.cells, en.cells):
        where = f"cell {one.id}"
        if one.cell_type != other.cell_type or (one.cell_type == "code" and one.source != other.source):
            found.append(f"{where}: code differs between the languages; run: python3 lab.py sync")
        elif one.cell_type == "markdown":
            found += [f"{where}: {what} differ: {mine} in Vietnamese, {theirs} in English; make them equal"
                      for (what, mine), theirs in zip(_marks(one.source).items(), _marks(other.source).values()) if mine != theirs]
            if stale(one, other):
                found.append(f"{where}: the Vietnamese text changed since it was translated; change the English text too, "
                             f"or, if it still says the same, run: python3 lab.py sync --accept {one.id}")
    return found


def stale(vi_cell, en_cell):
    """Whether the English text was made from another Vietnamese text than the present one."""
    return en_cell.metadata.get("crmlab", {}).get("vi_sha") != text_hash(vi_cell.source)


def repaired(vi, en, accept=()):
    """The English twin with the Vietnamese notebook's cells, order and code; its own prose kept, its hashes renewed.

    A Markdown cell without translation comes in as the Vietnamese text, and stays stale until somebody translates it.
    """
    own = {cell.id: cell for cell in en.cells}
    twin = nbformat.from_dict(en)
    twin.cells = [_repaired_cell(cell, own.get(cell.id), cell.id in accept) for cell in vi.cells]
    return twin


def _repaired_cell(vi_cell, en_cell, accepted):
    cell = nbformat.from_dict(vi_cell)
    if cell.cell_type != "markdown":
        return cell
    if en_cell is None:
        cell.metadata["crmlab"] = {"vi_sha": "untranslated", "en_sha": text_hash(vi_cell.source)}
        return cell
    known = en_cell.metadata.get("crmlab", {})
    translated_anew = text_hash(en_cell.source) != known.get("en_sha")
    cell.source = en_cell.source
    cell.metadata["crmlab"] = dict(known)
    if accepted or (translated_anew and en_cell.source != vi_cell.source):
        cell.metadata["crmlab"] = {"vi_sha": text_hash(vi_cell.source), "en_sha": text_hash(en_cell.source)}
    return cell
