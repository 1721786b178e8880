"""The page about a class: what to discuss first, how it went, and for each question the wrong answers that many gave."""
import collections
import html
import math
import statistics
import urllib.parse

from .. import words
from . import bars, gradebook, plain, style
from .clusters import clusters
from .feedback import file_names

SHOWN, CODE, NAMES = 8, 2_500, 400  # clusters of a question in full; characters of an example; names in a list
STYLE = bars.STYLE + """
.tiles { display: grid; grid-template-columns: repeat(auto-fill, minmax(7rem, 1fr)); gap: .7rem; margin: 1.2rem 0; padding: 0; list-style: none; }
.tile { background: var(--pale); border-radius: 6px; padding: .55rem .9rem; font-size: .9rem; color: var(--soft); } .tile b { display: block; font-size: 1.6rem; line-height: 1.2; color: var(--ink); }
.tile.odd { background: #fff8ec; }
.discuss { border: 1px solid var(--line); border-left: 5px solid var(--accent); border-radius: 4px; padding: .4rem 1.2rem .7rem; margin: 1.4rem 0; } .discuss h2 { border: 0; margin: .5rem 0; padding: 0; }
.discuss ol { margin: .3rem 0; padding-left: 1.3rem; } .discuss li { margin: .45rem 0; }
.key { display: flex; flex-wrap: wrap; gap: .2rem 1.2rem; font-size: .88rem; margin: .4rem 0 1rem; padding: 0; list-style: none; } .key svg { display: inline-block; vertical-align: -2px; margin-right: .35rem; }
.bar { margin: 0 0 .95rem; break-inside: avoid; } .bar .label { display: flex; justify-content: space-between; gap: 1rem; margin-bottom: .15rem; } .bar .label > :last-child { text-align: right; white-space: nowrap; }
.cluster { padding: .6rem 0 .5rem; break-inside: avoid; } .cluster h4 { font-size: 1rem; font-weight: 400; margin: 0 0 .3rem; line-height: 1.5; } .cluster h4 svg { margin-bottom: .35rem; }
.cluster:target { outline: 2px solid var(--accent); outline-offset: .3rem; }
.cluster .much { font-variant-numeric: tabular-nums; white-space: nowrap; } .answer { font-family: Consolas, "DejaVu Sans Mono", monospace; font-size: .9em; background: #fdece1; padding: 0 .3em; border-radius: 3px; }
.names { columns: 14rem; font-size: .92rem; margin: .3rem 0; padding-left: 1.2rem; } .singles { padding-left: 1.2rem; font-size: .93rem; } .singles li { margin: .2rem 0; }
.students { width: 100%; font-size: .92rem; } .students tbody th { font-weight: 400; } .students th, .students td { padding: .28rem .7rem .28rem 0; } .students td.n, .students th.n { text-align: right; white-space: nowrap; } .students thead th { white-space: nowrap; vertical-align: bottom; }
.students td.m, .students th.m { text-align: center; padding-right: .3rem; padding-left: .3rem; } .mark { display: inline-block; min-width: 1.7em; border-radius: 4px; border: 1px solid; line-height: 1.45; } .students thead { display: table-header-group; } .students tr { break-inside: avoid; }
@media (max-width: 40rem) { .students { font-size: .86rem; } .students td.m, .students th.m { padding-left: .08rem; padding-right: .08rem; } .students th, .students td { padding-right: .4rem; } }
@media print { .discuss { break-inside: avoid; } summary, .discuss a { display: none; } }
"""


def page(results, questions, codes, title="", late=None, solutions=None):
    """The class as a whole offline HTML page in the language in use.

    ``codes`` is {submission: {question: source of its cell}}, ``late`` {submission: how late}, as in late.lateness().
    """
    totals = {row.submission: row.total for row in gradebook.rows(results, questions, late)}
    links = file_names([result["submission"] for result in results])
    found = {question["name"]: clusters(results, question) for question in questions}
    heading = words.t("classpage.title")
    content = "\n".join([
        bars.PATTERNS, f'<p class="kicker">{html.escape(heading)}</p><h1>{plain.escaped(title) or html.escape(heading)}</h1>',
        _tiles(results, questions, totals), _discuss(questions, found, results), _histogram(results, questions, totals), _outcomes(results, questions),
        f'<h2>{_t("classpage.questions")}</h2>', *[_question(question, index, found[question["name"]], results, codes, links, (solutions or {}).get(question["name"])) for index, question in enumerate(questions)],
        _students(results, questions, totals, links),
    ])
    return style.document(f"{heading}: {title}" if title else heading, content, STYLE)


def _t(key, **values):
    return html.escape(words.t(key, **values))


def _graded(results, totals):
    """The totals of all that could be read."""
    return [totals[result["submission"]] for result in results if result["status"] != "unreadable"]


def _percent(count, everybody):
    return words.percent(count / everybody + 1e-9, 0)


def _tiles(results, questions, totals):
    """The counts in large figures: handed in, mean, median, and every way in which a run did not end well."""
    graded = _graded(results, totals)
    most = words.number(math.fsum(question["points"] for question in questions))
    tiles = [("", str(len(results)), words.t("classpage.submissions"))]
    if graded:
        tiles.append(("", words.number(statistics.mean(graded), 1), words.t("classpage.mean", most=most)))
        tiles.append(("", words.number(statistics.median(graded)), words.t("classpage.median_of", most=most)))
    statuses = collections.Counter(result["status"] for result in results)
    tiles += [("odd", str(statuses[status]), words.t(short)) for status, (short, _) in style.STOPPED.items() if statuses[status]]
    unread = sum(record["outcome"] == "to be read" for result in results for record in result["questions"].values())
    tiles += [("odd", str(unread), words.t("classpage.unread"))] if unread else []
    return '<ul class="tiles">' + "".join(f'<li class="tile {kind}"><b>{number}</b>{html.escape(text)}</li>' for kind, number, text in tiles) + "</ul>"


def _discuss(questions, found, results):
    """What most of the class share, wrong answers and errors, in three sentences."""
    shared = []
    for index, question in enumerate(questions):
        shared += [(cluster.count, question, _did(cluster), _anchor(index, place)) for place, cluster in enumerate(found[question["name"]])]
        shared += [(len(failed), question, f'{_t("classpage.stopped")} {plain.escaped(kind[:80])}', f"q-{index + 1}") for kind, failed in _kinds(results, question)]
    largest = sorted([entry for entry in shared if entry[0] > 1], key=lambda entry: -entry[0])[:3]
    lines = [f'<li>{_t("classpage.in_question", title=plain.clean(question["title"]))} {_much(count, len(results))}: {did} <a class="nowrap" href="#{anchor}">{_t("classpage.see")}</a></li>'
             for count, question, did, anchor in largest]
    body = f"<ol>{''.join(lines)}</ol>" if lines else f"<p>{_t('classpage.nothing_shared')}</p>"
    return f'<section class="discuss"><h2>{_t("classpage.discuss")}</h2>{body}</section>'


def _anchor(question, place):
    return f"q-{question + 1}-{place + 1}"


def _much(count, everybody):
    return f'<b class="much">{_t("classpage.much", count=count, all=everybody, share=_percent(count, everybody))}</b>'


def _did(cluster):
    """What happened in a cluster, and the answer, as HTML that follows the number of students."""
    said = cluster.slip.rstrip(".") if cluster.why == "slip" else words.t(DID[cluster.why])
    return f'{plain.escaped(said)}: <span class="answer">{plain.escaped(cluster.answer)}</span>'


DID = {
    "hidden": "classpage.did.hidden",
    "type": "classpage.did.type",
    "shape": "classpage.did.shape",
    "values": "classpage.did.values",
}


def _histogram(results, questions, totals):
    graded, most = _graded(results, totals), math.fsum(question["points"] for question in questions)
    if not graded or not most:
        return ""
    return f'<h2>{_t("classpage.totals")}</h2>\n<p class="soft">{_t("classpage.totals_note")}</p>\n{bars.histogram(graded, most)}'


def _outcomes(results, questions):
    """A key of the outcomes that occur, and a bar for every question."""
    counts = [collections.Counter(style.outcome_of(result, question) for result in results) for question in questions]
    key = "".join(f"<li>{bars.swatch(outcome)}{sign} {_t(word)}</li>" for outcome, (sign, word) in style.OUTCOMES.items() if any(count[outcome] for count in counts))
    lines = "\n".join(_bar(question, index, counts[index], len(results)) for index, question in enumerate(questions))
    return f'<h2>{_t("classpage.outcomes")}</h2>\n<ul class="key">{key}</ul>\n{lines}'


def _bar(question, index, counts, everybody):
    right = "" if question.get("by_hand") else _t("classpage.right", share=_percent(counts["correct"], max(1, everybody)))
    label = f'<a href="#q-{index + 1}">{plain.escaped(question["title"])}</a> <span class="name">{plain.escaped(question["name"])}</span>'
    ordered = {outcome: counts[outcome] for outcome in style.OUTCOMES}
    return f'<div class="bar"><div class="label"><span>{label}</span><span class="soft">{right}</span></div>{bars.outcome_bar(ordered)}</div>'


def _question(question, index, found, results, codes, links, solution):
    """One question: its shared wrong answers, those that only one student gave, and its errors."""
    name, shown = question["name"], [cluster for cluster in found if cluster.count > 1][:SHOWN]
    pupils = {result["submission"]: result["student"] for result in results}
    parts = [_cluster(cluster, _anchor(index, place), results, name, codes, pupils, links) for place, cluster in enumerate(shown)]
    parts += [_rest(found[len(shown):], pupils, links)] + _errors(results, question, codes, pupils, links)
    body = _solution(solution) + "".join(parts) or f'<p class="soft">{_t("classpage.by_hand" if question.get("by_hand") else "classpage.no_mistakes")}</p>'
    return f'<section><h3 id="q-{index + 1}">{plain.escaped(question["title"])} <span class="name">{plain.escaped(name)}</span></h3>{body}</section>'


def _solution(solution):
    """The right answer on the public data and the author's code, folded away: the page may be shown in class."""
    if solution is None:
        return ""
    return f'<details><summary>{_t("classpage.solution")}</summary><p><span class="answer">{plain.escaped(solution[0])}</span></p><pre class="code">{plain.shortened(solution[1], CODE)}</pre></details>'


def _cluster(cluster, anchor, results, name, codes, pupils, links):
    heading = f'{bars.share(cluster.share)}{_much(cluster.count, len(results))} · {_did(cluster)}'
    example = _example(codes, results[cluster.example]["submission"], name)
    return f'<div class="cluster" id="{anchor}"><h4>{heading}</h4>{example}{_who(cluster.submissions, pupils, links)}</div>'


def _example(codes, submission, name):
    source = (codes.get(submission) or {}).get(name)
    return f'<pre class="code">{plain.shortened(source.strip(), CODE)}</pre>' if source else ""


def _who(submissions, pupils, links):
    """Whose answers they are, folded away."""
    names = "".join(f"<li>{_linked(submission, pupils, links)}</li>" for submission in submissions[:NAMES])
    return f'<details><summary>{_t("classpage.who")}</summary><ul class="names">{names}</ul></details>'


def _linked(submission, pupils, links):
    return f'<a href="feedback/{urllib.parse.quote(links[submission])}">{plain.escaped(pupils[submission])}</a>'


def _rest(found, pupils, links):
    """The wrong answers that are left, each on one line."""
    if not found:
        return ""
    lines = "".join(f'<li><span class="answer">{plain.escaped(cluster.answer)}</span> {", ".join(_linked(one, pupils, links) for one in cluster.submissions[:20])}</li>' for cluster in found[:NAMES])
    return f'<div class="cluster"><details><summary>{_t("classpage.singles", count=len(found))}</summary><ul class="singles">{lines}</ul></details></div>'


def _kinds(results, question):
    """The errors of one question by type, the most frequent first: (type, [(submission, message), …])."""
    kinds = collections.defaultdict(list)
    for result in results:
        if style.record_of(result, question)["outcome"] == "error":
            message = style.error_of(style.record_of(result, question))
            kinds[message.partition(":")[0]].append((result["submission"], message))
    return sorted(kinds.items(), key=lambda entry: -len(entry[1]))


def _errors(results, question, codes, pupils, links):
    """The errors of one question, each type with one example."""
    return [_error(kind, failed, len(results), question["name"], codes, pupils, links) for kind, failed in _kinds(results, question)]


def _error(kind, failed, everybody, name, codes, pupils, links):
    submission, message = max(failed, key=lambda entry: ":" in entry[1])
    badge = f'<span class="badge error"><span class="sign" aria-hidden="true">!</span> {plain.escaped(kind[:80])}</span>'
    return (
        f'<div class="cluster"><h4>{bars.share(len(failed) / everybody)}{_much(len(failed), everybody)} · {_t("classpage.stopped")} {badge}</h4>'
        f'<p class="soft">{plain.escaped(message[:400])}</p>{_example(codes, submission, name)}{_who([one for one, _ in failed], pupils, links)}</div>'
    )


def _students(results, questions, totals, links):
    """Every student with a link to her page, her total and a mark per question."""
    heads = "".join(f'<th scope="col" class="m" title="{plain.escaped(question["title"])}">{plain.escaped(question["name"])}</th>' for question in questions)
    rows = "\n".join(_student(result, questions, totals, links) for result in results)
    return (
        f'<h2>{_t("classpage.students")}</h2>\n<details><summary>{_t("classpage.who")}</summary><div class="wide"><table class="students"><thead><tr><th scope="col">{_t("classpage.student")}</th>'
        f'<th scope="col" class="n">{_t("feedback.points")}</th>{heads}</tr></thead><tbody>\n{rows}\n</tbody></table></div></details>'
    )


def _student(result, questions, totals, links):
    marks = "".join(f'<td class="m">{_mark(style.outcome_of(result, question))}</td>' for question in questions)
    remark = f'<br/><span class="soft">{_t(style.STOPPED[result["status"]][0])}</span>' if result["status"] in style.STOPPED else ""
    name = _linked(result["submission"], {result["submission"]: result["student"]}, links)
    return f'<tr><th scope="row">{name}{remark}</th><td class="n">{words.number(totals[result["submission"]])}</td>{marks}</tr>'


def _mark(outcome):
    sign, key = style.OUTCOMES[outcome]
    return f'<span class="mark {style.css_class(outcome)}" role="img" aria-label="{_t(key)}" title="{_t(key)}">{sign}</span>'
