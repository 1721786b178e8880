"""Refusals speak the reader's language: what it should be, what it was, what to type."""
import ast
import functools
import os
import string
import subprocess
import sys

import nbformat
import numpy as np
import pandas as pd
import pytest

from crmlab import Explore, charts, datasets, measure, tables, words, worked
from crmlab.metrics import popular, primary, strategic
from crmlab.publishing import notebooks

PACKAGE = words.LOCALE.parent
MODULES = sorted(path for path in PACKAGE.rglob("*.py") if path.name != "words.py")  # what words.py refuses, developers read
ROOMS = ("check.", "guard.", "primary.", "strategic.", "tables.", "measure.", "relationships.", "identify.", "differentiate.", "interact.", "customize.", "loop.", "engines.", "models.", "imports.", "database.", "report.",
         "datasets.", "explore.", "worked.", "notebooks.",
         "answers.", "source.", "release.", "grade.", "submissions.", "zips.", "sheets.", "late.", "reading.", "lms.", "sandbox.", "engine.")
KEYS = [key for key in words.catalogue("vi") if key.startswith(ROOMS)]


def fields(language, key):
    """The placeholders of a sentence, each with its conversion: value!r is value as it is typed."""
    return sorted((field, conversion or "") for _, field, _, conversion in string.Formatter().parse(words.catalogue(language)[key]) if field)


@functools.cache
def calls(path):
    return [node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call)]


def name_of(call):
    return getattr(call.func, "attr", getattr(call.func, "id", ""))


def test_a_refusal_takes_its_words_from_the_catalogue():
    for path in MODULES:
        messages = [(call.lineno, call.args[0]) for call in calls(path) if name_of(call) == "ValueError"]
        spoken = {line for line, message in messages if isinstance(message, ast.Call) and ast.unparse(message.func) == "words.t"}

        assert [] == [line for line, _ in messages if line not in spoken], f"{path.name}: say it in both languages: words.t(…)"


def test_both_languages_fill_their_placeholders(language):
    for key in KEYS:
        sentence = words.t(key, **{field: f"<{field}>" for field, _ in fields("vi", key)})

        assert fields("vi", key) == fields("en", key), key
        assert all(f"<{field}>" in sentence for field, _ in fields("vi", key)), key


def test_the_code_gives_what_the_sentence_asks_for():
    by_itself = {"t": set(), "_refuse": {"name", "value"}, "below": {"name", "value"}, "Level": {"field"}}
    for path, call in [(path, call) for path in MODULES for call in calls(path)]:
        given = by_itself.get(name_of(call), set()) | {keyword.arg for keyword in call.keywords}
        for key in [argument.value for argument in call.args if isinstance(argument, ast.Constant) and argument.value in KEYS]:
            assert {field.partition("[")[0] for field, _ in fields("vi", key)} <= given or None in given, f"{path.name}, line {call.lineno}: {key}"


ORDERS = pd.DataFrame({"customer_id": ["An", "An", "Bình"], "date": ["2026-01-05", "2026-02-01", "2026-02-01"], "amount": [10, 20, 30.5]})

IN_VIETNAMESE = [
    (
        lambda: primary.defection_rate(85),
        "retention_rate phải viết bằng số thập phân từ 0 đến 1, nhưng bạn gõ 85. Có phải ý bạn là 0.85? (85 % viết là 0.85.)",
    ),
    (lambda: primary.defection_rate(-0.1), "retention_rate phải viết bằng số thập phân từ 0 đến 1, nhưng bạn gõ -0.1."),
    (
        lambda: primary.defection_rate("0,85"),
        "retention_rate phải là một con số, hoặc một danh sách, mảng hay Series gồm toàn số, nhưng bạn gõ '0,85'.",
    ),
    (
        lambda: primary.acquisition_rate(300, 200),
        "acquired không thể lớn hơn targeted, nhưng bạn gõ 300. Có phải bạn đã gõ nhầm chỗ hai giá trị này?",
    ),
    (lambda: primary.acquisition_cost(60, 0), "acquired phải lớn hơn 0, nhưng bạn gõ 0. Hãy gõ một số dương cho acquired."),
    (
        lambda: primary.p_active(8, 4),
        "last_purchase tính bằng phần của khoảng thời gian quan sát, từ 0 đến 1, nhưng bạn gõ 8. Tháng thứ 8 trong 12 tháng thì gõ 8 / 12.",
    ),
    (
        lambda: primary.p_active(8 / 12, 4, setting="contractual"),
        "p_active dành cho quan hệ phi hợp đồng ('non_contractual'), nhưng bạn gõ 'contractual'. "
        "Với quan hệ hợp đồng, hãy dùng survival_rate hoặc retention_rate.",
    ),
    (
        lambda: primary.lifetime_duration([60, 20], 100, method="mean"),
        "method phải là một trong các từ 'completed_periods', 'period_of_defection', 'kr_printed', nhưng bạn gõ 'mean'. "
        "Ví dụ, hãy gõ method='completed_periods'.",
    ),
    (
        lambda: primary.lifetime_duration([60, 70], 100),
        "survivors_by_period không thể tăng, vì một lứa khách chỉ có thể ít dần đi, nhưng sau 60 lại là 70. "
        "Hãy gõ số khách còn lại của cùng một lứa, kỳ đầu tiên đứng trước.",
    ),
    (
        lambda: popular.next_purchase_shares([[0.5, 0.5], [0.5, 0.6]], 0, 1),
        "Hàng 1 của matrix phải có tổng bằng 1, nhưng tổng lại là 1.1 (hàng đầu tiên là hàng 0). Hãy chia hàng ấy cho tổng của nó: row / row.sum().",
    ),
    (
        lambda: strategic.margin_multiple(1, 0),
        "retention_rate phải nhỏ hơn 1 + discount_rate, nhưng bạn gõ 1. Nếu tính mãi mãi, tổng sẽ lớn lên không giới hạn: "
        "hãy gõ discount_rate cao hơn, hoặc lifetime_value(…, periods=…).",
    ),
    (
        lambda: measure.rfm(ORDERS.rename(columns={"date": "Ngày mua", "amount": "Tiền"}), as_of="2026-02-28"),
        "orders cần có cột 'date' (ngày đặt hàng), 'amount' (số tiền, cùng một loại tiền); bảng này đang có 'customer_id', 'Ngày mua', 'Tiền'. "
        "Hãy gõ orders = orders.rename(columns={'Ngày mua': 'date', 'Tiền': 'amount'}).",
    ),
    (
        lambda: tables.numbers(ORDERS.assign(amount="1.234,5"), "amount", "orders"),
        "Cột 'amount' của orders cần toàn số, nhưng có ô ghi '1.234,5'. Hãy gõ orders['amount'] = … với các số viết như 1234.5: "
        "dấu chấm thập phân, không dấu phân cách hàng nghìn, không đơn vị.",
    ),
    (
        lambda: measure.rfm(ORDERS, as_of="31/12/2026"),
        "as_of phải là một ngày, nhưng bạn gõ '31/12/2026'. Hãy gõ theo thứ tự năm, tháng, ngày: as_of='2026-12-31'.",
    ),
    (
        lambda: measure.rfm(ORDERS, as_of="2025-12-31"),
        "orders không có đơn hàng nào tính đến as_of='2025-12-31': đơn đầu tiên là ngày 2026-01-05, đơn cuối cùng là ngày 2026-02-01. "
        "Hãy gõ as_of='2026-02-01'.",
    ),
    (
        lambda: Explore(charts.customers_left, retention_rate=(0.5, 0.9)),
        "retention_rate cần ba con số, nhưng bạn gõ (0.5, 0.9). Hãy gõ retention_rate=(nhỏ nhất, lớn nhất, bước nhảy).",
    ),
    (
        lambda: worked(primary.customers_left, 100, 0.75, [1, 2], labels=["một"]),
        "labels phải có 2 tên, mỗi kết quả một tên, nhưng bạn gõ 1 tên. Hãy gõ đúng một tên cho mỗi kết quả.",
    ),
    (lambda: notebooks.read("3.9.ipynb"), "Không có sổ tay 3.9.ipynb. Hãy kiểm tra lại thư mục và tên tệp."),
]


@pytest.mark.parametrize(("call", "sentence"), IN_VIETNAMESE, ids=range(len(IN_VIETNAMESE)))
def test_a_vietnamese_reader_reads_vietnamese(call, sentence):
    words.use("vi")
    with pytest.raises(ValueError) as refused:
        call()

    assert sentence == str(refused.value)


# refusals that are not heard above
ELSEWHERE = [
    lambda: datasets.load("cdnov"),
    lambda: tables.require([1], "date", table_name="orders"),
    lambda: tables.require(ORDERS[:0], "date", table_name="orders"),
    lambda: tables.require(ORDERS.assign(amount=None), "amount", table_name="orders"),
    lambda: tables.require(pd.concat([ORDERS, ORDERS], axis=1), "amount", table_name="orders"),
    lambda: tables.unique(ORDERS, "customer_id", table_name="orders"),
    lambda: tables.dates(ORDERS.assign(date="5/1/2026"), "date", "orders"),
    lambda: measure.p_active(ORDERS, since="2027-01-01", as_of="2027-12-31"),
    lambda: measure.share_of_wallet(datasets.load("wallets"), firm="us"),
    lambda: popular.long_run_shares([[1, 0], [0, 1]]),
    lambda: primary.average_lifetime([2, 4], ended=[False, False]),
    lambda: primary.acquisition_rate([1, 2, 3], [1, 2]),
    lambda: strategic.customer_equity_share([0, 0]),
    lambda: strategic.rfm_points([1], [1], [1], weights=(5, 2)),
    lambda: strategic.relative_weights([[1, 1, 1]] * 5, np.arange(5)),
]


@pytest.mark.parametrize("call", ELSEWHERE, ids=range(len(ELSEWHERE)))
def test_both_languages_say_the_same_numbers_and_names(call):
    """What is quoted, typed or counted stands in both sentences; the sentences themselves differ."""
    said = []
    for language in words.LANGUAGES:
        words.use(language)
        with pytest.raises(ValueError) as refused:
            call()
        said.append(str(refused.value))
    vietnamese, english = said

    assert "but" not in vietnamese.split() and "Type" not in vietnamese.split()
    assert sorted(filter(str.isdigit, vietnamese)) == sorted(filter(str.isdigit, english))
    assert vietnamese.count("'") == english.count("'")


def test_a_failing_cell_is_named_in_the_readers_language(tmp_path):
    words.use("vi")
    notebooks.write(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("1 / 0", id="x")]), tmp_path / "a.ipynb")
    with pytest.raises(notebooks.CellFailed, match=r"^a.ipynb, ô 1: ZeroDivisionError"):
        notebooks.run_file(tmp_path / "a.ipynb")


def test_a_metric_refuses_without_pandas():
    code = "import sys\nfrom crmlab.metrics import strategic\ntry:\n    strategic.margin_multiple(85, 0.1)\nexcept ValueError as error:\n    print(error)\nprint('pandas' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, env={**os.environ, "CRMLAB_LANG": "vi", "PYTHONUTF8": "1"}, cwd=PACKAGE.parent)
    sentence, pandas = done.stdout.decode("utf-8").splitlines()

    assert sentence.endswith("(85 % viết là 0.85.)")
    assert "False" == pandas
