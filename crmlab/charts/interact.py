"""Chapter 2.4: pictures of interaction: channels, memory, questions, fatigue, alarms and the campaign against its control group."""
import numpy as np

from .. import interact, words
from .picture import BLUE, COLOURS, GREEN, GREY, HATCHES, LINES, MARKERS, ORANGE, VERMILION, Picture, clean_axes, number_ticks, percent_ticks

__all__ = [
    "alarm_count", "channel_mix", "contact_fatigue", "contact_permission", "first_contact", "lift_intervals", "memory_growth", "rhythm_alarm", "uncertainty_left",
]

CHANNELS = ("shop", "phone", "email", "app")
BEFORE, COSTS, ANSWERS = (0.20, 0.50, 0.25, 0.05), (50_000, 15_000, 500, 100), (0.69, 0.39, 0.23, 0.34)


def channel_mix(moved_online=0.5, shares=BEFORE, unit_costs=COSTS, answer_rates=ANSWERS):
    """What a contact costs, and what an answer costs, when a part of the talks in shops and by phone moves to e-mail and app."""
    shares, online = np.asarray(shares, dtype=float), np.array([0, 0, 0.5, 0.5])
    after = np.where(online > 0, shares + moved_online * shares[:2].sum() * online, shares * (1 - moved_online))
    figure, (contact, answer) = clean_axes(columns=2, left=0.11, right=0.98, bottom=0.14, top=0.78, gap=0.32)
    costs = [interact.cost_per_contact(mix, unit_costs) for mix in (shares, after)]
    answers = [cost / np.dot(mix, answer_rates) for cost, mix in zip(costs, (shares, after))]
    for column, mix in enumerate((shares, after)):
        _stack(contact, column, mix * np.asarray(unit_costs))
        contact.annotate(words.number(costs[column], 0), (column, costs[column]), (0, 4), textcoords="offset points", ha="center", fontsize=10)
        answer.bar(column, answers[column], width=0.6, color=GREY)
        answer.annotate(words.number(answers[column], 0), (column, answers[column]), (0, 4), textcoords="offset points", ha="center", fontsize=10)
    for axes, key, highest in ((contact, "chart.mix.contact", 22_000), (answer, "chart.mix.answer", 60_000)):
        axes.set(xlim=(-0.6, 1.6), ylim=(0, highest), xticks=(0, 1))
        axes.set_xticklabels([words.t("chart.mix.before"), words.t("chart.mix.after")])
        axes.set_title(words.t(key), fontsize=10.5, loc="left")
        number_ticks(axes.yaxis)
    figure.legend(*contact.get_legend_handles_labels(), loc="upper center", ncols=4, frameon=False, fontsize=10)
    values = {"moved": words.percent(moved_online, 0), "before": words.number(costs[0], 0), "after": words.number(costs[1], 0)}
    values |= {"answer_before": words.number(answers[0], 0), "answer_after": words.number(answers[1], 0), "saving": words.percent(interact.cost_saving(*costs), 0)}
    values["answer_saving"] = words.percent(interact.cost_saving(*answers), 0)
    return Picture(figure, words.t("chart.mix.alt", **values), words.t("chart.mix.caption", **values))


def _stack(axes, column, parts):
    """One column, the cost of each channel on top of the others."""
    bottom = 0
    for name, colour, hatch, part in zip(CHANNELS, COLOURS, HATCHES, parts):
        label = words.t(f"channel.{name}") if column == 0 else None
        axes.bar(column, part, bottom=bottom, width=0.6, color=colour, hatch=hatch, edgecolor="white", label=label)
        bottom += part


def memory_growth(most=12, **found):
    """How often the firm could have guessed what a customer does next, purchase by purchase; tables of ``interact.remembered`` by name."""
    figure, axes = clean_axes()
    said = []
    for (name, table), colour, line, marker in zip(found.items(), COLOURS, LINES, MARKERS):
        known = table[(table["nth"] >= 2) & (table["nth"] <= most)]
        rates = known.groupby("nth")["right"].agg(["mean", "sum", "size"])
        low, high = interact.wilson(rates["sum"].to_numpy(), rates["size"].to_numpy())
        axes.fill_between(rates.index, low, high, color=colour, alpha=0.2, linewidth=0)
        axes.plot(rates.index, rates["mean"], line, marker=marker, color=colour, linewidth=2)
        axes.annotate(words.t(f"chart.memory.{name}"), (most + 0.3, rates["mean"].iloc[-1]), color=colour, va="center", annotation_clip=False)
        ends = {"first": words.percent(rates["mean"].iloc[0], 0), "last": words.percent(rates["mean"].iloc[-1], 0)}
        said.append(words.t("chart.memory.one", name=words.t(f"chart.memory.{name}"), most=most, **ends))
    figure.subplots_adjust(right=0.8)
    axes.set(ylim=(0, 1), xlim=(1.5, most + 0.3), xticks=range(2, most + 1), xlabel=words.t("chart.memory.nth"), ylabel=words.t("chart.memory.right"))
    percent_ticks(axes.yaxis)
    return Picture(figure, words.t("chart.memory.alt", curves="; ".join(said), most=most), words.t("chart.memory.caption", curves="; ".join(said)))


def contact_permission(customers, asked, reachable, by_phone):
    """How many customers there are, were asked for permission, may be contacted through some channel, and by phone."""
    gates = {"customers": customers, "asked": asked, "reachable": reachable, "by_phone": by_phone}
    figure, axes = clean_axes(height=3.1, left=0.34, right=0.96, bottom=0.14, top=0.97)
    labels, numbers = [words.t(f"chart.permission.{gate}") for gate in gates], [int(number) for number in gates.values()]
    axes.barh(range(4), numbers, color=[GREY, BLUE, GREEN, GREEN], height=0.62)
    for row, number in enumerate(numbers):
        share = f"{words.number(number)} ({words.percent(number / numbers[0], 0)})"
        axes.annotate(share, (number, row), (5, 0), textcoords="offset points", va="center", fontsize=10)
    axes.set(yticks=range(4), ylim=(3.5, -0.5), xlim=(0, numbers[0] * 1.25))
    axes.set_yticklabels(labels)
    axes.grid(False)
    number_ticks(axes.xaxis)
    said = ", ".join(f"{label}: {words.number(number)}" for label, number in zip(labels, numbers))
    values = {"gates": said, "all": words.number(numbers[0]), "left": words.number(numbers[2]), "share": words.percent(numbers[2] / numbers[0], 0)}
    return Picture(figure, words.t("chart.permission.alt", **values), words.t("chart.permission.caption", **values))


def contact_fatigue(found):
    """The answer rate against the contacts of the last 30 days, with what the same customers answer usually; from ``interact.fatigue``."""
    figure, axes = clean_axes()
    rate = found["answer_rate"]
    below, above = rate - found["low"], found["high"] - rate
    axes.errorbar(found["recent"], rate, yerr=[below, above], fmt="o", color=VERMILION, markersize=8, capsize=5, linewidth=2, label=words.t("chart.fatigue.rate"))
    axes.plot(found["recent"], found["usual"], LINES[1], marker=MARKERS[1], color=GREY, linewidth=1.5, label=words.t("chart.fatigue.usual"))
    ticks = [str(recent) for recent in found["recent"]]
    axes.set(ylim=(0, max(0.1, 1.1 * found["high"].max())), xlim=(-0.5, 3.5), xticks=found["recent"], xlabel=words.t("chart.fatigue.recent"), ylabel=words.t("answer_rate"))
    axes.set_xticklabels([tick + ("+" if tick == "3" else "") for tick in ticks])
    percent_ticks(axes.yaxis)
    axes.legend(frameon=False, fontsize=10, loc="lower left")
    said = ", ".join(f"{tick}: {words.percent(one, 0)}" for tick, one in zip(ticks, rate))
    values = {"rates": said, "first": words.percent(rate.iloc[0], 0), "last": words.percent(rate.iloc[-1], 0)}
    return Picture(figure, words.t("chart.fatigue.alt", **values), words.t("chart.fatigue.caption", **values))


def uncertainty_left(form, golden, most=5):
    """The mean uncertainty left after each question, in the form's order and golden questions first; from ``interact.interviews``."""
    figure, axes = clean_axes(right=0.94)
    left = {}
    for name, found, colour, line, marker in (("form", form, GREY, LINES[1], MARKERS[1]), ("golden", golden, BLUE, LINES[0], MARKERS[0])):
        mean = found[found["step"] <= most].groupby("step")[["entropy", "minutes"]].mean()
        left[name] = mean["entropy"]
        axes.plot(mean["minutes"], mean["entropy"], line, marker=marker, color=colour, linewidth=2, markersize=7, clip_on=False, label=words.t(f"chart.questions.{name}"))
    axes.set(ylim=(0, 1.08 * left["form"].iloc[0]), xlabel=words.t("chart.questions.minutes"), ylabel=words.t("chart.questions.bits"))
    axes.set_xlim(left=0)
    for axis in (axes.xaxis, axes.yaxis):
        number_ticks(axis)
    axes.legend(frameon=False, fontsize=10, loc="lower left")
    values = {"start": words.number(left["form"].iloc[0], 2), "form": words.number(left["form"].iloc[2], 2), "golden": words.number(left["golden"].iloc[2], 2)}
    return Picture(figure, words.t("chart.questions.alt", **values), words.t("chart.questions.caption", **values))


def rhythm_alarm(orders, found, as_of, days=240, customer="customer_id", date="date"):
    """The purchases of a few customers on a time line, and the day from which their silence breaks their own rhythm; ``found`` from ``interact.alerts``."""
    figure, axes = clean_axes(height=1.2 + 0.7 * len(found), left=0.16, bottom=0.24)
    axes.grid(False)
    alarmed = []
    for row, one in enumerate(found.itertuples(index=False)):
        who = getattr(one, customer)
        ago = [(one.last - day).days + one.silent for day in orders.loc[orders[customer] == who, date].drop_duplicates()]
        axes.plot([-day for day in ago if 0 <= day <= days], [row] * sum(0 <= day <= days for day in ago), "o", color=BLUE, markersize=7)
        axes.plot([-one.silent, 0], [row, row], ":" if one.alarm else "-", color=VERMILION if one.alarm else GREY, linewidth=2.5)
        axes.plot([one.limit - one.silent], [row], "|", color="black", markersize=20, markeredgewidth=2, clip_on=True)
        note = {"rhythm": words.number(one.rhythm, 0), "silent": words.number(one.silent, 0), "limit": words.number(one.limit, 0)}
        axes.annotate(words.t("chart.rhythm_alarm.note", **note), (-days, row - 0.26), fontsize=9.5)
        alarmed += [str(who)] if one.alarm else []
    axes.axvline(0, color="black", linewidth=1)
    axes.set(yticks=range(len(found)), ylim=(len(found) - 0.5, -0.6), xlim=(-days - 4, 60), xlabel=words.t("chart.rhythm_alarm.days"))
    axes.set_yticklabels(found[customer])
    number_ticks(axes.xaxis)
    values = {"count": len(found), "alarmed": ", ".join(alarmed) or "–", "as_of": as_of}
    return Picture(figure, words.t("chart.rhythm_alarm.alt", **values), words.t("chart.rhythm_alarm.caption", **values))


def alarm_count(results, most=10):
    """How many alarms were right, how many false, how many customers were missed; from ``interact.alert_results``.

    ``most`` is where the axis ends: give the same for every picture that is compared.
    """
    right = int((results["alarm"] & results["slowed"]).sum())
    false, missed = int(results["alarm"].sum()) - right, int(results["slowed"].sum()) - right
    figure, axes = clean_axes(height=3.0, left=0.24, right=0.95, bottom=0.18, top=0.88)
    kinds = (("right", right, BLUE, ""), ("false", false, VERMILION, "//"), ("missed", missed, GREY, ".."))
    for row, (kind, number, colour, hatch) in enumerate(kinds):
        axes.barh(row, number, color=colour, hatch=hatch, edgecolor="white", height=0.6)
        axes.annotate(words.number(number), (number, row), (5, 0), textcoords="offset points", va="center", fontsize=11)
    axes.set(yticks=range(3), ylim=(2.6, -0.6), xlim=(0, max(most, 1.1 * right, 1.1 * false, 1.1 * missed)), xlabel=words.t("chart.customers"))
    axes.set_yticklabels([words.t("chart.alarm.right"), words.t("chart.alarm.false"), words.t("chart.alarm.missed")])
    number_ticks(axes.xaxis)
    precision, found = right / max(right + false, 1), right / max(right + missed, 1)
    values = {"right": right, "false": false, "missed": missed, "alarms": right + false, "customers": words.number(len(results))}
    values |= {"precision": words.percent(precision, 0), "found": words.percent(found, 0), "slowed": words.percent((right + missed) / len(results), 0)}
    axes.set_title(words.t("chart.alarm.title", **values), loc="left", fontsize=11)
    return Picture(figure, words.t("chart.alarm.alt", **values), words.t("chart.alarm.caption", **values))


def first_contact(found, patience=4, skill=0.9):
    """Cases settled at once, against the minutes until the data are there: simulated (``interact.service_desk``) and by the formula."""
    figure, axes = clean_axes()
    most = float(found["latency"].max())
    times = np.linspace(0, most, 60)
    axes.plot(times, interact.first_contact_resolution(times, patience, skill), "-", color=BLUE, linewidth=2, label=words.t("chart.desk.formula"))
    axes.plot(found["latency"], found["first_contact"], "s", color=ORANGE, markeredgecolor="black", markersize=8, label=words.t("chart.desk.simulated"))
    for row in found.itertuples():
        text = words.t("chart.desk.contacts", contacts=words.number(row.contacts, 1))
        axes.annotate(text, (row.latency, row.first_contact), (8, 8), textcoords="offset points", fontsize=10)
    axes.set(ylim=(0, 1.05), xlim=(-0.2, most * 1.25), xlabel=words.t("latency"), ylabel=words.t("first_contact_resolution"))
    percent_ticks(axes.yaxis)
    number_ticks(axes.xaxis)
    axes.legend(frameon=False, fontsize=10, loc="upper right")
    values = {"first": words.percent(found["first_contact"].iloc[0], 0), "last": words.percent(found["first_contact"].iloc[-1], 0), "latency": words.number(most)}
    values |= {"calls": words.number(found["contacts"].iloc[-1], 1)}
    return Picture(figure, words.t("chart.desk.alt", **values), words.t("chart.desk.caption", **values))


def lift_intervals(found):
    """What the campaign added in each group, with its interval; from ``interact.campaign_lift``, whose first column names the groups."""
    names = [str(name) for name in found.iloc[:, 0]]
    figure, axes = clean_axes(height=1.3 + 0.5 * len(names), left=0.16, right=0.95, bottom=0.26)
    axes.grid(axis="y", visible=False)
    axes.axvline(0, color="black", linewidth=1)
    sure = []
    for row, one in enumerate(found.itertuples()):
        proven = one.low > 0 or one.high < 0
        colour, marker = (BLUE, "o") if proven else (GREY, "s")
        axes.plot([one.low, one.high], [row, row], "-" if proven else "--", color=colour, linewidth=2)
        axes.plot([one.difference], [row], marker, color=colour, markersize=9)
        sure += [names[row]] if proven else []
    edge = max(0.05, 1.1 * float(np.nanmax(np.abs(found[["low", "high"]].to_numpy()))))
    axes.set(yticks=range(len(names)), ylim=(len(names) - 0.5, -0.5), xlim=(-edge, edge), xlabel=words.t("chart.lift.axis"))
    axes.set_yticklabels(names)
    percent_ticks(axes.xaxis)
    said = ", ".join(f"{name}: {words.percent(difference, 1)}" for name, difference in zip(names, found["difference"]))
    values = {"groups": said, "sure": ", ".join(sure) or "–"}
    caption = words.t("chart.lift.caption", **values) if sure else words.t("chart.lift.nothing")
    return Picture(figure, words.t("chart.lift.alt", **values), caption)
