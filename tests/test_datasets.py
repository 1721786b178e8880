"""Every data set loads, has a card that names each column, and holds what its card says."""
import re
import runpy
import subprocess
import sys

import pandas as pd
import pytest

from crmlab import datasets, tables

NAMES = datasets.names()
SECTIONS = ("## Tiếng Việt", "## English")
EXPECTED = {
    "acquisition", "campaign", "category_requirements", "cdnow", "cohort", "customer_equity", "grocery", "market", "past_contributions",
    "friends_activities", "friends_company", "friends_costs", "retention", "rfm_points", "rfm_response", "switching", "wallets",
    "moc_activities", "moc_contacts", "moc_costs", "moc_feedback", "moc_links", "moc_offers", "moc_orders", "moc_people", "moc_permissions",
    "moc_records", "moc_sources", "moc_survey", "moc_trial", "moc_truth",
}  # fmt: skip
MAY_BE_EMPTY = {  # columns where an empty cell means something, which the card says
    "acquisition": {"targeted", "spending"},
    "moc_feedback": {"rating", "resolved_on", "satisfied"},
    "moc_links": {"reason"},
    "moc_people": {"gender", "birthday", "email"},
    "moc_records": {"name", "phone", "email", "address", "birthday", "id_number", "tax_code", "account_no"},
}
KEYS = {
    "acquisition": ["campaign"],
    "campaign": ["plan"],
    "category_requirements": ["customer_id"],
    "cohort": ["period"],
    "customer_equity": ["year"],
    "friends_activities": ["activity"],
    "friends_company": ["customer_id"],
    "friends_costs": ["customer_id", "activity"],
    "grocery": ["customer_id", "date"],
    "moc_activities": ["activity"],
    "moc_contacts": ["contact_id"],
    "moc_costs": ["event_id"],
    "moc_feedback": ["feedback_id"],
    "moc_links": ["record_id"],
    "moc_offers": ["offer"],
    "moc_orders": ["order_id"],
    "moc_people": ["person_id"],
    "moc_permissions": ["record_id", "channel"],
    "moc_records": ["record_id"],
    "moc_sources": ["source"],
    "moc_survey": ["record_id"],
    "moc_trial": ["record_id"],
    "moc_truth": ["record_id"],
    "market": ["example", "firm", "period"],
    "past_contributions": ["customer_id", "period"],
    "retention": ["example", "period"],
    "rfm_points": ["customer_id", "purchase"],
    "rfm_response": ["measure", "code"],
    "switching": ["brand", "next_brand"],
    "wallets": ["example", "customer_id", "firm"],
}


def script(name):
    """What a script of the data folder defines, by name."""
    return runpy.run_path(str(datasets.FOLDER / f"{name}.py"))


def test_the_data_sets_are_these():
    assert EXPECTED == set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_it_loads_with_dates_as_dates_and_nothing_unread(name):
    table = datasets.load(name)

    assert len(table) and not table.columns.has_duplicates
    for column, kind in table.dtypes.items():
        is_date = column == "date" or column.endswith("_on")
        assert pd.api.types.is_datetime64_any_dtype(kind) if is_date else pd.api.types.is_numeric_dtype(kind) or pd.api.types.is_string_dtype(kind)
    assert set(table.columns[table.isna().any()]) <= MAY_BE_EMPTY.get(name, set())


@pytest.mark.parametrize("name", NAMES)
def test_two_loads_are_two_tables(name):
    first = datasets.load(name)
    column = first.columns[0]
    first[column] = None

    assert datasets.load(name)[column].notna().all()


@pytest.mark.parametrize("name", NAMES)
def test_its_card_names_every_column_in_both_languages(name):
    vietnamese, english = datasets.card(name).split(SECTIONS[1])
    columns = datasets.load(name).columns.tolist()

    assert datasets.card(name).startswith(f"# {name}\n")
    assert SECTIONS[0] in vietnamese
    for section in (vietnamese, english):
        assert columns == re.findall(r"^  - `(\w+)`: \S", section, re.MULTILINE)


@pytest.mark.parametrize("name", NAMES)
def test_its_card_says_grain_source_grade_and_licence(name):
    vietnamese, english = datasets.card(name).split(SECTIONS[1])

    for words, section in [
        (("Mỗi dòng là", "Các cột", "Nguồn", "Mức chứng cứ", "Giấy phép"), vietnamese),
        (("One row is", "Columns", "Source", "Evidence grade", "Licence"), english),
    ]:
        assert all(f"- **{word}**:" in section for word in words)


@pytest.mark.parametrize("path", sorted(path for path in datasets.FOLDER.iterdir() if path.is_file()), ids=lambda path: path.name)
def test_every_file_is_utf8_without_bom_and_ends_its_lines_alike(path):
    raw = path.read_bytes()

    assert not raw.startswith(b"\xef\xbb\xbf") and b"\r" not in raw and raw.endswith(b"\n")
    assert raw.decode("utf-8")
    assert path.stem in NAMES or path.name.startswith("make_")


@pytest.mark.parametrize("name", KEYS)
def test_its_rows_are_what_its_card_says(name):
    tables.unique(datasets.load(name), *KEYS[name], table_name=name)


def test_an_unknown_name_is_answered_with_the_list():
    with pytest.raises(ValueError) as refused:
        datasets.load("cdnov")

    assert str(refused.value).startswith("there is no data set 'cdnov'; there are acquisition, campaign, ")
    assert str(refused.value).endswith("Type datasets.load('cdnow'), for example.")
    for wrong in ("../README", "", 5):
        with pytest.raises(ValueError, match="there is no data set"):
            datasets.card(wrong)


def test_cdnow_is_the_published_sample():
    """WE-402: same-day orders count once, as lifetimes and the papers count them."""
    orders = datasets.load("cdnow")
    calibration = orders[orders.date <= "1997-09-30"].drop_duplicates(["customer_id", "date"])
    repeats = calibration.groupby("customer_id").size() - 1

    assert (6919, 2357) == (len(orders), orders.customer_id.nunique())
    assert list(range(1, 2358)) == sorted(orders.customer_id.unique())
    assert ("1997-01-01", "1998-06-30") == (f"{orders.date.min():%F}", f"{orders.date.max():%F}")
    assert orders.groupby("customer_id").date.min().max() < pd.Timestamp("1997-04-01")
    assert 2457 == repeats.sum()
    assert 946 == (repeats > 0).sum()
    assert [1411, 439, 214, 100, 62, 38, 29, 64] == repeats.clip(upper=7).value_counts().sort_index().tolist()


def test_cdnows_card_counts_what_is_there():
    orders = datasets.load("cdnow")
    calibration = orders[orders.date <= "1997-09-30"]

    assert 223 == orders.duplicated(["customer_id", "date"]).sum()
    assert 2603 == len(calibration) - 2357
    assert (8, 21) == ((orders.amount == 0).sum(), orders.duplicated().sum())
    assert all(number in datasets.card("cdnow") for number in ("6,919", "2,357", "2,457", "2,603", "223"))


def test_cdnow_is_made_line_by_line():
    line = " 00004 0001 19970118  2   29.73\r\n"

    assert [("1", "1997-01-18", "2", "29.73")] == list(script("make_cdnow")["rows"](line))


def test_grocery_is_what_its_script_makes():
    assert (datasets.FOLDER / "grocery.csv").read_text(encoding="utf-8") == script("make_grocery")["text"]()


def test_grocery_is_as_described():
    trips = datasets.load("grocery")

    assert 150 == trips.customer_id.nunique()
    assert {"Sông Xanh", "Đồi Chè", "Gió Nam"} == set(trips.firm)
    assert (2025, 2025) == (trips.date.dt.year.min(), trips.date.dt.year.max())
    assert (trips.amount > 0).all() and (trips.amount % 1000 == 0).all()


def test_the_small_tables_keep_what_they_promise():
    response, switching = datasets.load("rfm_response"), datasets.load("switching")
    contributions, campaign = datasets.load("past_contributions"), datasets.load("campaign")
    needs = datasets.load("category_requirements").set_index("customer_id")

    assert [0.0202] * 3 == pytest.approx(response.groupby("measure").response_rate.mean().tolist())
    assert [1] * 3 == pytest.approx(switching.groupby("brand").share.sum().tolist())
    assert (contributions.contribution == 0.3 * contributions.amount).all()
    assert campaign.responses.tolist() == pytest.approx((campaign.mailed * campaign.response_rate).tolist())
    assert 3 == (needs.bought / needs.required).idxmax() == needs.required.idxmax()


def test_naming_the_data_sets_needs_no_pandas():
    code = "import sys; from crmlab import datasets; datasets.card('cdnow'); print('pandas' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, encoding="utf-8", check=True)

    assert "False" == done.stdout.strip()
