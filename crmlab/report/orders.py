"""What was found in a file of orders, cleaned: whose rows they are, what was left out, and one table per purpose."""
import datetime
from typing import Any, NamedTuple

import narwhals as nw
import pandas as pd

from .. import tables, words
from . import inside, people

FIFTH = 5
ENOUGH_DAYS = 5
GIANT = {"orders": 30, "share": 0.05, "times": 5, "customers": 20}  # an id with so many orders, and so many times those of the next, may stand for many people
SAME = {"orders": 10, "share": 0.9}
MOST_VALUABLE = 10_000
MOST_TESTED = 200_000
WEEKS = {"W": 1, "M": 365.25 / 12 / 7, "Q": 365.25 / 4 / 7}
US, OTHERS = "us", "others"
PERIODS = ((120, "W"), (1100, "M"), (float("inf"), "Q"))  # up to so many days of data: weeks, months, quarters


class Orders(NamedTuple):
    """The tables of a report: pandas, or DuckDB relations where the data stay in their file.

    orders: one row per order (customer_id, date, amount), returns included. purchases: those with an amount of 0 or more.
    days: one row per customer and day with a purchase. customers: one row per customer, as ``by_customer`` makes them, always pandas.
    spent_elsewhere: customer_id and amount, or None.
    facts: counts and settings by name. reading: what was assumed about the file, as pairs of words.
    """

    orders: Any
    purchases: Any
    days: Any
    customers: pd.DataFrame
    spent_elsewhere: Any
    facts: dict
    reading: tuple

    @property
    def as_of(self):
        """The day on which we look, 2026-12-31."""
        return self.facts["as_of"]

    @property
    def period(self):
        """The period of cohorts: W, M or Q."""
        return self.facts["period"]

    @property
    def complete_until(self):
        """The last day of the last complete period up to as_of; as_of itself where none is complete."""
        end = pd.Period(self.as_of, freq=self.period)
        last = end if end.end_time.date() <= datetime.date.fromisoformat(self.as_of) else end - 1
        first = pd.Timestamp(self.facts["first"])
        return str(last.end_time.date()) if last.end_time >= first else self.as_of

    @property
    def two_thirds(self):
        """The day until which two thirds of the time seen have passed."""
        first = pd.Timestamp(self.facts["first"])
        return str((first + (pd.Timestamp(self.as_of) - first) * 2 / 3).date())

    def days_before(self, days):
        """The day so many days before as_of."""
        return str((pd.Timestamp(self.as_of) - pd.Timedelta(days=days)).date())

    def weeks_after(self, day):
        """Weeks from a day to as_of."""
        return (pd.Timestamp(self.as_of) - pd.Timestamp(day)).days / 7

    def weeks_in(self, periods):
        """Weeks in so many periods."""
        return periods * WEEKS[self.period]

    def tested_days(self):
        """The days with a purchase as a pandas table, of 200,000 customers at the most: every n-th by id."""
        if len(self.customers) <= MOST_TESTED:
            return _fetched(nw.from_native(self.days))
        chosen = self.customers["customer_id"].iloc[:: -(-len(self.customers) // MOST_TESTED)]
        return _fetched(nw.from_native(self.days).filter(nw.col("customer_id").is_in(chosen.tolist())))

    def purchases_of(self, customers):
        """The purchases of the customers of a table, as a pandas table."""
        return _fetched(nw.from_native(self.purchases).filter(nw.col("customer_id").is_in(customers["customer_id"].tolist())))

    def valuable(self, until=None):
        """The purchases, as a pandas table, of the customers with the most revenue up to a day: a fifth of them, 10,000 at most."""
        known = self.customers if until is None else _revenues(_until(nw.from_native(self.orders), until))
        if not len(known):
            raise ValueError(words.t("report.nobody_until", until=until, first=self.facts["first"]))
        places = min(MOST_VALUABLE, -(-len(known) // FIFTH))
        found = self.purchases_of(known.assign(revenue=known["revenue"].astype(float).round(6)).sort_values(["revenue", "customer_id"], ascending=[False, True]).head(places))
        if not (found.drop_duplicates(["customer_id", "date"])["customer_id"].value_counts() >= ENOUGH_DAYS).any():
            raise ValueError(words.t("report.no_rhythm", days=ENOUGH_DAYS))
        return found

    def wallets(self):
        """One row per customer and firm: what she spent here ("us") and with others, for those of whom both are known.

        Raises
        ------
        ValueError
            when nothing is known about spending elsewhere, with what would be needed
        """
        if self.spent_elsewhere is None:
            raise ValueError(words.t("report.no_wallet"))
        elsewhere = self.spent_elsewhere.dropna()
        if elsewhere["customer_id"].dtype != self.customers["customer_id"].dtype:
            own = dict(zip(self.customers["customer_id"].astype(str), self.customers["customer_id"]))
            elsewhere = elsewhere.assign(customer_id=elsewhere["customer_id"].astype(str).map(own)).dropna()
        here = self.customers.loc[self.customers["customer_id"].isin(elsewhere["customer_id"]), ["customer_id", "revenue"]].rename(columns={"revenue": "amount"})
        here = here.assign(amount=here["amount"].clip(lower=0))
        elsewhere = elsewhere[elsewhere["customer_id"].isin(here["customer_id"])]
        if not len(here):
            raise ValueError(words.t("report.no_common_customer"))
        return pd.concat([here.assign(firm=US), elsewhere.assign(firm=OTHERS)], ignore_index=True)


def clean(lines, known_facts=(), reading=(), as_of="", spent_elsewhere=None):
    """The tables of a report from raw lines: customer_id, date, amount, and order_id where several lines make one order.

    Rows without customer, date or amount are counted and left out; nothing else is changed. Lines of one order are added up.

    Raises
    ------
    ValueError
        if no row is left, or ``as_of`` lies before the first of them
    """
    raw = nw.from_native(lines)
    facts = {"doubled": 0, "same_names": None, "walk_in": (0, ""), "left_out": 0, "cancelled": (0, "", "")} | dict(known_facts) | _counts(raw)
    known = raw.filter(~(nw.col("customer_id").is_null() | nw.col("date").is_null() | nw.col("amount").is_null()))
    if not facts["known"]:
        raise ValueError(words.t("report.no_row", rows=facts["rows"]))
    end = tables.day(as_of, "as_of") if as_of else pd.Timestamp(facts["last"])
    facts |= {"first": str(pd.Timestamp(facts["first"]).date()), "last": str(pd.Timestamp(facts["last"]).date()), "as_of": str(end.date()), "as_of_given": bool(as_of)}
    if end < pd.Timestamp(facts["first"]):
        raise ValueError(words.t("report.too_early", as_of=facts["as_of"], first=facts["first"]))
    seen = min(end, pd.Timestamp(facts["last"])) - pd.Timestamp(facts["first"])
    facts["period"] = next(period for longest, period in PERIODS if seen.days <= longest)
    orders = nw.from_native(inside.kept(_native(_added_up(_until(known, facts["as_of"])))))
    purchases = orders.filter(nw.col("amount") >= 0)
    days = purchases.group_by("customer_id", "date").agg(nw.col("amount").sum())
    customers = by_customer(orders)
    facts |= {"customers": len(customers), "alike_ids": alike(customers["customer_id"]), "orders": int(_one(orders.select(nw.len()))), "purchases": int(_one(purchases.select(nw.len()))), "revenue": float(customers["revenue"].sum())}
    facts |= {"giant": giant(customers), "same_amounts": _same_amounts(_until(known, facts["as_of"])), "ahead": _ahead(known) if not as_of else (0, "", "")}
    facts["returned"] = float(_one(orders.filter(nw.col("amount") < 0).select(nw.col("amount").sum())) or 0)
    return Orders(_native(orders), _native(purchases), _native(days), customers, spent_elsewhere, facts, tuple(reading))


def by_customer(orders):
    """One row per customer: customer_id, purchases (orders of 0 or more), revenue less returns, first_revenue (of her first day), first and last day; pandas."""
    starts = orders.group_by("customer_id").agg(nw.col("date").min().alias("start"))
    marked = orders.join(starts, on="customer_id").with_columns(
        bought=(nw.col("amount") >= 0).cast(nw.Int64), opening=nw.when(nw.col("date") == nw.col("start")).then(nw.col("amount")).otherwise(0.0)
    )
    found = marked.group_by("customer_id").agg(
        nw.col("bought").sum().alias("purchases"), nw.col("amount").sum().alias("revenue"), nw.col("opening").sum().alias("first_revenue"),
        nw.col("start").min().alias("first"), nw.col("date").max().alias("last"),
    )  # fmt: skip
    table = _fetched(found).sort_values("customer_id", ignore_index=True)
    money = {column: table[column].astype(float).round(6) for column in ("revenue", "first_revenue")}
    return table.assign(**money, purchases=table["purchases"].astype(int))


def _revenues(orders):
    """One row per customer: customer_id and revenue; pandas."""
    return _fetched(orders.group_by("customer_id").agg(nw.col("amount").sum().alias("revenue")))


def giant(customers):
    """(the id that has far more orders than any other, as it may be shown; its orders; how many times those of the next), or nothing.

    Such an id is often one that the till uses for everybody who gives no name.
    """
    if len(customers) < GIANT["customers"]:
        return None
    first, second = customers.nlargest(2, "purchases").itertuples(index=False)
    found = first.purchases >= max(GIANT["orders"], GIANT["share"] * customers["purchases"].sum(), GIANT["times"] * second.purchases)
    return (people.codes([first.customer_id], customers["customer_id"])[0][0], int(first.purchases), first.purchases / max(1, second.purchases)) if found else None


def _same_amounts(lines):
    """The share of orders with several lines in which all lines have the same amount; 0 where that is no sign of anything."""
    if "order_id" not in lines.collect_schema().names():
        return 0.0
    each = lines.group_by("customer_id", "order_id").agg(nw.len().alias("count"), nw.col("amount").min().alias("low"), nw.col("amount").max().alias("high")).filter(nw.col("count") > 1)
    row = _fetched(each.select(nw.len().alias("several"), (nw.col("low") == nw.col("high")).cast(nw.Int64).sum().alias("same"))).iloc[0]
    share = float(row["same"]) / float(row["several"]) if row["several"] >= SAME["orders"] else 0.0
    return share if share >= SAME["share"] else 0.0


def _ahead(known):
    """(how many rows are dated after today, the last of those days, the last day before them); nothing where all or none are."""
    today = datetime.datetime.combine(datetime.date.today(), datetime.time())
    later = known.filter(nw.col("date") > today)
    row = _fetched(later.select(nw.len().alias("count"), nw.col("date").max().alias("last"))).iloc[0]
    before = _one(known.filter(nw.col("date") <= today).select(nw.col("date").max())) if row["count"] else None
    return (int(row["count"]), str(pd.Timestamp(row["last"]).date()), str(pd.Timestamp(before).date())) if before is not None else (0, "", "")


def alike(ids):
    """How many ids are another id written differently: capitals, spaces, leading zeros, a telephone number with +84."""
    if pd.api.types.is_numeric_dtype(ids):
        return 0
    simple = ids.astype(str).str.lower().str.replace(r"[\s.\-_/+()]+", "", regex=True).str.lstrip("0").str.replace(r"^84(?=[235789]\d{8}$)", "", regex=True)
    return int(simple.duplicated().sum())


def _counts(raw):
    """How many rows there are, how many lack something, and the money of those without a customer."""
    no_one = nw.col("customer_id").is_null() & ~nw.col("date").is_null()  # a row without customer and date is none of an order: often a total
    whole = ~(nw.col("customer_id").is_null() | nw.col("date").is_null() | nw.col("amount").is_null())
    marked = raw.with_columns(
        no_one=no_one.cast(nw.Int64), no_date=nw.col("date").is_null().cast(nw.Int64), no_amount=nw.col("amount").is_null().cast(nw.Int64), whole=whole.cast(nw.Int64),
        lost=nw.when(no_one).then(nw.col("amount")).otherwise(0.0), money=nw.when(~nw.col("date").is_null()).then(nw.col("amount")).otherwise(0.0), day=nw.when(whole).then(nw.col("date")),
    )  # fmt: skip
    sums = [nw.col(name).sum() for name in ("no_one", "no_date", "no_amount", "whole", "lost", "money")]
    row = _fetched(marked.select(nw.len().alias("rows"), *sums, nw.col("day").min().alias("first"), nw.col("day").max().alias("last"))).iloc[0]
    whole_numbers = {"rows": "rows", "no_customer": "no_one", "no_date": "no_date", "no_amount": "no_amount", "known": "whole"}
    money = {name: float(row[column]) if row[column] == row[column] else 0.0 for name, column in (("money_without_customer", "lost"), ("money", "money"))}
    return {name: int(row[column]) if row["rows"] else 0 for name, column in whole_numbers.items()} | money | {"first": row["first"], "last": row["last"]}


def _until(frame, day):
    return frame.filter(nw.col("date") <= nw.lit(datetime.datetime.fromisoformat(str(day))))


def _added_up(lines):
    """One row per order: the lines of one order and customer are one."""
    if "order_id" not in lines.collect_schema().names():
        return lines.select("customer_id", "date", "amount")
    added = lines.group_by("customer_id", "order_id").agg(nw.col("date").min(), nw.col("amount").sum())
    return added.select("customer_id", "date", nw.col("amount").round(6))


def _native(frame):
    return nw.to_native(frame)


def _fetched(frame):
    """A result as a pandas table."""
    native = nw.to_native(frame)
    return native.df() if hasattr(native, "df") and callable(native.df) else native.reset_index(drop=True)


def _one(frame):
    value = _fetched(frame).iloc[0, 0]
    return value if value == value else None
