"""The look of the pages for students and instructors: one offline HTML document that can run nothing and fetch nothing."""
import html

from .. import words

OUTCOMES = {
    "correct": ("✓", "feedback.verdict.correct"),
    "in part": ("◐", "feedback.verdict.in_part"),
    "incorrect": ("✗", "feedback.verdict.incorrect"),
    "error": ("!", "feedback.verdict.error"),
    "not attempted": ("○", "feedback.verdict.not_attempted"),
    "to be read": ("✎", "feedback.verdict.to_be_read"),
}
STOPPED = {  # how a run ended: in a word or two for the instructor, in sentences for the student
    "unreadable": ("classpage.status.unreadable", "feedback.status.unreadable"),
    "timeout": ("classpage.status.timeout", "feedback.status.timeout"),
    "memory": ("classpage.status.memory", "feedback.status.memory"),
    "ended early": ("classpage.status.ended_early", "feedback.status.ended_early"),
    "output": ("classpage.status.output", "feedback.status.output"),
    "limited": ("classpage.status.limited", "feedback.status.limited"),
}

# Okabe & Ito's colours, darkened where they carry text; each outcome has a sign and a pattern besides
STYLE = """
:root { color-scheme: light; --ink: #1a1a1a; --soft: #555; --line: #d9d9d9; --pale: #f6f8fa; --accent: #0072B2; --note: #E69F00; }
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body { font: 17px/1.55 "Segoe UI", "Noto Sans", "DejaVu Sans", sans-serif; color: var(--ink); background: #fff; max-width: 58rem;
  margin: 0 auto; padding: 1.6rem 1.2rem 4rem; overflow-wrap: break-word; }
h1, h2, h3 { line-height: 1.25; text-wrap: balance; } h1 { font-size: 1.9rem; margin: 0 0 .3rem; }
h2 { font-size: 1.4rem; margin: 2.6rem 0 .9rem; padding-bottom: .25rem; border-bottom: 1px solid var(--line); }
h3 { font-size: 1.12rem; margin: 2rem 0 .6rem; }
p { margin: .5rem 0; } a { color: var(--accent); }
.kicker { color: var(--soft); font-size: .88rem; margin: 0 0 .2rem; }
.name { color: var(--soft); font: .85em Consolas, "DejaVu Sans Mono", monospace; font-weight: normal; }
.soft, .note { color: var(--soft); font-size: .9rem; } .note { font-style: italic; } .nowrap { white-space: nowrap; }
.warning { border-left: 4px solid var(--note); background: #fff8ec; padding: .5rem 1rem; margin: 1rem 0; }
pre { font: 13.5px/1.5 Consolas, "DejaVu Sans Mono", monospace; white-space: pre-wrap; overflow-wrap: anywhere; overflow: hidden; margin: .5rem 0; }
.code { background: var(--pale); border-left: 3px solid var(--line); padding: .5rem .8rem; }
.cut { color: var(--soft); font-style: italic; }
.badge { display: inline-block; white-space: nowrap; border: 1px solid; border-radius: 4px; padding: .05rem .5rem; font-weight: 600; font-size: .9rem; }
.badge .sign, .mark { font-weight: 700; }
.correct { color: #00543b; background: #e2f4ed; } .in-part { color: #594d00; background: #fbf6c4; } .incorrect { color: #8f3300; background: #fdece1; border-style: dashed; }
.error { color: #6d2453; background: #f8e6f0; border-style: dotted; border-width: 2px; } .not-attempted { color: #4d4d4d; background: #fff; }
.to-be-read { color: #084a72; background: #e3f1fa; border-style: double; border-width: 3px; }
details { margin: .4rem 0; } summary { cursor: pointer; color: var(--accent); }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; } th { text-align: left; }
th, td { padding: .35rem .7rem .35rem 0; border-bottom: 1px solid #ececec; vertical-align: top; }
.wide { overflow-x: auto; }
@page { size: A4; margin: 15mm; }
@media (max-width: 40rem) { body { font-size: 16px; padding: 1rem .9rem 3rem; } h1 { font-size: 1.55rem; } h2 { font-size: 1.25rem; } }
@media print {
  body { max-width: none; padding: 0; font-size: 10.5pt; } pre { font-size: 8.5pt; } h2, h3 { break-after: avoid; } a { color: inherit; text-decoration: none; }
  .badge, .mark, .code, .warning, .tile { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
"""
POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"


def document(title, content, style=""):
    """A whole page in the language in use; ``content`` is HTML that is safe already, ``title`` is text."""
    return (
        f'<!DOCTYPE html>\n<html lang="{words.language()}"><head><meta charset="utf-8"/>'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}"/><meta name="referrer" content="no-referrer"/>'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"/><title>{html.escape(title)}</title>'
        f"<style>{STYLE}{style}</style></head>\n<body>\n{content}\n</body></html>\n"
    )


def badge(outcome):
    """An outcome as its sign and its word in a coloured frame."""
    sign, key = OUTCOMES[outcome]
    return f'<span class="badge {css_class(outcome)}"><span class="sign" aria-hidden="true">{sign}</span> {html.escape(words.t(key))}</span>'


def css_class(outcome):
    """An outcome as the name of its style: "not attempted" is not-attempted."""
    return outcome.replace(" ", "-")


def outcome_of(result, question):
    """The outcome of one question to show: a marked prose answer that earned some of its points is right in part."""
    record = record_of(result, question)
    return "in part" if record["outcome"] == "incorrect" and record["points"] else record["outcome"]


def record_of(result, question):
    """One question of a result; a result that does not name it has not attempted it."""
    return result["questions"].get(question["name"]) or {"outcome": "not attempted", "points": 0}


def error_of(record):
    """What stopped a question, as text: the error's type and message, or how the run ended."""
    error = record.get("error") or "Exception"
    return words.t(STOPPED[error][0]) if error in STOPPED else error
