"""The notebooks keep their rules, are twins, run to the very bytes that are stored, and hold every number of their section."""
import copy
import html
import pathlib
import platform
import re
import sys
import tomllib

import nbformat
import pytest

from crmlab.grading import engine, sandbox
from crmlab.grading.worker import Worker
from crmlab.publishing import glossary, notebooks, rules, twins

HOUSE = pathlib.Path(__file__).parents[1]
COURSE = HOUSE / "notebooks"
VIETNAMESE = [*notebooks.find(COURSE / "vi"), *notebooks.find(COURSE / "casebook" / "vi")]
ENGLISH = [*notebooks.find(COURSE / "en"), *notebooks.find(COURSE / "casebook" / "en")]
ALL = [*VIETNAMESE, *ENGLISH]
CHAPTERS = [path for path in VIETNAMESE if path.name[0].isdigit() and path.name[0] != "0"]
CASES = [path for path in VIETNAMESE if path.name[0] == "C"]
SECTIONS = {
    "customer_value": "1.1", "relationships": "1.3", "learning": "1.3b", "value": "2.3.1", "needs": "2.3.2", "interact": "2.4", "customize": "2.5",
    "traditional": "3.1", "primary": "3.2.1", "popular": "3.2.2", "strategic": "3.2.3",
    "portfolio": "5.1", "classification": "5.3",
}  # fmt: skip


def name(path):
    return str(path.relative_to(COURSE))


def twin(path):
    return path.parents[1] / "en" / path.name


def test_both_languages_have_the_same_notebooks():
    assert [twin(path) for path in VIETNAMESE] == ENGLISH


@pytest.mark.parametrize("path", ALL, ids=name)
def test_every_notebook_keeps_the_rules(path):
    assert [] == rules.broken(notebooks.read(path))


@pytest.mark.parametrize("path", VIETNAMESE, ids=name)
def test_the_languages_say_the_same(path):
    assert [] == twins.differences(notebooks.read(path), notebooks.read(twin(path)))


@pytest.mark.parametrize("path", ALL, ids=name)
def test_the_file_is_canonical(path):
    notebook = notebooks.read(path)

    assert notebooks.text(notebooks.canonical(notebook)) == path.read_text(encoding="utf-8"), "run: python3 lab.py sync"


@pytest.fixture(scope="module")
def runner():
    """The grader's own runner, with room for a whole chapter; nbval runs the Vietnamese chapters in a real kernel."""
    limits = sandbox.LIMITS | {"cell_seconds": 120, "seconds": 300, "process_memory": 6 << 30, "memory": 8 << 30}
    with Worker(sandbox.choose("auto" if sys.platform == "linux" else "none"), limits) as worker:
        yield worker


def executed(path, runner):
    notebook = copy.deepcopy(notebooks.read(path))
    notebook.cells.insert(0, nbformat.v4.new_code_cell(f"from crmlab import words; words.use({path.parent.name!r})"))
    done = engine.execute(notebook, runner)
    assert done.ended is None
    del done.notebook.cells[0]
    return notebooks.text(notebooks.canonical(done.notebook))


def comparable(text):
    """The text, without the bytes of pictures where another system draws letters a little differently."""
    if (sys.platform, platform.machine(), sys.version_info[:2]) == ("linux", "x86_64", (3, 11)):
        return text
    return re.sub(r"data:image/png;base64,[A-Za-z0-9+/=]+", "PICTURE", text)


@pytest.mark.parametrize("path", [*ENGLISH, *CASES], ids=name)
def test_running_it_again_gives_the_stored_bytes(path, runner):
    again = executed(path, runner)

    assert comparable(path.read_text(encoding="utf-8")) == comparable(again), f"{path.name}: the stored outputs are old; run: python3 lab.py sync"


def shown(path):
    """All a reader sees: prose, code and outputs, without tags."""
    parts = []
    for cell in notebooks.read(path).cells:
        parts.append(cell.source)
        for output in cell.get("outputs", []):
            data = output.get("data", {})
            parts += [output.get("text", ""), data.get("text/plain", ""), re.sub(r"<[^>]+>|data:image/png;base64,\S+", " ", html.unescape(data.get("text/html", "")))]
    return "\n".join(parts)


def spellings(printed):
    """The ways a printed number may stand in a text: 1,205.10 as 1.205,10 or 1205.1; 6 % as 0.06."""
    figures = re.sub(r"[\s\u00a0%]", "", printed)
    plain = figures.replace(",", "")
    ways = {figures, plain, figures.translate(str.maketrans(",.", ".,")), plain.replace(".", ","), plain.replace("-", "−"), figures.translate(str.maketrans(",.-", ".,−"))}
    if "%" in printed:
        share = f"{float(plain) / 100:.10f}".rstrip("0").rstrip(".")
        ways |= {share, share.replace(".", ",")}
    if "." in plain:
        ways |= {way.rstrip("0").rstrip(".,") for way in ways}
    return ways


def figures_of(text):
    """Every number in a text, read both ways: 1.234,5 and 1,234.5."""
    for token in set(re.findall(r"\d[\d.,_]*\d|\d", text)):
        for plain in (token.replace(",", "").replace("_", ""), token.replace(".", "").replace("_", "").replace(",", ".")):
            if re.fullmatch(r"\d+(\.\d+)?", plain):
                yield float(plain), len(plain.partition(".")[2])


def in_text(printed, text):
    """Whether a number stands in the text, as printed or with more figures that round to it."""
    if any(re.search(rf"(?<!\d){re.escape(way)}(?!\d)", text) for way in spellings(printed)):
        return True
    digits = len(printed.replace("%", "").strip().partition(".")[2])
    scale = 100 if "%" in printed else 1
    value = abs(float(re.sub(r"[\s\u00a0%,]", "", printed)))
    return any(more >= digits and abs(figure * scale - value) <= 0.5000001 * 10**-digits for figure, more in figures_of(text))


def flat(printed):
    return [printed] if isinstance(printed, str) else [one for part in printed for one in flat(part)]


@pytest.mark.parametrize("section", SECTIONS)
def test_every_number_of_the_section_appears(section):
    path = next(path for path in CHAPTERS if path.name.startswith(SECTIONS[section] + "_"))
    text = shown(path)
    authorities = tomllib.loads((HOUSE / "tests" / "authorities" / f"{section}.toml").read_text(encoding="utf-8"))
    printed = {(entry["id"], number) for entries in authorities.values() for entry in entries for number in flat(entry["printed"]) if re.search(r"\d", number)}
    missing = sorted((where, number) for where, number in printed if not in_text(number, text))

    assert [] == missing, f"{path.name} does not show these numbers of its section"


@pytest.mark.parametrize("section", SECTIONS)
def test_every_worked_example_is_named_with_its_evidence(section):
    path = next(path for path in CHAPTERS if path.name.startswith(SECTIONS[section] + "_"))
    for language_path in (path, twin(path)):
        references = notebooks.read(language_path).cells[-1].source
        authorities = tomllib.loads((HOUSE / "tests" / "authorities" / f"{section}.toml").read_text(encoding="utf-8"))
        wanted = {re.match(r"WE-\d+", entry["id"])[0] for entries in authorities.values() for entry in entries if entry["id"].startswith("WE-")}

        assert [] == sorted(example for example in wanted if example not in references), f"name them under the sources of {language_path.name}"


@pytest.mark.parametrize("path", [*CHAPTERS, *CASES], ids=name)
def test_terms_are_the_glossarys_and_are_used(path):
    vi, en = notebooks.read(path), notebooks.read(twin(path))
    tables = [(one, other) for one, other in zip(vi.cells, en.cells) if "terms" in one.metadata.get("tags", [])]

    assert 1 == len(tables), "one cell of terms, tagged terms"
    pairs = rules.term_pairs(*tables[0])
    assert len(pairs) >= 2
    assert [] == [pair for pair in pairs if not rules.known_pair(*pair)], "these pairs are not in crmlab/locale/glossary.csv"
    for notebook, side in ((vi, 0), (en, 1)):
        prose = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown" and "terms" not in cell.metadata.get("tags", [])).casefold()

        assert [] == [pair[side] for pair in pairs if pair[side].casefold() not in prose], "these terms are listed but never used"


@pytest.mark.parametrize("path", CHAPTERS, ids=name)
def test_a_chapter_has_its_form(path):
    notebook = notebooks.read(path)
    sources = [cell.source for cell in notebook.cells]
    whole = "\n".join(sources)

    assert sources[0].startswith("# "), "the first cell is the title with the decision"
    assert "**Quyết định.**" in sources[0]
    assert "phút" in sources[0]
    for part in ("## Chỗ dễ nhầm", "## Thuật ngữ", "## Bài tập", "## Nguồn", "Nhà quản trị đọc gì?"):
        assert part in whole, f"the chapter has no part {part}"
    for call in ("reveal(", "worked(", "charts.", "Explore("):
        assert call in whole, f"the chapter never calls {call}…)"


@pytest.mark.parametrize("path", CHAPTERS, ids=name)
def test_every_idea_has_a_picture(path):
    """Between two headings that teach something there is a picture."""
    ideas, current = {}, None
    for cell in notebooks.read(path).cells:
        if cell.cell_type == "markdown" and cell.source.startswith("## "):
            current = cell.source.splitlines()[0]
            ideas[current] = {"formula": False, "picture": False}
        if current:
            ideas[current]["formula"] |= "$$" in cell.source
            ideas[current]["picture"] |= any("<img" in output.get("data", {}).get("text/html", "") for output in cell.get("outputs", []))

    assert [] == [idea for idea, has in ideas.items() if has["formula"] and not has["picture"]]


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_start_page_links_to_every_chapter_and_case(language):
    start = notebooks.read(COURSE / language / "0_start.ipynb")
    text = "\n".join(cell.source for cell in start.cells)

    assert [] == [path.name for path in CHAPTERS if f"({path.name})" not in text]
    assert [] == [path.name for path in CASES if f"(../casebook/{language}/{path.name})" not in text]
    assert "(0_glossary.ipynb)" in text


@pytest.mark.parametrize("path", ALL, ids=name)
def test_every_link_leads_to_a_file(path):
    """Links to notebooks, exercises and pictures of the course, from where the notebook lies."""
    links = {link for cell in notebooks.read(path).cells if cell.cell_type == "markdown" for link in re.findall(r"\]\(([^)#\s]+)", cell.source)}

    assert [] == sorted(link for link in links if "://" not in link and not (path.parent / link).exists())


@pytest.mark.parametrize("path", [*CHAPTERS, *CASES], ids=name)
def test_the_terms_link_to_the_glossary(path):
    page = "0_glossary.ipynb" if path in CHAPTERS else "../../{}/0_glossary.ipynb"
    for language_path in (path, twin(path)):
        terms = next(cell.source for cell in notebooks.read(language_path).cells if "terms" in cell.metadata.get("tags", []))

        assert f"({page.format(language_path.parent.name)})" in terms


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_glossary_page_is_the_glossary_and_says_where_each_term_is_used(language):
    stored = notebooks.read(COURSE / language / glossary.NAME)
    made = glossary.page(COURSE, language)

    assert [cell.source for cell in made.cells] == [cell.source for cell in stored.cells], "run: python3 lab.py sync 0_glossary"


def test_every_term_of_the_glossary_is_used_in_the_course():
    assert [] == [row["key"] for row, used in glossary.uses(COURSE) if not used]
