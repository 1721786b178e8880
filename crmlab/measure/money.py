"""Past customer value and share of wallet of every customer."""
import numpy as np
import pandas as pd

from .. import engines, tables, words
from ..metrics import _guard
from ..metrics._numbers import sums
from ._kernels import keys, ratio


def past_customer_value(
    contributions, *, discount_rate, as_of, convention="now", customer="customer_id", period="period", contribution="contribution"
):
    """One row per customer: past_customer_value, the worth at ``as_of`` of what the customer contributed up to it.

    Periods are whole numbers, or pandas Periods; a period without a row brought nothing. ``as_of`` is a period too:
    a contribution of that period is multiplied by 1, or by 1 + r with the printed ``convention="one_period_later"``.
    Later contributions do not count.
    """
    _guard.choice("convention", convention, ("now", "one_period_later"))
    _guard.rate(discount_rate=discount_rate)
    later = int(convention == "one_period_later")
    if engines.elsewhere(contributions, "contributions"):
        from .portable.money import past_customer_value as portable

        names = {"customer": customer, "period": period, "contribution": contribution}
        return portable(contributions, discount_rate=discount_rate, as_of=_whole(as_of, lambda: 12), later=later, **names)
    tables.require(contributions, customer, period, contribution, table_name="contributions")
    ages = _period_number(as_of, contributions[period]) - _period_numbers(contributions[period])
    past = ages >= 0
    if not past.any():
        raise ValueError(words.t("measure.no_past", as_of=as_of, latest=_latest(contributions[period])))
    codes, ids = keys(contributions[customer][past])
    exponents = ages[past] + later
    worth = tables.numbers(contributions[past], contribution, "contributions") * (1 + discount_rate) ** exponents
    return pd.DataFrame({customer: ids, "past_customer_value": sums(codes, worth, len(ids))})


def share_of_wallet(spending, *, firm, customer="customer_id", firms="firm", amount="amount"):
    """One row per customer: wallet (spent at all firms), spending (at this firm) and share_of_wallet.

    ``firm`` is the firm that asks, ``firms`` the column of firms. Who spent nothing at it has a share of 0;
    who spent nothing at all has none (NaN). For the firm's own customers, keep the rows with spending above 0; their
    aggregate share of wallet is then ``spending.sum() / wallet.sum()`` (over all rows this is the market share).
    """
    if engines.elsewhere(spending, "spending"):
        from .portable.money import share_of_wallet as portable

        return portable(spending, firm=firm, customer=customer, firms=firms, amount=amount)
    tables.require(spending, customer, firms, amount, table_name="spending")
    at_firm = (spending[firms] == firm).to_numpy()
    if not at_firm.any():
        known = ", ".join(map(repr, sorted(spending[firms].unique().tolist(), key=str)[:10]))
        raise ValueError(words.t("measure.firm", column=firms, firm=firm, known=known))
    codes, ids = keys(spending[customer])
    money = tables.numbers(spending, amount, "spending")
    wallet, ours = sums(codes, money, len(ids)), sums(codes, money * at_firm, len(ids))
    share = ratio(ours, wallet, wallet != 0)
    return pd.DataFrame({customer: ids, "wallet": wallet, "spending": ours, "share_of_wallet": share})


def _period_numbers(periods):
    """Periods as whole numbers, one apart."""
    if isinstance(periods.dtype, pd.PeriodDtype):
        return periods.array.asi8
    values = pd.to_numeric(periods, errors="coerce").to_numpy(dtype=float)
    wrong = ~(values % 1 == 0)
    if wrong.any():
        raise ValueError(words.t("measure.periods", column=periods.name, value=periods.iloc[[wrong.argmax()]].tolist()[0]))
    return values.astype(np.int64)


def _period_number(as_of, periods):
    """The period ``as_of`` on the same count."""
    if isinstance(periods.dtype, pd.PeriodDtype):
        try:
            return pd.Period(as_of, freq=periods.dtype.freq).ordinal
        except (ValueError, AttributeError):
            raise ValueError(words.t("measure.as_of_period", as_of=as_of, latest=_latest(periods))) from None
    return _whole(as_of, lambda: _latest(periods))


def _whole(as_of, latest):
    """The period ``as_of`` as a whole number."""
    if not isinstance(as_of, (int, float, np.number)) or not as_of % 1 == 0:
        raise ValueError(words.t("measure.as_of_number", as_of=as_of, latest=latest()))
    return int(as_of)


def _latest(periods):
    """The last period as it is typed."""
    period = periods.max()
    return repr(str(period)) if isinstance(period, pd.Period) else f"{period:g}"
