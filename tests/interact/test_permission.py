"""Permission: nobody is contacted without it, nobody more often than she allows, and one contact too many costs answers."""
import itertools

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crmlab import interact

CHANNELS = ["phone", "email", "app"]
CONTACTS = pd.DataFrame({
    "customer_id": ["An", "An", "An", "Bình", "Chi"],
    "date": ["2025-12-02", "2025-12-20", "2025-11-30", "2025-12-05", "2026-01-02"],
    "channel": ["phone", "phone", "phone", "phone", "email"],
    "direction": ["out", "in", "out", "out", "out"],
    "answered": [1, 1, 0, 0, 1],
})  # fmt: skip
PERMISSIONS = pd.DataFrame(
    [["An", "phone", 1, 1, 2], ["An", "email", 1, 0, 4], ["Bình", "phone", 1, 1, 1], ["Chi", "phone", 0, 0, 3], ["Chi", "email", 1, 1, 1]],
    columns=["customer_id", "channel", "allowed", "preferred", "max_per_month"],
)
COSTS, MINUTES = {"phone": 15_000, "email": 500, "app": 100}, {"phone": 6, "email": 1, "app": 0.5}


def test_only_our_own_contacts_of_this_month_use_the_permission_up():
    found = interact.may_contact(CONTACTS, PERMISSIONS, as_of="2025-12-31").set_index(["customer_id", "channel"])

    assert (1, 1, "") == tuple(found.loc[("An", "phone"), ["may", "left", "reason"]])
    assert (0, 0, "limit_reached") == tuple(found.loc[("Bình", "phone"), ["may", "left", "reason"]])
    assert (0, 0, "not_allowed") == tuple(found.loc[("Chi", "phone"), ["may", "left", "reason"]])
    assert 1 == found.loc[("Chi", "email"), "left"], "a contact after as_of is not known yet"


def test_one_no_is_a_no_even_when_another_record_says_yes():
    twice = pd.concat([PERMISSIONS, PERMISSIONS.assign(allowed=0, max_per_month=9)])
    found = interact.may_contact(CONTACTS, twice, as_of="2025-12-31")

    assert 0 == found["may"].sum()
    assert len(PERMISSIONS) == len(found)


@st.composite
def firms(draw):
    people = st.sampled_from("ABCDE")
    day = st.integers(0, 89).map(lambda d: pd.Timestamp("2025-10-15") + pd.Timedelta(days=d))
    contact = st.tuples(people, day, st.sampled_from(CHANNELS), st.sampled_from(["in", "out"]), st.integers(0, 1))
    permission = st.tuples(people, st.sampled_from(CHANNELS), st.integers(0, 1), st.integers(0, 1), st.integers(0, 3))
    contacts = pd.DataFrame(draw(st.lists(contact, min_size=1, max_size=30)), columns=["customer_id", "date", "channel", "direction", "answered"])
    return contacts, pd.DataFrame(draw(st.lists(permission, min_size=1, max_size=15)), columns=list(PERMISSIONS))


@settings(deadline=None, max_examples=60)
@given(firms(), st.integers(0, 2**31))
def test_nobody_without_permission_is_ever_planned_and_all_limits_hold(firm, seed):
    contacts, permissions = firm
    rng = np.random.default_rng(seed)
    options = interact.may_contact(contacts, permissions, as_of="2025-12-31")
    options["chance"], options["value"] = rng.random(len(options)), rng.integers(0, 200_000, len(options))
    plan = interact.contact_plan(options, unit_costs=COSTS, minutes=MINUTES, hours=0.2, budget=20_000)
    said_no = set(map(tuple, permissions.loc[permissions["allowed"] == 0, ["customer_id", "channel"]].to_numpy()))
    used = contacts[(contacts["direction"] == "out") & (contacts["date"] >= "2025-12-01") & (contacts["date"] <= "2025-12-31")]

    for who, channel in zip(plan["customer_id"], plan["channel"]):
        rows = permissions[(permissions["customer_id"] == who) & (permissions["channel"] == channel)]
        already = ((used["customer_id"] == who) & (used["channel"] == channel)).sum()
        assert len(rows) and (who, channel) not in said_no
        assert already + 1 <= rows["max_per_month"].min()
    assert plan["customer_id"].is_unique
    assert plan["cost"].sum() <= 20_000 and plan["minutes"].sum() <= 12
    assert (plan["gain"] > 0).all()


def options(chances, values, channels=("phone", "email")):
    rows = [(who, channel) for who in range(len(values)) for channel in channels]
    found = pd.DataFrame(rows, columns=["customer_id", "channel"])
    return found.assign(may=1, chance=np.ravel(chances), value=np.repeat(values, len(channels)))


def best_gain(found, hours, budget):
    """Every plan there is, tried out."""
    best, people = 0, [rows for _, rows in found.groupby("customer_id")]
    for chosen in itertools.product(*[[None, *rows.itertuples()] for rows in people]):
        rows = [row for row in chosen if row is not None]
        cost, minutes = sum(COSTS[row.channel] for row in rows), sum(MINUTES[row.channel] for row in rows)
        if cost <= budget and minutes <= 60 * hours:
            best = max(best, sum(row.chance * row.value - COSTS[row.channel] for row in rows))
    return best


@pytest.mark.parametrize("seed", range(6))
def test_the_plan_is_near_the_best_of_all_plans(seed):
    rng = np.random.default_rng(seed)
    found = options(rng.uniform(0.05, 0.6, (6, 2)), rng.integers(20_000, 200_000, 6))
    plan = interact.contact_plan(found, unit_costs=COSTS, minutes=MINUTES, hours=0.35, budget=60_000)

    assert 0.85 * best_gain(found, 0.35, 60_000) <= plan["gain"].sum() <= best_gain(found, 0.35, 60_000) + 1e-6


def test_with_plenty_of_time_and_money_everybody_is_contacted_once():
    plan = interact.contact_plan(options([[0.5, 0.2]] * 4, [100_000] * 4), unit_costs=COSTS, minutes=MINUTES, hours=100, budget=10**7)

    assert {0, 1, 2, 3} == set(plan["customer_id"]) and 4 == len(plan)


def tired_contacts(effect, people=300, seed=1):
    """Contacts once a week for five weeks; each earlier one in the 30 days before multiplies the chance by the effect."""
    rng = np.random.default_rng(seed)
    own, rows = rng.uniform(0.3, 0.7, people), []
    for who, week in itertools.product(range(people), range(5)):
        rows.append((who, pd.Timestamp("2025-06-01") + pd.Timedelta(weeks=week), "phone", "out", int(rng.random() < own[who] * effect ** min(week, 4))))
    return pd.DataFrame(rows, columns=["customer_id", "date", "channel", "direction", "answered"])


def test_fatigue_is_seen_where_it_is_and_not_where_it_is_not():
    tired, fresh = (interact.fatigue(tired_contacts(effect), as_of="2025-12-31").set_index("recent") for effect in (0.7, 1.0))

    assert tired["answer_rate"].is_monotonic_decreasing
    assert tired.loc[0, "low"] > tired.loc[3, "high"]
    assert abs(fresh.loc[0, "answer_rate"] - fresh.loc[3, "answer_rate"]) < 0.08


def test_fatigue_counts_contacts_as_a_slow_loop_does():
    contacts = tired_contacts(0.8, people=20)
    found = interact.fatigue(contacts, as_of="2025-12-31").set_index("recent")
    counted = {}
    for row in contacts.itertuples():
        before = sum(1 for other in contacts.itertuples() if other.customer_id == row.customer_id and 0 < (row.date - other.date).days <= 30)
        counted.setdefault(min(before, 3), []).append(row.answered)

    assert {recent: len(answers) for recent, answers in counted.items()} == found["contacts"].to_dict()
    assert {recent: pytest.approx(sum(answers) / len(answers)) for recent, answers in counted.items()} == found["answer_rate"].to_dict()


def test_a_chance_lies_between_the_channel_and_the_customers_own_answers():
    contacts = tired_contacts(1.0)
    rate = contacts["answered"].mean()
    asked = pd.DataFrame({"customer_id": [0, 1, 2, 999], "channel": "phone"})
    found = interact.answer_chance(contacts, asked, as_of="2025-12-31")
    own = contacts.groupby("customer_id")["answered"].mean()

    for who, chance in zip(found["customer_id"][:3], found["chance"]):
        assert min(rate, own[who]) - 1e-9 <= chance <= max(rate, own[who]) + 1e-9
    assert rate == pytest.approx(found["chance"].iloc[3]), "of whom we know nothing we expect what all do"


def test_whoever_was_contacted_lately_answers_less():
    contacts = tired_contacts(0.6)
    asked = pd.DataFrame({"customer_id": range(50), "channel": "phone"})
    soon, later = (interact.answer_chance(contacts, asked, as_of=day)["chance"].mean() for day in ("2025-06-30", "2025-12-31"))

    assert soon < 0.8 * later


@pytest.mark.parametrize("call", [
    lambda: interact.may_contact(CONTACTS, PERMISSIONS.drop(columns="allowed"), as_of="2025-12-31"),
    lambda: interact.may_contact(CONTACTS, PERMISSIONS.assign(allowed=2), as_of="2025-12-31"),
    lambda: interact.may_contact(CONTACTS, PERMISSIONS, as_of="31/12/2025"),
    lambda: interact.fatigue(CONTACTS[CONTACTS["direction"] == "in"], as_of="2025-12-31"),
    lambda: interact.contact_plan(options([[0.5, 0.2]], [1]), unit_costs={"phone": 1}, minutes=MINUTES, hours=1, budget=1),
    lambda: interact.contact_plan(options([[0.5, 0.2]], [1]), unit_costs=COSTS, minutes=MINUTES, hours=0, budget=1),
])  # fmt: skip
def test_what_cannot_be_is_refused(call, language):
    with pytest.raises(ValueError):
        call()
