"""Treatments, referrals, two ways of selling, the quality of data."""
import numpy as np
import pandas as pd
import pytest

from crmlab import profile

VALUES = pd.DataFrame({"customer_id": list("ABCDE"), "unrealised_value": [1000, 300, 0, np.nan, -500], "value_type": ["MGC", "MGC", "MVC", "MVC", "BZ"]})
TREATMENTS = pd.DataFrame({"treatment": ["visit", "letter"], "won": [0.5, 0.2], "cost": [200, 20]})


def test_the_best_treatment_of_five_customers_by_hand():
    found = profile.best_treatments(VALUES, TREATMENTS).set_index("customer_id")

    assert ["visit", "letter", "none", "none"] == found.loc[list("ABCE"), "treatment"].tolist()
    assert [300, 40, 0, 0] == found.loc[list("ABCE"), "gain"].tolist()
    assert found.loc["D"].isna().all(), "who has not told her wallet must be asked first"


def test_the_uplift_table_by_hand():
    found = profile.uplift_table(VALUES, TREATMENTS)

    assert [["visit", 4, -150.0, 1, 300.0], ["letter", 4, 180.0, 2, 220.0]] == found.to_numpy().tolist()


def test_groups_add_up_to_everybody():
    alone, grouped = profile.uplift_table(VALUES, TREATMENTS), profile.uplift_table(VALUES, TREATMENTS, by="value_type")

    assert 6 == len(grouped)
    totals = grouped.groupby("treatment", sort=False)[["customers", "gain_all", "pays", "gain_best"]].sum()
    assert totals.to_numpy().tolist() == alone.set_index("treatment").to_numpy().tolist()


def test_treating_each_her_own_way_is_never_worse_than_one_way_for_all():
    table = profile.uplift_table(VALUES, TREATMENTS)

    assert profile.best_treatments(VALUES, TREATMENTS)["gain"].sum() >= table["gain_best"].max() >= table["gain_all"].max()


def test_referrals_by_hand():
    assert 3 * (0.25 * 400 + 0.75 * 60 - 20) == profile.referral_value(3, 400, 60, caused=0.25, reward=20)
    assert [0.0, 310_000.0] == profile.referral_value(np.array([0, 2]), 300_000, 50_000, caused=0.5, reward=20_000).tolist()
    assert profile.referral_value(1, 100, 500, caused=0, reward=600) < 0, "a reward above what is saved"
    assert np.isnan(profile.referral_value(np.array([np.nan]), 100, 10)).all()


def test_a_customer_won_by_referral_costs_more_than_one_reward():
    assert [20, 40, 80] == profile.referral_cost(20, np.array([1, 0.5, 0.25])).tolist()


def test_selling_without_chance_is_the_sum_by_hand():
    sure = profile.SellingPolicy(leads=10, lead_cost=5, win_rate=1, first_margin=20, repeat_margin=8, stay=1, service_cost=3)
    found = profile.simulate_selling({"sure": sure}, months=3, runs=2)

    assert [10, 20, 30] == found["customers"].tolist()
    assert [200 - 50 - 30, 200 + 80 - 50 - 60, 200 + 160 - 50 - 90] == found["profit"].tolist()
    assert [120, 290, 510] == found["cumulative_profit"].tolist() == found["low"].tolist()


def test_the_mean_of_many_runs_is_what_is_expected():
    policy = profile.SellingPolicy(leads=100, win_rate=0.2, stay=0.8, referral_rate=0.1)
    found = profile.simulate_selling({"one": policy}, months=12, runs=4000)
    customers = [0.0]
    for _ in range(12):
        stayed = 0.8 * customers[-1]
        customers.append(stayed + 0.2 * (100 + 0.1 * stayed))

    assert np.allclose(customers[1:], found["customers"], rtol=0.01)


def test_the_same_seed_gives_the_same_table_and_a_policy_is_not_moved_by_its_neighbour():
    both = profile.simulate_selling(months=6, runs=5)
    more = profile.simulate_selling(profile.POLICIES | {"third": profile.SellingPolicy()}, months=6, runs=5)

    pd.testing.assert_frame_equal(both, profile.simulate_selling(months=6, runs=5))
    pd.testing.assert_frame_equal(both, more[: len(both)])
    assert not both.equals(profile.simulate_selling(months=6, runs=5, seed=2))


def test_one_step_selling_leads_first_and_is_overtaken():
    found = profile.simulate_selling().pivot(index="month", columns="policy", values="cumulative_profit")

    assert found.loc[6, "one_step"] > found.loc[6, "relationship"]
    assert found.loc[36, "relationship"] > found.loc[36, "one_step"]


RECORDS = pd.DataFrame(
    {
        "record_id": ["R1", "R2", "R3", "R4"],
        "source": ["web", "web", "till", "till"],
        "recorded_on": ["2025-12-01", "2025-06-01", "2020-01-01", "2025-12-30"],
        "name": ["An", "An", "Bình", " "],
        "phone": ["09", None, None, "08"],
    }
)
LINKS = pd.DataFrame({"record_id": ["R1", "R2", "R3"], "customer_id": ["An", "An", "Bình"]})


def test_the_quality_of_two_sources_by_hand():
    found = profile.data_quality(RECORDS, LINKS, as_of="2025-12-31", fields=("name", "phone"), fresh_days=365).set_index("source")

    assert ["web", "till", "all"] == list(found.index)
    assert [2, 0.75, 0.5, 1] == found.loc["web"].tolist()[:4], "R2 is An once more"
    assert [2, 0.5, 1, 0.5] == found.loc["till"].tolist()[:4], "R4 is linked to nobody: somebody of its own"
    assert [4, 0.625, 0.75, 0.75] == found.loc["all"].tolist()[:4]
    assert [2.25 / 3, 2 / 3] == pytest.approx(found["score"].tolist()[:2])


def test_weights_change_the_score():
    found = profile.data_quality(RECORDS, LINKS, as_of="2025-12-31", fields=("name", "phone"), fresh_days=365, weights={"filled": 1, "unique": 2, "fresh": 1}).set_index("source")

    assert [(0.75 + 1 + 1) / 4, (0.5 + 2 + 0.5) / 4] == pytest.approx(found.loc[["web", "till"], "score"].tolist())


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: profile.best_treatments(VALUES.drop(columns="unrealised_value"), TREATMENTS), "unrealised_value"),
        (lambda: profile.best_treatments(pd.concat([VALUES, VALUES]), TREATMENTS), "A"),
        (lambda: profile.best_treatments(VALUES, TREATMENTS.assign(won=50)), "0.5"),
        (lambda: profile.best_treatments(VALUES, TREATMENTS.assign(cost=-1)), "cost"),
        (lambda: profile.uplift_table(VALUES, TREATMENTS[:0]), "treatments"),
        (lambda: profile.uplift_table(VALUES, TREATMENTS, by="tier"), "tier"),
        (lambda: profile.referral_value(-1, 1, 1), "referrals"),
        (lambda: profile.referral_value(1, 1, 1, caused=50), "0.5"),
        (lambda: profile.referral_cost(10, caused=0), "caused"),
        (lambda: profile.SellingPolicy(stay=92), "0.92"),
        (lambda: profile.SellingPolicy(service_cost=-1), "service_cost"),
        (lambda: profile.simulate_selling({}), "policies must be a dictionary"),
        (lambda: profile.simulate_selling({"one": 5}), "policies must be a dictionary"),
        (lambda: profile.simulate_selling(months=0), "months"),
        (lambda: profile.data_quality(RECORDS.drop(columns="source"), LINKS, as_of="2025-12-31"), "source"),
        (lambda: profile.data_quality(RECORDS, LINKS, as_of="2025-12-31", fields=("fax",)), "fax"),
        (lambda: profile.data_quality(RECORDS, LINKS, as_of="2025-12-31", weights={"filled": 1}), "unique"),
        (lambda: profile.data_quality(pd.concat([RECORDS, RECORDS]), LINKS, as_of="2025-12-31"), "R1"),
    ],
)
def test_what_cannot_be_is_refused(call, said):
    with pytest.raises(ValueError, match=said):
        call()
