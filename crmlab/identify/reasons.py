"""Why two records are held to be one customer, in one sentence."""
from .. import words

FIELD_WORDS = {"birthday": "identify.the_birthday", "id_number": "identify.the_id_number", "tax_code": "identify.the_tax_code", "account_no": "identify.the_account_no"}


def of_pairs(found, comparisons):
    """A sentence for each pair: how each known field agrees."""
    columns = [f"level_{field}" for field, _ in comparisons]
    codes = found[columns].apply(tuple, axis=1) if columns and len(found) else found["l"].map(str)
    return codes.map({pattern: _sentence(pattern, comparisons) for pattern in codes.unique()}).astype("str")


def _sentence(pattern, comparisons):
    said = []
    for number, (field, levels) in zip(pattern, comparisons, strict=True):
        if number >= 0:
            label = words.t(FIELD_WORDS[field]) if field in FIELD_WORDS else field
            said.append(words.t(levels[int(number)].word, field=label))
    return "; ".join(said) or words.t("identify.nothing_common")


def of_records(ids, groups, found, comparisons):
    """The table of records: customer_id, confidence and a sentence that names the best partner."""
    import numpy as np
    import pandas as pd

    first = pd.Series(groups).map({group: number for number, group in enumerate(pd.unique(groups), start=1)})
    best = _best(found, groups, len(ids))
    shown = found.iloc[best["pair"].clip(lower=0)] if len(found) else found
    reason = of_pairs(shown, comparisons).to_numpy() if len(found) else np.array([""] * len(ids), dtype=object)
    partner = ids.to_numpy(dtype=object)[best["partner"]] if len(ids) else []
    sentences = [
        words.t("identify.linked_to", record=other, reason=why) if inside else words.t("identify.nearest", record=other, reason=why, probability=words.percent(p)) if p >= 0.01 else words.t("identify.alone")
        for inside, other, why, p in zip(best["inside"], partner, reason, best["probability"], strict=True)
    ]
    confidence = np.where(best["inside"], best["probability"], 1 - best["probability"])
    return pd.DataFrame({"record_id": ids, "customer_id": first.map("C{:05d}".format).astype("str"), "confidence": confidence, "reason": pd.Series(sentences, dtype="str")})


def _best(found, groups, size):
    """For each record its most probable pair within its customer, or, where it is alone, with anybody."""
    import numpy as np
    import pandas as pd

    table = pd.DataFrame({"probability": np.zeros(size), "pair": np.zeros(size, dtype="int64"), "partner": np.arange(size), "inside": np.zeros(size, dtype=bool)})
    if not len(found):
        return table
    left, right = found["l"].to_numpy(), found["r"].to_numpy()
    both = pd.DataFrame({"record": np.append(left, right), "partner": np.append(right, left), "pair": np.tile(np.arange(len(found)), 2), "probability": np.tile(found["probability"], 2)})
    both["inside"] = np.tile(groups[left] == groups[right], 2)
    both = both.sort_values(["inside", "probability", "partner"], ascending=[False, False, True], kind="stable").drop_duplicates("record").set_index("record")
    alone = pd.Series(groups).map(pd.Series(groups).value_counts()).to_numpy() == 1
    both = both[both["inside"] | alone[both.index]]
    table.loc[both.index, ["probability", "pair", "partner", "inside"]] = both[["probability", "pair", "partner", "inside"]]
    return table
