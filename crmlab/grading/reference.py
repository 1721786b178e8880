"""The author's own notebook, run: what is asked, and what is right for which seed."""
import hashlib
import json

from .. import answers, words
from . import source


def run(notebook, worker, seed=None, chance=0):
    """Run the source with a seed (None: as it stands): {"seed", "answers", "expects"}, plain JSON.

    Raises
    ------
    ValueError : a cell of the source fails, the run does not come to its end, or expect() names what was not answered
    """
    from . import engine

    done = engine.execute(source.with_seed(notebook, seed), worker, quiet=True, chance=chance)
    if done.errors:
        number, error = min(done.errors.items())
        raise ValueError(words.t("source.fails", cell=_shown_number(number, seed, notebook), error=error, seed=seed))
    if done.ended:
        raise ValueError(words.t("source.stops", ended=done.ended))
    if unanswered := sorted(set(done.expects) - set(done.answers)):
        raise ValueError(words.t("source.expects_only", name=unanswered[0]))
    answered = {name: value for name, value in done.answers.items() if value != {"t": "unanswered"}}
    return {"seed": seed, "answers": answered, "expects": {name: done.expects[name] for name in done.expects if name in answered}}


def _shown_number(index, seed, notebook):
    """The number of the cell as its author counts, without the seed that was put in."""
    place = source.parameters_cell(notebook)
    return index + 1 - (seed is not None and place is not None and index > place)


def questions(notebook, reference):
    """The questions in the notebook's order, each a dict: name, title, points, tolerance, hint, by_hand, slips (their names)."""
    titles, points = source.titles(notebook), source.nbgrader_points(notebook)
    names = [name for name in titles if name in reference["answers"]]
    names += [name for name in reference["answers"] if name not in titles]
    return [_question(name, titles.get(name, name), reference["expects"].get(name, {}), points.get(name, 1)) for name in names]


def _question(name, title, expected, points):
    return {
        "name": name,
        "title": title,
        "points": expected.get("points", points),
        "tolerance": expected.get("tolerance"),
        "hint": expected.get("hint"),
        "by_hand": expected.get("by_hand", False),
        "slips": list(expected.get("slips", {})),
    }


def differing(questions_, one, other):
    """The computed questions on which two runs of the source disagree."""
    return [question["name"] for question in questions_ if not question["by_hand"]
            and answers.compare(one["answers"][question["name"]], other["answers"].get(question["name"]), question["tolerance"]) is not None]


def confused_slips(questions_, reference):
    """(question, slip) for every named slip that gives the right answer on this data."""
    return [(question["name"], text) for question in questions_
            for text, wrong in reference["expects"].get(question["name"], {}).get("slips", {}).items()
            if answers.compare(reference["answers"][question["name"]], wrong, question["tolerance"]) is None]


def seeds(key, purpose, count):
    """Seeds that nobody can foretell without the key, the same whenever they are asked for again."""
    return [int(hashlib.sha256(json.dumps([key, purpose, index]).encode()).hexdigest(), 16) % 2**31 for index in range(count)]
