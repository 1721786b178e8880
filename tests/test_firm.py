"""The generator of Mộc: the shipped files are what it makes, the truth is known and told nowhere else, the damage is there."""
import re
import unicodedata

import numpy as np
import pandas as pd
import pytest

from crmlab import datasets

NAMES = [name for name in datasets.names() if name.startswith("moc_") and name != "moc_links"]
OF_RECORDS = ["moc_orders", "moc_costs", "moc_survey", "moc_contacts", "moc_permissions", "moc_feedback", "moc_trial", "moc_truth"]
TODAY = pd.Timestamp("2025-12-31")


@pytest.fixture(scope="session")
def written(generator, tmp_path_factory):
    """The folder the script wrote."""
    folder = tmp_path_factory.mktemp("firm")
    assert sorted(NAMES) == sorted(name for name, _ in generator[1].write(folder))
    return folder


@pytest.fixture(scope="module")
def firm():
    """The shipped tables, by name."""
    return {name: datasets.load(name) for name in NAMES}


@pytest.fixture(scope="module")
def records(firm):
    text = ["name", "phone", "email", "address", "birthday", "id_number", "tax_code", "account_no"]
    return firm["moc_records"].fillna(dict.fromkeys(text, "")).assign(person_id=firm["moc_truth"].person_id)


def person_of(firm, table):
    return table.record_id.map(firm["moc_truth"].set_index("record_id").person_id)


@pytest.mark.parametrize("name", NAMES)
def test_the_shipped_file_is_what_the_script_makes(written, name):
    assert (datasets.FOLDER / f"{name}.csv").read_bytes() == (written / f"{name}.csv").read_bytes()


def test_another_seed_is_another_firm_and_a_scale_another_size(generator):
    small, other = generator[0].firm(0.1, seed=7), generator[0].firm(0.1, seed=8)

    assert 300 == len(small["moc_people"]) == len(other["moc_people"])
    assert 450 < len(small["moc_records"]) < 650
    assert (90, 120) == (len(small["moc_survey"]), len(small["moc_trial"]))
    assert not small["moc_records"].equals(other["moc_records"])
    for name, table in generator[0].firm(0.1, seed=7).items():
        pd.testing.assert_frame_equal(small[name], table)


def test_it_draws_from_no_common_stream(generator):
    np.random.seed(1)
    before = np.random.get_state()[1].copy()
    generator[0].firm(0.02)

    assert (before == np.random.get_state()[1]).all()


def test_the_firm_has_the_size_its_card_says(firm):
    sizes = {name: len(table) for name, table in firm.items()}

    assert 3000 == sizes["moc_people"] and 5000 <= sizes["moc_records"] <= 5500 and 20_000 <= sizes["moc_orders"] <= 25_000
    assert 0.08 == (firm["moc_people"].kind == "company").mean()
    assert 5_000_000 > sum((datasets.FOLDER / f"{name}.csv").stat().st_size for name in datasets.names() if name.startswith("moc_"))
    for name in ("moc_records", "moc_people", "moc_orders", "moc_costs", "moc_contacts", "moc_permissions", "moc_feedback", "moc_survey", "moc_trial"):
        assert f"({sizes[name]:,}" in datasets.card(name).split("## English")[1] or f"{sizes[name]:,} " in datasets.card(name)


def test_the_truth_covers_each_record_once(firm):
    truth, people = firm["moc_truth"], firm["moc_people"]
    homes = people.set_index("person_id").household_id

    assert sorted(truth.record_id) == sorted(firm["moc_records"].record_id) and truth.record_id.is_unique
    assert set(truth.person_id) == set(people.person_id)
    assert (truth.person_id.map(homes) == truth.household_id).all()
    assert {1, 2, 3, 4, 5} == set(truth.groupby("person_id").size())


@pytest.mark.parametrize("name", OF_RECORDS)
def test_each_record_of_a_table_is_there(firm, name):
    assert set(firm[name].record_id) <= set(firm["moc_records"].record_id)


@pytest.mark.parametrize("name", ["moc_survey", "moc_trial"])
def test_a_person_is_asked_once(firm, name):
    assert person_of(firm, firm[name]).is_unique


@pytest.mark.parametrize("name", ["moc_orders", "moc_costs", "moc_contacts", "moc_feedback"])
def test_nothing_is_booked_before_its_record_or_after_today(firm, name):
    table = firm[name]
    recorded = table.record_id.map(firm["moc_records"].set_index("record_id").recorded_on)

    assert (table.date >= recorded).all() and (table.date <= TODAY).all() and (table.date >= "2024-01-01").all()


def test_no_table_tells_whose_a_record_is(firm):
    tells = {"person_id", "household_id", "needs_group", "customer_id"}
    number = firm["moc_records"].record_id.str[1:].astype(int)
    person = person_of(firm, firm["moc_records"])
    later = person.duplicated()

    assert not [name for name, table in firm.items() if name not in ("moc_truth", "moc_people") and tells & set(table)]
    assert abs(np.corrcoef(number, person.str[1:].astype(int))[0, 1]) < 0.05
    assert np.median(np.abs(number[later].to_numpy() - number.groupby(person).transform("first")[later])) > 500
    assert not [name for name in OF_RECORDS if name != "moc_truth" for column in firm[name].select_dtypes("str") if firm[name][column].str.fullmatch(r"[PH]\d{5}").any()]


def test_money_is_positive_and_whole(firm):
    for name, column in [("moc_orders", "amount"), ("moc_orders", "direct_cost"), ("moc_activities", "unit_cost"), ("moc_survey", "wallet"), ("moc_people", "wallet"), ("moc_offers", "price"), ("moc_offers", "unit_cost")]:
        assert (firm[name][column] > 0).all() and (firm[name][column] % 1 == 0).all(), (name, column)
    assert (firm["moc_costs"].quantity > 0).all() and (firm["moc_offers"].price > firm["moc_offers"].unit_cost).all()
    assert set(firm["moc_costs"].activity) == set(firm["moc_activities"].activity)


def has(records, pattern, column="phone"):
    return int(records[column].str.contains(pattern).sum())


def test_every_kind_of_damage_is_there(records):
    name, digits = records.name, records.phone.str.replace(r"\D", "", regex=True)
    apart = lambda column: sum(unicodedata.normalize("NFC", text) != text for text in column)
    counts = {
        "NFD": apart(name), "NFD address": apart(records.address), "no marks": int(name.map(str.isascii).sum()), "capitals": int(name.map(str.isupper).sum()),
        "Ð": has(records, "Ð", "name"), "?": has(records, r"\w\?", "name"), "hoà": has(records, r"(?i:[^q]uỳ|oà|oá|uý)\b", "name"), "hòa": has(records, r"(?i:òa|óa|ùy|úy)\b", "name"),
        "honorific": has(records, r"^(?i:anh|chị|cô|chú|bác|a\.|c\.|ms|mr)", "name"), "note": has(records, r"\(|- ", "name"), "initials": has(records, r"^\w\.", "name"),
        "+84": has(records, r"\+84"), "0084": has(records, r"^0084"), "84": has(records, r"^84\d"), "no 0": has(records, r"^[3-9]\d{8}$"), "spreadsheet": has(records, r"E\+"),
        "old prefix": int(digits.str.match(r"(0|84|0084)?1[2689]\d{8}$").sum()), "two numbers": has(records, r"\d\s*(?:/|,|;|hoặc)"), "extension": has(records, "ext|máy lẻ|xin"), "spaces": has(records, r"\d \d"), "dots": has(records, r"\d\.\d"), "(0)": has(records, r"^\("),
        "mail typo": has(records, r"(?i)gmial|\.con$|gamil|gmai\.|yaho\.|gmailcom", "email"), "+tag": has(records, r"\+", "email"), "mail capitals": has(records, "[A-Z]", "email"),
        "Sài Gòn": has(records, r"Sài Gòn|\bSG\b", "address"), "Q1": has(records, r"Q\.? ?\d", "address"), "Quận Nhất": has(records, "Quận (?:Nhất|Ba|Năm|Bảy|Mười)", "address"),
        "year only": has(records, r"^\d{4}$", "birthday"), "Y-m-d": has(records, r"^\d{4}-", "birthday"), "01/01": has(records, "^01/01/", "birthday"),
        "9 digits": has(records, r"^[\d ]{9,11}$", "id_number"), "12 digits": has(records, r"^[\d ]{12,15}$", "id_number"), "branch": has(records, r"-\d{3}$", "tax_code"),
    }  # fmt: skip
    few = {"Quận Nhất", "spreadsheet", "?", "initials", "extension", "branch", "+tag", "mail typo", "01/01"}

    assert {} == {kind: count for kind, count in counts.items() if count < (3 if kind in few else 20)}, counts


def test_old_prefixes_are_mostly_of_old_records(records):
    digits = records.phone.str.replace(r"\D", "", regex=True)
    old, before = digits.str.match(r"(0|84|0084)1[2689]\d{8}$"), records.recorded_on < "2018-09-15"
    late = old & (records.recorded_on >= "2019-12-31")

    assert (old & before).sum() > 100 and 0 < (old & ~before).sum() < 40 and late.sum() < 15


def test_new_addresses_are_of_new_records(records):
    after = records.recorded_on >= "2025-07-01"
    wards = r"\bp(?:huong|\.)? ?(?:sai gon|hanh thong|cau kieu|ban co|gia dinh|bay hien|cho quan|vuon lai|duc nhuan|nhieu loc|an dong|tan my)\b"
    new = records.address.map(plain).str.contains(wards)

    assert new[after].sum() >= 5 and 0 == new[~after].sum()


def test_sources_have_their_habits(records):
    filled = records.groupby("source")[["name", "phone", "email", "address", "id_number"]].agg(lambda column: (column != "").mean())
    words = records.name.str.split().str.len().groupby(records.source).mean()

    assert filled.phone.min() > 0.7 and filled.name.min() > 0.95
    assert filled.email["web"] > 0.6 and filled.email["till"] < 0.1 and filled.address["till"] < 0.1 and filled.id_number["paper"] > 0.3
    assert words["till"] < words["web"] - 0.5
    assert (records[records.source == "paper"].recorded_on < "2019-01-01").all()


def test_few_records_hold_almost_nothing(records):
    rest = records[["phone", "email", "address", "birthday", "id_number", "tax_code", "account_no"]]

    assert 0.01 < (rest == "").all(axis=1).mean() < 0.03
    assert not (rest.assign(name=records.name) == "").all(axis=1).any()


def test_people_are_like_people(firm):
    people = firm["moc_people"]
    persons = people[people.kind == "person"]

    assert 0.34 < persons.name.str.startswith("Nguyễn ").mean() < 0.43
    assert 0.04 < persons.phone.duplicated(keep=False).mean() < 0.09
    assert persons.name.duplicated(keep=False).mean() > 0.2
    twins = persons.groupby("household_id").name.agg(lambda names: len({plain(name) for name in names}) < len(set(names)))
    assert twins.sum() >= 5
    assert persons.email.dropna().duplicated().mean() < 0.03


def plain(text):
    letters = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def test_citizen_cards_agree_with_birth_and_sex(firm, records):
    people = firm["moc_people"].set_index("person_id").loc[records.person_id].reset_index()
    card = records.id_number.str.replace(" ", "")
    right = card.str.fullmatch(r"\d{12}")
    sex = card[right].str[3].astype(int).to_numpy()
    born = people.birthday[right.to_numpy()].str[:4].astype(int).to_numpy()

    assert right.sum() > 50
    assert (sex % 2 == (people.gender[right.to_numpy()] == "f")).mean() > 0.97
    assert (1900 + 100 * (sex // 2) + card[right].str[4:6].astype(int).to_numpy() == born).mean() > 0.95


def test_tax_codes_have_their_check_digit(generator):
    from firm import numbers, people

    codes = people.everybody(600, 3).query("kind == 'company'").tax
    weights = (31, 29, 23, 19, 17, 13, 7, 5, 3)

    assert codes.str.fullmatch(r"\d{10}(-\d{3})?").all() and codes.is_unique and codes.str.len().nunique() == 2
    assert all(10 - sum(w * int(d) for w, d in zip(weights, code, strict=False)) % 11 == int(code[9]) for code in codes)
    assert "0100109106" == numbers._checked("010010910")  # Viettel's, published on its invoices


def test_value_is_skewed_and_service_changes_the_ranking(firm):
    orders, costs = firm["moc_orders"], firm["moc_costs"].merge(firm["moc_activities"])
    margin = (orders.amount - orders.direct_cost).groupby(person_of(firm, orders)).sum()
    revenue = orders.amount.groupby(person_of(firm, orders)).sum()
    profit = margin.sub((costs.quantity * costs.unit_cost).groupby(person_of(firm, costs)).sum(), fill_value=0)
    top = margin.nlargest(len(margin) // 5).sum() / margin.sum()

    assert 0.6 < top < 0.73
    assert 0.025 < (profit < 0).mean() < 0.06
    assert 50 < len(set(revenue.nlargest(100).index) & set(profit.nlargest(100).index)) < 85
    assert (profit[revenue.nlargest(60).index] < 0).any()


def test_some_customers_stop_and_some_slow_down(firm, generator):
    from firm import orders as making
    from firm import people, records

    who = people.everybody(3000, 2026)
    typed = records.records(who, 2026)
    habit = making.habits(who, typed.groupby("person").day.min().to_numpy(), 2026)
    orders = firm["moc_orders"].assign(person_id=person_of(firm, firm["moc_orders"]))
    slow = orders[orders.person_id.isin(who.person_id[habit.slows.to_numpy()])].drop_duplicates(["person_id", "date"])
    usual = slow[slow.date < "2025-07-01"].groupby("person_id").date.agg(lambda days: days.sort_values().diff().dt.days.median())
    silent = slow.groupby("person_id").date.agg(lambda days: max([(TODAY - days.max()).days, *days[days >= "2025-08-01"].sort_values().diff().dt.days.dropna()]))

    assert 0.02 < habit.slows.mean() < 0.035
    assert (silent / usual > 1.5).mean() > 0.95
    assert 0.15 < (orders.groupby("person_id").date.max() < "2025-07-01").mean() < 0.6


def test_needs_can_be_read_from_the_survey_and_differ_from_what_is_bought(firm):
    survey, people = firm["moc_survey"], firm["moc_people"].set_index("person_id")
    group = people.needs_group[person_of(firm, survey)].to_numpy()
    asked = survey.filter(regex="^rating_|^want_").to_numpy(dtype=float)
    centres = np.array([asked[group == name].mean(axis=0) for name in sorted(set(group))])
    nearest = np.array(sorted(set(group)))[((asked[:, None] - centres) ** 2).sum(axis=2).argmin(axis=1)]
    serves = {"trà sen mang đi": "quick", "trà đào mang đi": "quick", "hồng trà sữa": "quick", "ấm trà tại quán": "place", "set trà chiều": "place"}
    orders = firm["moc_orders"].assign(person_id=person_of(firm, firm["moc_orders"]))
    bought = orders["product"].map(serves).fillna(orders["product"].map(lambda name: "gift" if name.startswith("hộp") else "office" if "túi lọc" in name or "họp" in name else "health"))
    main = orders.assign(need=bought).groupby(["person_id", "need"]).amount.sum().reset_index().sort_values("amount").drop_duplicates("person_id", keep="last").set_index("person_id").need

    assert 0.85 < (nearest == group).mean() < 0.999
    assert 0.15 < (main != people.needs_group[main.index]).mean() < 0.35


def test_nobody_spends_more_with_us_than_everywhere(firm):
    orders, people = firm["moc_orders"], firm["moc_people"].set_index("person_id")
    spent = orders[orders.date >= "2025-01-01"].groupby(person_of(firm, orders)).amount.sum() / 12
    survey = firm["moc_survey"].set_index(person_of(firm, firm["moc_survey"])).wallet

    assert (people.wallet.reindex(spent.index) >= spent).all()
    assert (survey >= spent.reindex(survey.index).fillna(0)).all()


def test_fatigue_and_permission_show_in_the_answers(firm):
    contacts = firm["moc_contacts"].query("direction == 'out'")
    contacts = contacts.assign(person_id=person_of(firm, contacts)).merge(firm["moc_permissions"][["record_id", "channel", "allowed", "preferred"]], how="left")
    pairs = contacts[["contact_id", "person_id", "date"]].merge(contacts[["person_id", "date"]], on="person_id")
    recent = pairs[(pairs.date_y < pairs.date_x) & (pairs.date_x - pairs.date_y <= pd.Timedelta(days=30))].groupby("contact_id").size()
    tired = contacts.contact_id.map(recent).fillna(0)

    assert contacts.answered[tired == 0].mean() > contacts.answered[tired == 1].mean() > contacts.answered[tired >= 3].mean() + 0.03
    plain = contacts[contacts.preferred == 0].groupby("allowed").answered.mean()
    assert plain[1] > plain[0] + 0.25
    assert contacts.answered[contacts.preferred == 1].mean() > plain[1] + 0.05
    assert contacts.answered[contacts.channel == "app"].mean() > contacts.answered[contacts.channel == "email"].mean()


def test_permissions_are_whole(firm):
    permissions = firm["moc_permissions"]

    assert (permissions.groupby("record_id").channel.nunique() == 4).all()
    assert (permissions.groupby("record_id").preferred.sum() <= 1).all()
    assert (permissions.allowed >= permissions.preferred).all()
    assert ((permissions.max_per_month > 0) == (permissions.allowed == 1)).all()


def test_complaints_settled_late_leave_anger_and_the_angry_leave(firm):
    complaints = firm["moc_feedback"].query("kind == 'complaint'")
    wait = (complaints.resolved_on - complaints.date).dt.days
    last = firm["moc_orders"].groupby(person_of(firm, firm["moc_orders"])).date.max()
    gone = (last[person_of(firm, complaints)].to_numpy() - complaints.date.to_numpy()) / np.timedelta64(1, "D") < 22
    early = (complaints.date < "2025-07-01").to_numpy()

    assert complaints.satisfied[wait <= 7].mean() > 0.7 and complaints.satisfied[wait > 7].mean() < 0.35
    assert (wait.dropna() >= 0).all() and firm["moc_feedback"].query("kind != 'complaint'").resolved_on.isna().all()
    assert gone[early & (complaints.satisfied == 0).to_numpy()].mean() > gone[early & (complaints.satisfied == 1).to_numpy()].mean() + 0.15


def test_the_trial_was_drawn_at_random_and_has_the_lift_its_card_says(firm, generator):
    trial = firm["moc_trial"]
    bought = trial.groupby("treated").responded.sum()
    large = generator[0].firm(10, seed=5)
    group = large["moc_people"].set_index("person_id").needs_group[person_of(large, large["moc_trial"])].to_numpy()
    rate = large["moc_trial"].groupby([group == "health", "treated"]).responded.mean()

    assert [600, 600] == trial.treated.value_counts().tolist()
    assert f"{bought[1]} of 600 sent and {bought[0]} of 600 of the control" in datasets.card("moc_trial")
    assert [0.04, 0.07, 0.04, 0.17] == pytest.approx(rate.tolist(), abs=0.015)
    assert ((trial.amount > 0) == (trial.responded == 1)).all() and ((trial.cost > 0) == (trial.treated == 1)).all()


def test_each_needs_group_has_a_plain_and_a_full_offer(firm):
    offers = firm["moc_offers"].assign(count=firm["moc_offers"].modules.str.count(re.escape("+")))

    assert {2} == set(offers.groupby("need").size()) and set(offers.need) == set(firm["moc_people"].needs_group)
    assert (offers.groupby("need")["count"].nunique() == 2).all()
