"""Chapter 3.2.2, popular customer-based metrics: how much of a customer's purchases the firm has, and will have.

Shares are shares (0.75), not percents. Brands (firms) are counted from 0, as Python counts the rows of a matrix.
"""
import numpy as np

from . import _guard
from ._numbers import known, like, mean, numbers, plain, total

__all__ = [
    "aggregate_share_of_wallet",
    "expected_share_of_wallet",
    "long_run_shares",
    "next_purchase_shares",
    "purchase_path_probability",
    "share_of_category_requirement",
    "share_of_wallet",
    "size_of_wallet",
    "wallet_strategy",
]


def size_of_wallet(spending):
    """All that a customer spends in a category, whatever the firm.

    W = Σ_j S_j

    The firm itself knows its own sales only; the rest takes a survey or a panel.

    Parameters
    ----------
    spending : money per firm; the last axis is firms
        S_j, what the customer spends at each firm.

    Returns
    -------
    money
        One wallet per customer: the shape of ``spending`` without its last axis.

    Raises
    ------
    ValueError
        If no firm is listed, or spending is negative.

    References
    ----------
    Kumar & Reinartz (2006). Textbook 3.2.2: the wallet is 400; its split here is our own (WE-317).

    Examples
    --------
    Groceries at three supermarkets in one month:

    >>> size_of_wallet([300, 60, 40])
    400
    """
    _guard.listed(spending=spending)
    _guard.not_negative(spending=spending)
    return total(spending)


def share_of_wallet(firm_spending, wallet):
    """The part of one customer's wallet that one firm has.

    SW_i = S_i / W_i

    Individual share of wallet: one customer, one category, one period. A high share of a small wallet may be
    worth less than a low share of a large one; ``wallet_strategy`` looks at both.

    Parameters
    ----------
    firm_spending : money
        S_i, what the customer spends at the firm.
    wallet : money
        W_i, what she spends at all firms.

    Returns
    -------
    share
        Of the arguments' own shape.

    Raises
    ------
    ValueError
        If spending is negative, a wallet is empty, or the firm has more than the wallet.

    References
    ----------
    Formula: Textbook 3.2.2. Numbers: Kumar & Reinartz (2006), from memory (WE-319).

    Examples
    --------
    >>> share_of_wallet(300, 400)
    0.75
    """
    _guard.not_negative(firm_spending=firm_spending)
    _guard.positive(wallet=wallet)
    _guard.at_most("wallet", wallet, firm_spending=firm_spending)
    return plain(numbers(firm_spending) / numbers(wallet))


def aggregate_share_of_wallet(firm_spending, wallets, method="ratio_of_sums"):
    """The share that the firm has of the wallets of all its customers.

    SW = Σ_i S_i / Σ_i W_i

    method="mean_of_shares": SW = (1 / I) · Σ_i (S_i / W_i)

    Slides after Kumar & Reinartz set the two equal (the Textbook's abstract shows the mean). They agree only where
    shares do not go with the size of wallets, as when all wallets, or all shares, are equal: the ratio of sums
    weights each customer by her wallet, the mean of shares counts each one alike. The default is the
    firm's share of the money; the other describes the typical customer. The customers are the firm's own.

    Parameters
    ----------
    firm_spending : money per customer; the last axis is customers
        S_i, what each customer spends at the firm.
    wallets : money per customer, the same customers in the same order
        W_i, what each spends at all firms.
    method : "ratio_of_sums" or "mean_of_shares"
        Which of the two.

    Returns
    -------
    share

    Raises
    ------
    ValueError
        If there is no customer, the lists differ in length, or a number is impossible.

    References
    ----------
    Kumar & Reinartz (2006), slides; Textbook 3.2.2. The example is our own (WE-320).

    Examples
    --------
    >>> aggregate_share_of_wallet([300, 10], [400, 100])
    0.62
    >>> aggregate_share_of_wallet([300, 10], [400, 100], method="mean_of_shares")
    0.425
    """
    _guard.choice("method", method, ("ratio_of_sums", "mean_of_shares"))
    _guard.listed(firm_spending=firm_spending)
    _guard.same_length(firm_spending=firm_spending, wallets=wallets)
    shares = share_of_wallet(firm_spending, wallets)
    return mean(shares) if method == "mean_of_shares" else total(firm_spending) / total(wallets)


def share_of_category_requirement(firm_volume, category_volume, method="aggregate"):
    """The part of its buyers' needs in a category that a firm (a brand) covers.

    SCR = Σ_i V_i / Σ_i C_i

    method="individual": SCR_i = V_i / C_i

    In units, not in money (with money it is the share of wallet). The customers are the firm's buyers: with all
    buyers of the category in the list the result is the market share. Neither form says how
    large a need is; look at ``category_volume`` too before choosing whom to target.

    Parameters
    ----------
    firm_volume : units per customer; the last axis is customers
        V_i, what each customer buys from the firm.
    category_volume : units per customer, the same customers in the same order
        C_i, what each buys in the whole category.
    method : "aggregate" or "individual"
        One share for all customers, or one for each.

    Returns
    -------
    share
        One; with "individual" one per customer.

    Raises
    ------
    ValueError
        If there is no customer, the lists differ in length, or a number is impossible.

    References
    ----------
    Formula: Kumar & Reinartz (2006). Textbook 3.2.2 says of its table that customer 3 has the largest wallet;
    the cells are not known to us, the example is our own (WE-318).

    Examples
    --------
    >>> share_of_category_requirement([20, 60, 250], [100, 200, 500])
    0.4125
    >>> share_of_category_requirement([20, 60, 250], [100, 200, 500], method="individual").tolist()
    [0.2, 0.3, 0.5]
    """
    _guard.choice("method", method, ("aggregate", "individual"))
    _guard.same_length(firm_volume=firm_volume, category_volume=category_volume)
    _guard.not_negative(firm_volume=firm_volume)
    _guard.positive(category_volume=category_volume)
    _guard.at_most("category_volume", category_volume, firm_volume=firm_volume)
    if method == "individual":
        return plain(numbers(firm_volume) / numbers(category_volume))
    _guard.listed(firm_volume=firm_volume)
    return total(firm_volume) / total(category_volume)


def wallet_strategy(share_of_wallet, size_of_wallet, share_cut, size_cut):
    """What to do with a customer, from her share and the size of her wallet.

    SW ≥ s, W ≥ w: guard · SW ≥ s, W < w: hold · SW < s, W ≥ w: target · SW < s, W < w: leave

    High share of a large wallet: maintain and *guard* it. High share of a small one: *hold* on to it. Low
    share of a large wallet: *target* it for additional selling. Low share of a small one: *leave* it. A value at the
    cut counts as high. Where to cut is the manager's choice; the medians are a start.

    Parameters
    ----------
    share_of_wallet : share, 0 to 1
        SW, the firm's share of each wallet.
    size_of_wallet : money
        W, the wallet.
    share_cut : share, 0 to 1
        s, from where on a share is high.
    size_cut : money
        w, from where on a wallet is large.

    Returns
    -------
    "guard", "hold", "target" or "leave"
        One word, or an array or Series of them; nan where share or size is unknown.

    Raises
    ------
    ValueError
        If a share is not a share, or a size is negative.

    References
    ----------
    Kumar & Reinartz (2006), from memory. Textbook 3.2.2 (WE-321).

    Examples
    --------
    >>> wallet_strategy(0.25, 400, share_cut=0.5, size_cut=200)
    'target'
    """
    _guard.share(share_of_wallet=share_of_wallet, share_cut=share_cut)
    _guard.not_negative(size_of_wallet=size_of_wallet, size_cut=size_cut)
    share, size = numbers(share_of_wallet), numbers(size_of_wallet)
    unknown_stays = 0 * (share + size + share_cut + size_cut)
    corners = 2 * (share >= share_cut) + (size >= size_cut) + unknown_stays
    positions = np.asarray(corners, dtype=float)
    names = np.array(["leave", "target", "hold", "guard", np.nan], dtype=object)
    chosen = names[np.where(np.isnan(positions), 4, positions).astype(int)]
    return like(corners, chosen)


def purchase_path_probability(matrix, path):
    """The probability that the next purchases follow a path from brand to brand.

    P = Π_k M(b_(k−1), b_k)

    Given that the first brand of the path has just been bought: its own probability is not part of the product.
    What is bought next depends on the last purchase only, and the matrix stays the same.

    Parameters
    ----------
    matrix : shares, one row per brand bought now, one column per brand bought next
        M, the switching (transition) matrix; each row adds up to 1.
    path : positions of brands, two or more
        b, the brand bought now and those bought next; the first row of the matrix is 0.

    Returns
    -------
    probability

    Raises
    ------
    ValueError
        If a row does not add up to 1, or the path has less than two brands or one that is not in the matrix.

    References
    ----------
    After Rust, Zeithaml & Lemon, from memory. Textbook 3.2.2 (WE-323).

    Examples
    --------
    A customer of brand A buys B next, and then A again:

    >>> matrix = [[0.70, 0.20, 0.10], [0.10, 0.80, 0.10], [0.25, 0.15, 0.60]]
    >>> round(purchase_path_probability(matrix, [0, 1, 0]), 4)
    0.02
    """
    _guard.transitions(matrix=matrix)
    _guard.steps(path=path)
    _guard.positions("path", path, len(matrix))
    matrix = np.asarray(matrix)
    brands = [int(brand) for brand in path]
    return plain(np.prod(matrix[brands[:-1], brands[1:]]))


def next_purchase_shares(matrix, start, purchases):
    """The share of each brand in a purchase some steps ahead.

    p_k = p_0 · M^k

    For one customer these are probabilities, for many the expected shares. What is bought next depends on
    the last purchase only, and the matrix stays the same for everybody.

    Parameters
    ----------
    matrix : shares, one row per brand bought now, one column per brand bought next
        M, the switching (transition) matrix; each row adds up to 1.
    start : position of a brand, or shares of all brands
        p_0, what was bought last; the first row of the matrix is 0.
    purchases : whole number, 1 or more
        k, how many purchases ahead.

    Returns
    -------
    shares
        One per brand; they add up to 1.

    Raises
    ------
    ValueError
        If a row, or the start, does not add up to 1, the brand is not in the matrix, or k is not a whole number.

    References
    ----------
    After Rust, Zeithaml & Lemon, from memory; the example is our own. Textbook 3.2.2 (WE-324).

    Examples
    --------
    >>> matrix = [[0.70, 0.20, 0.10], [0.10, 0.80, 0.10], [0.25, 0.15, 0.60]]
    >>> next_purchase_shares(matrix, start=0, purchases=2).round(3).tolist()
    [0.535, 0.315, 0.15]
    """
    return _purchases_ahead(matrix, start, purchases)[-1]


def _purchases_ahead(matrix, start, purchases):
    """The shares at each of the next purchases, a list of arrays."""
    _guard.transitions(matrix=matrix)
    _guard.count(purchases=purchases)
    matrix = np.asarray(matrix)
    if np.ndim(start):
        _guard.adds_up("start", start)
        _guard.one_per_brand("start", start, len(matrix))
        shares = [np.asarray(start) @ matrix]
    else:
        _guard.positions("start", start, len(matrix))
        shares = [matrix[int(start)]]
    while len(shares) < int(purchases):
        shares.append(known(shares[-1]) @ matrix)
    return shares


def long_run_shares(matrix):
    """The shares of the brands that further purchases leave as they are.

    π = π · M

    Where the market settles whatever it starts from, if the matrix never changes. Where customers only take
    turns between brands, the shares are the mean over time. If there are brands that no one ever leaves
    for some others, the long run depends on the start, and the matrix is refused.

    Parameters
    ----------
    matrix : shares, one row per brand bought now, one column per brand bought next
        M, the switching (transition) matrix; each row adds up to 1.

    Returns
    -------
    shares
        One per brand; they add up to 1.

    Raises
    ------
    ValueError
        If a row does not add up to 1, or the long run depends on the start.

    References
    ----------
    After Rust, Zeithaml & Lemon, from memory; the result is our own. Textbook 3.2.2 (WE-324).

    Examples
    --------
    >>> matrix = [[0.70, 0.20, 0.10], [0.10, 0.80, 0.10], [0.25, 0.15, 0.60]]
    >>> long_run_shares(matrix).round(3).tolist()
    [0.325, 0.475, 0.2]
    """
    _guard.transitions(matrix=matrix)
    values = np.asarray(matrix, dtype=float)
    brands = len(values)
    if np.isnan(values).any():
        return np.full(brands, np.nan)
    stay = _reached_from_everywhere(values)
    _guard.one_long_run("matrix", stay)
    unchanged = values[np.ix_(stay, stay)].T - np.eye(stay.sum())
    unchanged[-1] = 1
    shares = np.zeros(brands)
    shares[stay] = np.linalg.solve(unchanged, np.arange(stay.sum()) == stay.sum() - 1)
    return shares


def _reached_from_everywhere(matrix):
    """Which brands can be reached from all brands: those among which purchases go on for ever."""
    reached = (matrix > 0) | np.eye(len(matrix), dtype=bool)
    for _ in range(len(matrix).bit_length()):
        reached = reached @ reached
    return reached.all(axis=0)


def expected_share_of_wallet(matrix, start, firm, purchases):
    """The share of a customer's next purchases that one firm can expect.

    E(SW_j) = (1 / K) · Σ_k p_k(j)

    The mean, over the next K purchases, of the probability that the firm is chosen; k = 1, …, K. All purchases are
    of the same amount, the matrix stays the same, and what is bought next depends on the last purchase only.

    Parameters
    ----------
    matrix : shares, one row per brand bought now, one column per brand bought next
        M, the switching (transition) matrix; each row adds up to 1.
    start : position of a brand, or shares of all brands
        p_0, what was bought last; the first row of the matrix is 0.
    firm : position of a brand
        j, the firm that we look at.
    purchases : whole number, 1 or more
        K, how many purchases ahead we look.

    Returns
    -------
    share

    Raises
    ------
    ValueError
        If a row, or the start, does not add up to 1, a brand is not in the matrix, or K is not a whole number.

    References
    ----------
    Formula: from memory (the metric is listed in Hess, MARK 7397). The example is our own.
    Textbook 3.2.2 (WE-325).

    Examples
    --------
    >>> matrix = [[0.70, 0.20, 0.10], [0.10, 0.80, 0.10], [0.25, 0.15, 0.60]]
    >>> round(expected_share_of_wallet(matrix, start=0, firm=0, purchases=2), 4)
    0.6175
    """
    shares = _purchases_ahead(matrix, start, purchases)
    _guard.positions("firm", firm, len(shares[0]))
    return mean([at_purchase[int(firm)] for at_purchase in shares])
