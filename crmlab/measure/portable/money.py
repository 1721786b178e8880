"""Past customer value and share of wallet, on any engine."""
import narwhals.stable.v2 as nw

from ... import engines
from ...metrics._numbers import MONEY_DECIMALS


def past_customer_value(contributions, *, discount_rate, as_of, later, customer, period, contribution):
    """See ``measure.past_customer_value``; ``later`` is 1 for a contribution that comes at the end of its period, else 0."""
    rows = engines.frame(contributions, customer, whole=[period], numbers=[contribution], table_name="contributions")
    past = rows.select(customer, _age=nw.lit(as_of) - nw.col(period).cast(nw.Int64), _money=nw.col(contribution)).filter(nw.col("_age") >= 0)
    engines.refuse_none(contributions, past, "measure.no_past", as_of=as_of, latest=lambda: rows.select(period).collect()[period].max())
    worth = nw.col("_money") * nw.lit(1.0 + discount_rate) ** (nw.col("_age") + later)
    found = past.select(customer, past_customer_value=worth).group_by(customer).agg(nw.col("past_customer_value").sum())
    return engines.like(found.with_columns(nw.col("past_customer_value").round(MONEY_DECIMALS)), contributions, customer)


def share_of_wallet(spending, *, firm, customer, firms, amount):
    """See ``measure.share_of_wallet``."""
    rows = engines.frame(spending, customer, firms, numbers=[amount], table_name="spending")
    ours = nw.when(nw.col(firms) == firm).then(nw.col(amount)).otherwise(0.0)
    engines.refuse_none(spending, rows.filter(nw.col(firms) == firm), "measure.firm", column=firms, firm=firm, known=lambda: _known(rows, firms))
    found = rows.select(customer, wallet=nw.col(amount), spending=ours).group_by(customer).agg(nw.col("wallet").sum(), nw.col("spending").sum())
    found = found.with_columns(nw.col("wallet", "spending").round(MONEY_DECIMALS))
    return engines.like(found.with_columns(share_of_wallet=nw.when(nw.col("wallet") != 0).then(nw.col("spending") / nw.col("wallet"))), spending, customer)


def _known(rows, firms):
    return ", ".join(map(repr, sorted(rows.select(firms).unique().collect()[firms].to_list(), key=str)[:10]))
