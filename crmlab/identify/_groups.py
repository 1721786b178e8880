"""Who belongs together: things joined by pairs, directly or through others."""
import numpy as np
import pandas as pd


def groups(count, left, right):
    """The group of each of ``count`` things, named by its first member, when thing ``left[i]`` goes with ``right[i]``."""
    labels = np.arange(count)
    while True:
        lower = np.minimum(labels[left], labels[right])
        joined = labels.copy()
        np.minimum.at(joined, labels[left], lower)
        np.minimum.at(joined, labels[right], lower)
        while (joined[joined] != joined).any():
            joined = joined[joined]
        if (joined == labels).all():
            return labels
        labels = joined


def same_value(values):
    """Pairs of places, each with the first place of its value: those with an equal value end up in one group."""
    codes, _ = pd.factorize(values)
    known = np.flatnonzero(codes >= 0)
    first = np.full(codes.max(initial=-1) + 1, len(codes))
    np.minimum.at(first, codes[known], known)
    return first[codes[known]], known
