"""One turn of the loop: nobody and no đồng is lost or made, and a second turn knows more than the first."""
import pandas as pd
import pytest

from crmlab import identify, loop, words

DAY, NEXT = "2025-12-31", "2026-01-31"


@pytest.fixture(scope="module")
def firm(generator):
    """A small firm like the shipped one, with its truth."""
    return generator[0].firm(scale=0.2, seed=7)


@pytest.fixture(scope="module")
def tables_of(firm):
    """The firm's tables without the truth, under the names that turn asks for."""
    return {name: firm[f"moc_{name}"] for name in loop.NEEDED}


@pytest.fixture(scope="module")
def customers_answer(firm):
    people, truth = (firm[f"moc_{name}"] for name in ("people", "truth"))
    return lambda links, day, seed: loop.invented_customers(people, truth, links, as_of=day, seed=seed)


@pytest.fixture(scope="module")
def turns(tables_of, customers_answer):
    """Two turns, the second from what the first learned."""
    words.use("en")
    links = identify.link(tables_of["records"])
    first = loop.turn(tables_of, as_of=DAY, ask=customers_answer(links, DAY, 0), customers_asked=60)
    second = loop.turn(tables_of, as_of=NEXT, ask=customers_answer(links, NEXT, 1), before=first, customers_asked=60)
    return first, second


def test_every_record_is_somebodys_and_every_customer_has_a_record(turns, tables_of):
    for turned in turns:
        assert sorted(turned.links["record_id"]) == sorted(tables_of["records"]["record_id"])
        assert set(turned.links["customer_id"]) == set(turned.customers["customer_id"])
        assert turned.customers["customer_id"].is_unique


def test_no_money_is_lost_or_made(turns, tables_of):
    orders, costs = tables_of["orders"], tables_of["costs"].merge(tables_of["activities"], on="activity")
    for turned in turns:
        assert orders["amount"].sum() == turned.customers["revenue"].sum()
        assert orders["amount"].sum() - orders["direct_cost"].sum() == turned.customers["contribution_margin"].sum()
        assert (costs["quantity"] * costs["unit_cost"]).sum() == pytest.approx(turned.customers["cost_to_serve"].sum(), abs=0.01)
        assert turned.customers["profit"].sum() == pytest.approx((turned.customers["contribution_margin"] - turned.customers["cost_to_serve"]).sum())


def test_everybody_has_one_tier_one_type_and_one_offer(turns):
    for turned in turns:
        assert turned.customers[["tier", "value_type", "offer"]].notna().all(axis=None)


def test_the_second_turn_knows_more_than_the_first(turns):
    first, second = (loop.knowledge(turned).iloc[0] for turned in turns)

    assert len(turns[0].answers) > 10
    assert second["known"] > first["known"]
    assert second["open_bits"] < first["open_bits"]


def test_what_the_first_turn_learned_is_known_in_the_second(turns):
    first, second = turns
    told = first.answers.merge(second.customers, on="customer_id")

    assert all(row[row["field"]] == row["value"] for _, row in told.iterrows())


def test_nobody_is_asked_the_same_thing_twice(turns):
    first, second = turns
    both = first.answers.merge(second.asked, left_on=["customer_id", "field"], right_on=["customer_id", "question"])

    assert 0 == len(both)


def test_only_those_are_asked_whose_need_is_unknown_and_who_permit_it(turns, tables_of):
    for turned in turns:
        permissions = identify.assign(tables_of["permissions"], turned.links)
        forbidden = permissions[permissions["allowed"] == 0][["customer_id", "channel"]].drop_duplicates()

        assert 0 == len(turned.asked.merge(forbidden, on=["customer_id", "channel"]))
        assert len(turned.asked) <= 60 and turned.asked["customer_id"].is_unique


def test_a_turn_is_the_same_again_and_in_any_order_of_rows(turns, tables_of, customers_answer):
    links = turns[0].links
    shuffled = {name: table.sample(frac=1, random_state=2) for name, table in tables_of.items()}
    again = loop.turn(shuffled, as_of=DAY, ask=customers_answer(links, DAY, 0), customers_asked=60)

    columns = ["customer_id", "profit", "needs_group", "offer"]
    pd.testing.assert_frame_equal(turns[0].customers[columns].sort_values("customer_id", ignore_index=True), again.customers[columns].sort_values("customer_id", ignore_index=True))


def test_links_are_kept_while_the_records_are_the_same(turns):
    assert turns[0].links is turns[1].links


def test_links_that_the_firm_has_are_taken_unless_records_were_added(turns, tables_of):
    no_answer = lambda asked: pd.DataFrame(columns=["customer_id", "answered_on", "field", "value"])
    linked = tables_of | {"links": turns[0].links}
    newer = linked | {"records": pd.concat([tables_of["records"], tables_of["records"].tail(1).assign(record_id="R99999")])}

    assert loop.turn(linked, as_of=DAY, ask=no_answer).links is turns[0].links
    assert "R99999" in set(loop.turn(newer, as_of=DAY, ask=no_answer).links["record_id"])


def test_a_turn_without_any_answer_is_a_turn(turns, tables_of):
    silent = loop.turn(tables_of, as_of=DAY, before=turns[0], ask=lambda asked: pd.DataFrame(columns=["customer_id", "answered_on", "field", "value"]), customers_asked=5)

    assert len(silent.customers) == len(turns[0].customers)
    assert loop.knowledge(silent)["known"].iloc[0] == loop.knowledge(turns[0])["known"].iloc[0]


def test_a_missing_table_is_named(tables_of, language):
    words.use(language)

    with pytest.raises(ValueError, match="contacts"):
        loop.turn({name: table for name, table in tables_of.items() if name != "contacts"}, as_of=DAY, ask=None)


def test_an_answer_of_somebody_who_was_not_asked_is_refused(turns, tables_of, language):
    words.use(language)
    stranger = pd.DataFrame({"customer_id": ["C99999"], "answered_on": [DAY], "field": ["rating_gift"], "value": [5]})

    with pytest.raises(ValueError, match="C99999"):
        loop.turn(tables_of, as_of=DAY, before=turns[0], ask=lambda asked: stranger)
