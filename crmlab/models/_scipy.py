"""The gamma function and its relatives, from an extra that only this room needs."""
from .. import words


def special():
    """scipy.special, or one sentence that says what to type."""
    try:
        from scipy import special
    except ImportError:
        raise ValueError(words.t("models.scipy")) from None
    return special
