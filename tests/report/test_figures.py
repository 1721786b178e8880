"""The report's figures are those of the rooms, on any file; and what cannot be computed says why instead of failing."""
import numpy as np
import pandas as pd
import pytest

from crmlab import datasets, differentiate, interact, measure, models, report, words
from crmlab.metrics import strategic

CDNOW = datasets.FOLDER / "cdnow.csv"
AS_OF = "1998-06-30"


@pytest.fixture(scope="module")
def cdnow(run_cells):
    return run_cells(source=str(CDNOW))


@pytest.fixture(scope="module")
def orders():
    return datasets.load("cdnow")


def test_the_tiers_are_those_of_differentiate(cdnow, orders):
    revenue = orders.groupby("customer_id", as_index=False)["amount"].sum().rename(columns={"amount": "revenue"})
    totals = differentiate.tier_totals(differentiate.tiers(revenue, by="revenue"), by="revenue")

    pd.testing.assert_frame_equal(totals, cdnow[1]["totals"])
    best = revenue["revenue"].nlargest(118).sum() / revenue["revenue"].sum()
    assert f"bring {100 * best:.0f}% of the revenue" in repr(cdnow[0]["pyramid-read"])


def test_the_rfm_codes_are_those_of_measure(cdnow, orders):
    scores = measure.rfm(orders, as_of=AS_OF)

    pd.testing.assert_frame_equal(scores, cdnow[1]["scores"], check_dtype=False)
    assert f"The {(scores['rfm'] == '111').sum()} customers with code 111" in repr(cdnow[0]["rfm-read"])


def test_cohorts_are_those_of_measure_and_the_retention_rate_is_a_loop_over_them(cdnow, orders):
    cohorts = measure.cohort_survival(orders, as_of=AS_OF, period="M")
    kept = before = later = 0
    for _, cohort in cohorts.groupby("cohort"):
        left = dict(zip(cohort["age"], cohort["survivors"]))
        later += sum(left.values()) - left[0]
        for age in range(1, max(left) - 6 + 1):
            kept, before = kept + left[age], before + left[age - 1]
    first = orders.groupby("customer_id")["date"].transform("min")

    known = cdnow[1]["known"]
    assert len(cohorts) == len(cdnow[1]["cohorts"])
    assert pytest.approx(kept / before) == known.retention_rate
    assert pytest.approx(orders.loc[pd.to_datetime(orders["date"]) > pd.to_datetime(first), "amount"].sum() / later) == known.revenue


def test_alarms_are_those_of_interact_for_the_best_fifth(cdnow, orders):
    revenue = orders.groupby("customer_id")["amount"].sum()
    best = revenue.sort_index().sort_values(ascending=False, kind="stable").index[: int(np.ceil(len(revenue) / 5))]
    alarms = interact.alerts(orders[orders["customer_id"].isin(best)], as_of=AS_OF)
    rung = alarms[(alarms["alarm"] == 1) & (alarms["rings_on"] > pd.Timestamp(AS_OF) - pd.Timedelta(days=90))]

    assert set(rung["customer_id"]) == set(cdnow[1]["recent"]["customer_id"])
    top = revenue[rung["customer_id"]].idxmax()
    assert str(top) == cdnow[0]["alerts-list"].rows[0][0]
    assert f"Of {len(alarms)} valuable customers" in repr(cdnow[0]["alerts-read"])


def test_the_model_is_that_of_models_on_the_same_summary(cdnow, orders):
    summary = measure.purchase_summary(orders, as_of=AS_OF, period="W")
    model = models.BGNBD.fit(summary)
    alive = model.p_alive(summary["x"], summary["t_x"], summary["T"])

    assert pytest.approx(model.log_likelihood) == cdnow[1]["model"].log_likelihood
    assert pytest.approx(np.asarray(alive)) == cdnow[1]["both"]["p_alive"].to_numpy()
    ahead = models.predict(summary, model, models.GammaGamma.fit(summary), periods=12 * 365.25 / 12 / 7)
    assert words.number(ahead["expected_value"].sum(), 0) in repr(cdnow[0]["future-read"])


def test_the_holdout_counts_the_days_bought_after_two_thirds_of_the_time(cdnow, orders):
    days = orders.drop_duplicates(["customer_id", "date"])
    split = pd.Timestamp("1997-01-01") + (pd.Timestamp(AS_OF) - pd.Timestamp("1997-01-01")) * 2 / 3
    later = days[pd.to_datetime(days["date"]) > split.normalize()]

    assert f"there were {words.number(len(later))}" in repr(cdnow[0]["holdout-read"])


def test_lifetime_value_moves_with_its_assumptions(cdnow):
    known, values = cdnow[1]["known"], cdnow[1]["values"]
    monthly = 1.10 ** (1 / 12) - 1
    by_hand = sum(known.revenue * (known.retention_rate / (1 + monthly)) ** month for month in range(1, 13))

    assert pytest.approx(by_hand) == values[1][1] == strategic.lifetime_value(known.revenue, monthly, known.retention_rate, 12)
    assert values[0][1] < values[1][1] < values[2][1]
    assert values[1][0] > values[1][1] > values[1][2]


def test_a_margin_changes_the_money_and_takes_the_warning_away(cdnow, run_cells):
    shown, names = run_cells(source=str(CDNOW), margin=0.25)

    assert pytest.approx(0.25 * np.array(cdnow[1]["values"])) == np.array(names["values"])
    assert "revenue, not profit" in repr(cdnow[0]["lifetime-read"])
    assert "revenue, not profit" not in repr(shown["lifetime-read"])


@pytest.mark.parametrize("kind", ["parquet", "duckdb"])
def test_a_relation_gives_what_the_table_gives(kind, written, run_cells):
    (shown, names), (here, table) = run_cells(source=str(written(kind))), run_cells(source=str(written("csv")))

    assert type(names["data"].orders).__name__ == "DuckDBPyRelation"
    for cell in ("identification-read", "pyramid-read", "rfm-read", "cohorts-read", "retention-read", "alerts-read", "lifetime-read"):
        assert repr(here[cell]) == repr(shown[cell]), cell
    assert table["known"] == pytest.approx(names["known"])


def test_share_of_wallet_from_a_survey(tmp_path, run_cells):
    (tmp_path / "orders.csv").write_text("customer_id,date,amount\nA,2026-01-05,30\nB,2026-02-05,10\nC,2026-02-06,99\n", encoding="utf-8")
    (tmp_path / "survey.csv").write_text("customer_id,amount\nA,10\nB,90\n", encoding="utf-8")

    shown, names = run_cells(source=str(tmp_path / "orders.csv"), competitors=str(tmp_path / "survey.csv"))

    assert {"A": 0.75, "B": 0.1} == names["shares"].set_index("customer_id")["share_of_wallet"].to_dict()
    assert "2 of 3 customers" in repr(shown["wallet-read"])
    assert "28.6%" in repr(shown["wallet-read"])  # 40 of 140


def test_records_are_linked(tmp_path, run_cells, uci):
    records = ["record_id,source,recorded_on,name,phone,email"]
    records += [f"R{place},web,2024-01-0{1 + place % 9},Khách {'ABCDEFGHIJ'[place]} Số{place},09012345{place:02d},k{place}@moc.vn" for place in range(10)]
    records += ["R90,shop,2024-02-01,,0901234500,k0@moc.vn"]
    (tmp_path / "records.csv").write_text("\n".join(records) + "\n", encoding="utf-8")

    shown, names = run_cells(source=str(uci), records=str(tmp_path / "records.csv"))

    assert 11 == len(names["links"])
    assert f"11 records are in fact {names['links']['customer_id'].nunique()} customers" in repr(shown["records-linked"])


ODD = {
    "one customer": ["A,2026-01-05,10", "A,2026-02-05,12", "A,2026-03-09,11"],
    "one order each": ["A,2026-01-05,10", "B,2026-02-05,12", "C,2026-03-09,11"],
    "all on one day": ["A,2026-01-05,10", "B,2026-01-05,12", "A,2026-01-05,11"],
    "returns below zero": ["A,2026-01-05,10", "B,2026-01-05,12", "B,2026-02-07,-50", "C,2026-02-08,-5"],
    "only returns": ["A,2026-01-05,-10", "B,2026-02-05,-3"],
    "one order": ["A,2026-01-05,10"],
    "all free": ["A,2026-01-05,0", "B,2026-03-05,0"],
    "one far away": ["A,1970-01-01,10", "B,2026-03-05,5", "B,2026-03-06,5"],
}


@pytest.mark.parametrize("name", ODD)
def test_odd_data_say_why_and_nothing_fails(name, tmp_path, run_cells):
    path = tmp_path / "orders.csv"
    path.write_text("\n".join(["customer_id,date,amount", *ODD[name]]) + "\n", encoding="utf-8")

    shown, _ = run_cells(source=str(path))

    for cell in ("active-chart", "wallet-chart", "alerts-chart"):
        assert isinstance(shown[cell], report.Missing), cell
    for value in shown.values():
        assert repr(value).strip() and "nan" not in repr(value).split()


def test_a_reason_is_said_once():
    missing = report.attempt(differentiate.tiers, pd.DataFrame({"customer_id": ["A"]}), by="revenue")
    after = report.attempt(differentiate.tier_totals, missing, by="revenue")

    first, second = (one._repr_mimebundle_()["text/html"] for one in (missing, after))
    assert "revenue" in first
    assert "" == second


def test_an_error_that_is_no_refusal_is_not_hidden():
    with pytest.raises(ZeroDivisionError):
        report.attempt(lambda: 1 / 0)


def test_both_languages_say_the_same_numbers(run_cells):
    def figures(shown):
        return [sorted("".join(letter for letter in word if letter.isdigit()) for word in repr(shown[cell]).replace("\u00a0", " ").split() if any(map(str.isdigit, word))) for cell in ("pyramid-read", "rfm-read", "alerts-read")]

    assert figures(run_cells("vi", source=str(CDNOW))[0]) == figures(run_cells("en", source=str(CDNOW))[0])
