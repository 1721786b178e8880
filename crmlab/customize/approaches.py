"""Four kinds of mass customization: is the product changed, and is what the customer sees of it changed?"""
import numpy as np
import pandas as pd

from .. import words
from ..metrics import _guard
from ..metrics._numbers import like, numbers

APPROACHES = ("adaptive", "cosmetic", "transparent", "collaborative")  # 2 × product changed + representation changed


def approach(product_changed, representation_changed):
    """Which of the four kinds of mass customization this is.

    collaborative: both are changed, in a dialogue with the customer. adaptive: neither is; the customer sets the
    standard product herself. cosmetic: only what she sees (name, packing, wording). transparent: only the product,
    and nobody tells her. The answer is about one pair of choices; a firm may use several kinds side by side.

    Parameters
    ----------
    product_changed, representation_changed : True or False (or 1 or 0)
        Numbers, lists, arrays or Series; what is unknown (nan) gives nan.

    Returns
    -------
    "collaborative", "adaptive", "cosmetic" or "transparent"
        Of the arguments' own shape.

    Raises
    ------
    ValueError
        If an argument is not true or false, or the two differ in length.

    References
    ----------
    Gilmore & Pine, "The Four Faces of Mass Customization", Harvard Business Review 1997. Textbook 2.5 (WE-205).

    Examples
    --------
    >>> approach(product_changed=True, representation_changed=False)
    'transparent'
    """
    _guard.truths(product_changed=product_changed, representation_changed=representation_changed)
    if np.ndim(product_changed) and np.ndim(representation_changed):
        _guard.same_length(product_changed=product_changed, representation_changed=representation_changed)
    product, representation = np.asarray(numbers(product_changed), dtype=float), np.asarray(numbers(representation_changed), dtype=float)
    place = 2 * product + representation
    named = np.array([*APPROACHES, np.nan], dtype=object)[np.where(np.isnan(place), -1, place).astype(int)]
    return like(product_changed if hasattr(product_changed, "iloc") else representation_changed, named)


def approach_examples():
    """One row per kind of mass customization: approach, its two answers, dialogue, firm and example.

    The four firms are those of Gilmore & Pine (1997); the words are in the reader's language.
    """
    rows = [
        ("collaborative", 1, 1, words.t("customize.dialogue_explicit"), "Paris Miki", words.t("customize.example_collaborative")),
        ("adaptive", 0, 0, words.t("customize.dialogue_herself"), "Lutron", words.t("customize.example_adaptive")),
        ("cosmetic", 0, 1, words.t("customize.dialogue_wishes"), "Planters", words.t("customize.example_cosmetic")),
        ("transparent", 1, 0, words.t("customize.dialogue_observed"), "ChemStation", words.t("customize.example_transparent")),
    ]
    return pd.DataFrame(rows, columns=["approach", "product_changed", "representation_changed", "dialogue", "firm", "example"])
