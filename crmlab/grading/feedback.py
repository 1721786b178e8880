"""One student's feedback page: what was right, why the rest was not, a hint, and her own executed notebook."""
import hashlib
import html
import math
import unicodedata

from .. import answers, words
from . import gradebook, plain, style
from .outputs import notebook_html

STYLE = """
.total { font-size: 1.15rem; margin: .8rem 0 1.2rem; } .total b { font-size: 1.7rem; }
.verdicts { width: 100%; } .verdicts th[scope=row] { font-weight: 600; width: 26%; } .verdicts td.points { white-space: nowrap; }
.hint { border-left: 4px solid var(--note); background: #fff8ec; padding: .25rem .7rem; } .comment { border-left: 4px solid var(--accent); background: #eef6fb; padding: .25rem .7rem; white-space: pre-line; }
.verdicts p { margin: .25rem 0; } .verdicts p:first-child { margin-top: 0; }
.cell { margin: 1.1rem 0; } .cell .number { color: var(--soft); font-size: .78rem; margin: 0; } .cell .code { margin-top: .1rem; }
.prose { white-space: pre-wrap; margin: 1.1rem 0; color: #333; overflow: hidden; }
.output { padding-left: .95rem; } .stderr { background: #fdf3ee; border-left: 3px solid #D55E00; padding: .4rem .8rem; }
.cell > img { display: block; max-width: 100%; height: auto; margin: .6rem 0; } .said { font-size: .92rem; font-style: italic; }
.data { font-size: .86rem; margin: .6rem 0 .6rem .95rem; } .data td, .data th { padding: .2rem .8rem .2rem 0; text-align: right; }
.cell:target, .prose:target { outline: 2px solid var(--accent); outline-offset: .4rem; }
@media (max-width: 40rem) {
  .verdicts thead { display: none; } .verdicts tr { display: block; border-bottom: 1px solid var(--line); padding: .7rem 0; }
  .verdicts th[scope=row], .verdicts td { display: block; width: auto; border: 0; padding: .15rem 0; } .verdicts td.verdict, .verdicts td.points { display: inline-block; padding-right: .8rem; }
}
@media print { .verdicts tr, .cell > img { break-inside: avoid; } }
"""

WHY = {
    "type": "feedback.why.type",
    "shape": "feedback.why.shape",
    "values": "feedback.why.values",
    "hidden": "feedback.why.hidden",
    "slip": "feedback.why.slip",
}
_UNSAFE = set('<>:"/\\|?*')
_RESERVED = {"con", "prn", "aux", "nul", *(f"{port}{digit}" for port in ("com", "lpt") for digit in "0123456789¹²³")}


def page(result, questions, notebook=None, title="", late=None, handed_out=()):
    """The feedback of one result as a whole offline HTML page, in the language in use.

    It shows nothing of the hidden runs and no expected value. ``notebook`` is her executed notebook, None when nothing ran;
    ``late`` is how late she was, as in late.lateness(); ``handed_out`` are the texts of the exercise, which need not be repeated.
    """
    name = plain.clean(result["student"])
    content = "\n".join([
        f'<p class="kicker">{plain.escaped(title) or html.escape(words.t("feedback.kicker"))}</p><h1>{html.escape(name)}</h1>',
        f'<p class="soft">{html.escape(words.t("feedback.file"))} <span class="name">{plain.escaped(result["submission"])}</span></p>',
        _total(result, questions, late), _status(result), _verdicts(result, questions, notebook), _unknown(result), _notebook(notebook, handed_out),
    ])
    return style.document(f"{words.t('feedback.kicker')}: {name}", content, STYLE)


def _total(result, questions, late):
    earned = gradebook.rows([result], questions, {result["submission"]: late})[0].total
    most = words.number(math.fsum(question["points"] for question in questions))
    unread = math.fsum(question["points"] for question in questions if _unread(style.record_of(result, question)))
    more = f' <span class="soft">{html.escape(words.t("feedback.unread", points=words.number(unread)))}</span>' if unread else ""
    cost = f'<p class="warning">{html.escape(words.t("feedback.late", share=words.percent(late.deduction, 0)))}</p>' if late and late.deduction else ""
    return f'<p class="total"><b>{words.number(earned)}</b> {html.escape(words.t("feedback.of_points", points=most))}{more}</p>{cost}'


def _unread(record):
    """Whether a person still has to mark this answer."""
    return record["outcome"] == "to be read"


def _status(result):
    if result["status"] not in style.STOPPED:
        return ""
    reason = f' {plain.escaped(result["reason"])}' if result.get("reason") else ""
    return f'<p class="warning">{html.escape(words.t(style.STOPPED[result["status"]][1]))}{reason}</p>'


def _verdicts(result, questions, notebook):
    heads = [words.t(key) for key in ("feedback.question", "feedback.verdict", "feedback.points", "feedback.explained")]
    head = "".join(f'<th scope="col">{html.escape(text)}</th>' for text in heads)
    rows = "\n".join(_row(question, result, notebook) for question in questions)
    return f'<table class="verdicts"><thead><tr>{head}</tr></thead><tbody>\n{rows}\n</tbody></table>'


def _row(question, result, notebook):
    record = style.record_of(result, question)
    of = "–" if _unread(record) else words.number(record["points"])
    marks = html.escape(words.t("feedback.points_of", points=of, most=words.number(question["points"])))
    return (
        f'<tr><th scope="row">{plain.escaped(question["title"])}<br/><span class="name">{plain.escaped(question["name"])}</span>{_link(record, notebook)}</th>'
        f'<td class="verdict">{style.badge(style.outcome_of(result, question))}</td><td class="points">{marks}</td><td>{_explained(question, record)}</td></tr>'
    )


def _link(record, notebook):
    cell = record.get("cell")
    if cell is None or notebook is None:
        return ""
    return f' <a class="nowrap name" href="#cell-{int(cell)}">{html.escape(words.t("feedback.see_cell", number=int(cell) + 1))}</a>'


def _explained(question, record):
    """Why in a sentence, what she answered, the hint if it helps, and what the instructor wrote."""
    parts = [f"<p>{plain.escaped(why(question, record))}</p>"]
    if record.get("given") is not None and record["outcome"] in ("correct", "incorrect") and not question.get("by_hand"):
        parts.append(f'<p class="soft">{plain.escaped(words.t("feedback.you_answered", answer=answers.show(record["given"])))}</p>')
    if question.get("hint") and record["outcome"] in ("incorrect", "error", "not attempted"):
        parts.append(f'<p class="hint"><b>{html.escape(words.t("feedback.hint"))}</b> {plain.escaped(question["hint"])}</p>')
    if record.get("comment"):
        parts.append(f'<p class="comment"><b>{html.escape(words.t("feedback.comment"))}</b> {plain.shortened(record["comment"])}</p>')
    return "".join(parts)


def why(question, record):
    """What a student is told about one question, in a sentence (as text, not HTML)."""
    outcome = record["outcome"]
    if outcome in ("not attempted", "to be read"):
        return words.t("feedback.why.to_be_read" if outcome == "to be read" else "feedback.why.not_attempted")
    if outcome == "error":
        key = "feedback.why.hidden_error" if record.get("why") == "hidden" else "feedback.why.error"
        return words.t(key, error=style.error_of(record)[:600])
    if question.get("by_hand"):
        return words.t("feedback.why.read")
    if outcome == "correct":
        return words.t("feedback.why.correct")
    if record.get("wanted"):
        return words.t("feedback.why.wanted", wanted=answers.wanted(record["wanted"], record["given"]))
    return words.t(WHY[record.get("why") or "values"], slip=(record.get("slip") or "").rstrip("."))


def _unknown(result):
    names = ", ".join(plain.escaped(name) for name in (result.get("unknown") or [])[:20])
    return f'<p class="note">{html.escape(words.t("feedback.unknown"))} <span class="name">{names}</span></p>' if names else ""


def _notebook(notebook, handed_out):
    if notebook is None:
        return ""
    return f'<h2>{html.escape(words.t("feedback.notebook"))}</h2>\n<p class="soft">{html.escape(words.t("feedback.notebook_note"))}</p>\n{notebook_html(notebook, handed_out)}'


def file_names(submissions):
    """The name of each submission's page, as {submission: name}: no two are the same on any file system."""
    names = {submission: file_name(submission) for submission in submissions}
    taken = {}
    for submission, name in names.items():
        taken.setdefault(_folded(name), []).append(submission)
    return {submission: name if len(taken[_folded(name)]) == 1 else _marked(submission) for submission, name in names.items()}


def file_name(submission):
    """The name of a submission's page, with its Vietnamese letters, safe on Windows too: "Nguyễn Văn An.html".

    Names that had to be changed carry a mark made from the submission's own name; for a whole class use file_names().
    """
    stem = _stem(submission)
    return f"{stem}.html" if stem == _plain_stem(submission) else _marked(submission)


def _plain_stem(submission):
    return unicodedata.normalize("NFC", submission).removesuffix(".ipynb").replace("/", "__")


def _stem(submission):
    """A submission's path as one name without what a file system refuses, at most 80 characters."""
    text = "".join("_" if letter in _UNSAFE or not letter.isprintable() else letter for letter in _plain_stem(submission))[:80].strip(" .")
    return f"_{text}" if not text or text.split(".")[0].strip().casefold() in _RESERVED else text


def _marked(submission):
    mark = hashlib.sha256(submission.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    return f"{_stem(submission)}-{mark}.html"


def _folded(name):
    return unicodedata.normalize("NFC", name.casefold())
