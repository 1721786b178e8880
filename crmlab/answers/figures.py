"""A picture as what it says: titles, labels and the plotted data, not its colours or size."""
import sys


def figure_of(value):
    """The matplotlib figure that a value is, or carries (axes, a crmlab picture); None for anything else."""
    module = sys.modules.get("matplotlib.figure")
    if module is None:
        return None
    if isinstance(value, module.FigureBase):
        return value
    figure = getattr(value, "figure", None)
    return figure if isinstance(figure, module.FigureBase) else None


def plotted(figure):
    """One dict per axes that has something drawn: title, labels, categories, lines, bars and points."""
    found = [_axes(axes) for axes in figure.axes]
    return [axes for axes in found if axes["lines"] or axes["bars"] or axes["points"] or axes["title"]]


def _axes(axes):
    from matplotlib.container import BarContainer

    bars = [container for container in axes.containers if isinstance(container, BarContainer)]
    return {
        "title": axes.get_title() or axes.get_title(loc="left"),
        "x": axes.get_xlabel(),
        "y": axes.get_ylabel(),
        "categories": _categories(axes.xaxis) or _categories(axes.yaxis),
        "lines": [[list(line.get_xdata()), list(line.get_ydata())] for line in axes.lines],
        "bars": [[_length(bar, container) for bar in container.patches] for container in bars],
        "points": [[list(pair) for pair in points.get_offsets().tolist()] for points in axes.collections if len(points.get_offsets())],
    }


def _length(bar, container):
    return bar.get_width() if container.orientation == "horizontal" else bar.get_height()


def _categories(axis):
    """The words on a categorical axis, in order."""
    names = getattr(axis.units, "_mapping", None) or getattr(axis.get_major_formatter(), "seq", None)
    return [str(name) for name in names] if names else []
