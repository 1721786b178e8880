"""Chapter 1.3: Barnes' four levels of relationship, and twelve situations to tell them apart."""
import numpy as np
import pandas as pd

from .. import words
from ..metrics import _guard
from ..metrics._numbers import like

LEVELS = ("intimate", "face_to_face", "distant", "no_contact")
PERSONAL_DATA = ("private", "some", "none")
DIRECT_INTERACTION = ("often", "rarely", "never")

# level: personal data given, direct interaction, what the textbook's abstract itself says of it
_MATRIX = {
    "intimate": ("private", "often", "relationships.evidence_name"),
    "face_to_face": ("relationships.may_or_may_not", "often", "relationships.evidence_name_data"),
    "distant": ("some", "rarely", "relationships.evidence_memory"),
    "no_contact": ("none", "relationships.rarely_or_never", "relationships.evidence_interaction"),
}
_TYPICAL = {
    "intimate": "relationships.typical_intimate",
    "face_to_face": "relationships.typical_face_to_face",
    "distant": "relationships.typical_distant",
    "no_contact": "relationships.typical_no_contact",
}
_VIGNETTES = (
    ("relationships.vignette_doctor", "private", "often"),
    ("relationships.vignette_hairdresser", "private", "often"),
    ("relationships.vignette_adviser", "private", "often"),
    ("relationships.vignette_noodles", "none", "often"),
    ("relationships.vignette_tea_house", "some", "often"),
    ("relationships.vignette_market", "none", "often"),
    ("relationships.vignette_bank", "some", "rarely"),
    ("relationships.vignette_web_shop", "some", "never"),
    ("relationships.vignette_office_phone", "some", "rarely"),
    ("relationships.vignette_bottle", "none", "never"),
    ("relationships.vignette_vending", "none", "never"),
    ("relationships.vignette_hotline", "none", "rarely"),
)


def barnes_level(personal_data, direct_interaction):
    """The level of a relationship after Barnes, from two questions about it.

    Direct interaction is often: "intimate" with private data, else "face_to_face" (there personal data may or may not be
    given). Direct interaction is rare or never: "no_contact" without personal data, else "distant". That last
    line also takes somebody who gave her data and never meets us: the data are a thread that we could pull.

    Parameters
    ----------
    personal_data : "private", "some" or "none"
        What the customer has told about herself: private matters, an address or a phone number, or nothing.
    direct_interaction : "often", "rarely" or "never"
        How often the two sides deal with each other in person.

    Returns
    -------
    "intimate", "face_to_face", "distant" or "no_contact"
        One word, or an array or Series of them; nan where one of the answers is unknown.

    Raises
    ------
    ValueError
        If an answer is another word.

    References
    ----------
    The textbook says that Barnes has four levels, names the first two, and says that at the second personal data may or may
    not be given, and that a kind of relationship rarely or never needs direct interaction (WE-103). The rest,
    the two other names among it, is from memory; the rule that makes four levels of nine answers is our own.

    Examples
    --------
    >>> barnes_level("private", "often")
    'intimate'
    >>> barnes_level(["none", "some", "none"], ["often", "rarely", "never"]).tolist()
    ['face_to_face', 'distant', 'no_contact']
    """
    data = _answers("personal_data", personal_data, PERSONAL_DATA)
    meetings = _answers("direct_interaction", direct_interaction, DIRECT_INTERACTION)
    if data.shape != meetings.shape:
        _guard.same_length(personal_data=data, direct_interaction=meetings)
    unknown, often = (data < 0) | (meetings < 0), meetings == 0
    rules = [unknown, often & (data == 0), often, data == 2]
    chosen = np.select(rules, [4, 0, 1, 3], 2)
    names = np.array([*LEVELS, np.nan], dtype=object)[chosen]
    return like(personal_data, names)


def _answers(name, value, allowed):
    """Each answer as its place among the allowed words, -1 for an unknown one."""
    values = np.asarray(value, dtype=object)
    for answer in {answer for answer in values.flat if not pd.isna(answer)}:
        _guard.choice(name, answer, allowed)
    place = {answer: position for position, answer in enumerate(allowed)}
    return np.array([place.get(answer, -1) for answer in values.flat], dtype=int).reshape(values.shape)


def barnes_levels():
    """One row per level of relationship after Barnes: what marks it, an example, and where we have it from."""
    rows = [
        {
            "level": level,
            words.t("relationships.name"): words.t(f"relationships.level_{level}"),
            words.t("relationships.personal_data"): _said(data),
            words.t("relationships.direct_interaction"): _said(meeting),
            words.t("relationships.typical"): words.t(_TYPICAL[level]),
            words.t("relationships.evidence"): words.t(evidence),
        }
        for level, (data, meeting, evidence) in _MATRIX.items()
    ]
    return pd.DataFrame(rows).set_index("level")


def _said(answer):
    return words.t(answer) if "." in answer else words.t(f"relationships.answer_{answer}")


def vignettes():
    """One row per situation (twelve, our own): the story, what the customer has told, and how often the two sides meet.

    The level is not among the columns: ``barnes_level(table["personal_data"], table["direct_interaction"])``.
    """
    rows = [(number, words.t(key), data, meeting) for number, (key, data, meeting) in enumerate(_VIGNETTES, start=1)]
    return pd.DataFrame(rows, columns=["number", "vignette", "personal_data", "direct_interaction"]).set_index("number")
