"""A class to try the grader on: one exercise released, forty invented students who get it right, half right, or wrong in every way."""
import ast
import pathlib
import random

from . import release, source

FAMILIES = ["Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Phan", "Vũ", "Đặng", "Bùi", "Đỗ"]
MIDDLES = ["Thị", "Văn", "Minh", "Ngọc", "Đức", "Thu", "Quốc", "Hải"]
GIVEN = ["An", "Bình", "Chi", "Dũng", "Giang", "Hạnh", "Khánh", "Lan", "Nam", "Oanh", "Phúc", "Quỳnh", "Sơn", "Trang", "Uyên", "Việt", "Yến", "Ánh", "Đạt", "Ước"]
PROSE = {
    "vi": ["Theo em nên giữ khách cũ trước vì rẻ hơn tìm khách mới.", "Nên chia đôi ngân sách.", "Con số này không cho biết khách nào sắp bỏ đi, nên phải xem thêm từng người."],
    "en": ["Keep the customers we have first: it is cheaper than finding new ones.", "Split the budget.", "The number does not say who is about to leave; we have to look at each customer."],
}
WAYS = {"right": 55, "slip": 22, "typed in": 5, "other": 6, "error": 6, "untouched": 6}
TROUBLE = {7: "while True:\n    pass", 19: "import os\nos._exit(0)", 30: "print('x' * 1_000_000)\n1 / 0"}


def make_class(path, copy, worker, folder, count=40, seed=2026):
    """Write ``count`` submissions to ``folder`` as Moodle's download does; the same every time for the same exercise.

    ``path`` is the source notebook, ``copy`` what students got, ``worker`` runs the source for those who copy its numbers.
    """
    from . import reference

    notebook = source.read(path)
    right = reference.run(notebook, worker, source.seed_of(notebook))["answers"]
    blank = source.read(copy)
    chance = random.Random(seed)
    for number, name in enumerate(_names(chance, count)):
        done = _attempt(notebook, blank, right, chance, source.language_of(path), TROUBLE.get(number))
        place = pathlib.Path(folder) / f"{name}_{4_000_000 + number}_assignsubmission_file_" / pathlib.Path(path).name
        release.write_notebook(done, place)
        if number == 12:  # an upload that broke off
            place.write_bytes(place.read_bytes()[:2000])


def _names(chance, count):
    names = [f"{family} {middle} {given}" for family in FAMILIES for middle in MIDDLES for given in GIVEN]
    return chance.sample(names, count)


def _attempt(notebook, blank, right, chance, language, trouble):
    """One student's notebook: each question answered in one of the WAYS, good students more often right."""
    import nbformat

    done = nbformat.from_dict(blank)
    talent = chance.choice([0.3, 1, 1, 2, 6])
    weights = [weight * (talent if way == "right" else 1) for way, weight in WAYS.items()]
    solved = {name: cell.source for cell in notebook.cells for name in source.answered(cell)}
    for cell in done.cells:
        for name in source.answered(cell):
            way = chance.choices(list(WAYS), weights)[0]
            cell.source = attempt(solved[name], name, way, right[name], chance, PROSE[language])
    if trouble:
        done.cells.insert(chance.randrange(len(done.cells) // 2, len(done.cells)), nbformat.v4.new_code_cell(trouble))
    return done


def attempt(code, name, way, value, chance, prose=PROSE["en"], slip=None):
    """The cell of a student who answers in one of the WAYS, made from the author's cell; ``slip`` is the place of a slip in expect(), if any."""
    statements = ast.parse(code).body
    answer = next(statement.value for statement in statements if _calls(statement, "answer"))
    expected = {key.arg: key.value for statement in statements if _calls(statement, "expect") for key in statement.value.keywords}
    working = [ast.get_source_segment(code, statement) for statement in statements if not _calls(statement, "answer", "expect") and not _names(statement, "expect")]
    given = ast.get_source_segment(code, answer.args[1])
    slips = expected["slips"].values if "slips" in expected else []
    if way == "untouched":
        return f'{ast.unparse(answer.func)}("{name}", ...)'
    if "by_hand" in expected:
        given = repr(chance.choice(prose))
    elif slip is not None and slip < len(slips):
        given = ast.get_source_segment(code, slips[slip])
    elif way == "slip" and slips:
        given = ast.get_source_segment(code, chance.choices(slips, [6, 2, 1, 1, 1, 1][: len(slips)])[0])  # the first one is the usual one
    else:
        given = _given(given, way, value, chance)
    return "\n".join([*working, f'{ast.unparse(answer.func)}("{name}", {given})'])


def _given(right, way, value, chance):
    """The code of an answer that is right, typed in, wrong in some other way, or an error."""
    if way == "typed in" and isinstance(value, (int, float, str, list)):
        return repr(value)
    if way == "other":
        return f"({right}) + {chance.choice([1, 2])}" if isinstance(value, (int, float)) else f"({right}) * 2"
    return chance.choice(["tỷ_lệ", f"({right})[99]", "int('0,85')"]) if way == "error" else right


def _calls(statement, *names):
    """Whether a statement is a call of one of these functions."""
    if not (isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Call)):
        return False
    return ast.unparse(statement.value.func).rpartition(".")[2] in names


def _names(statement, name):
    """Whether a statement uses or imports exactly this name: expected_purchases is not expect."""
    return any(name in (getattr(node, "id", None), getattr(node, "name", None)) for node in ast.walk(statement))
