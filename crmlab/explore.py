"""Sliders beside a picture that changes in place."""
import html
import inspect

import ipywidgets

from . import words


class Explore(ipywidgets.VBox):
    """Move a slider and see the picture change.

    Parameters
    ----------
    chart : function
        Takes the sliders' values by name and returns a picture (crmlab.charts), always of one size.
    **sliders : (lowest, highest, step)
        One slider per argument of the chart, at most three; it starts at the chart's own default
        (which widens the limits when it lies outside),
        and its label is the glossary's term for that name. Whole numbers make a slider of whole numbers.

    In JupyterLab it is live. In HTML, on GitHub and on paper it is the picture with its alt text and caption.

    Examples
    --------
    ``Explore(charts.survival_curve, retention_rate=(0.5, 0.95, 0.05))``
    """

    def __init__(self, chart, **sliders):
        self._chart = chart
        defaults = inspect.signature(chart).parameters
        unknown = [name for name in sliders if name not in defaults]
        if unknown or not sliders:
            raise ValueError(words.t("explore.sliders", chart=chart.__name__, known=", ".join(defaults), first=next(iter(defaults))))
        self._sliders = {name: _slider(name, limits, defaults[name].default) for name, limits in sliders.items()}
        self._picture = self._draw()
        self._view = ipywidgets.HTML(self._picture.live_html())
        for slider in self._sliders.values():
            slider.observe(self._redraw, names="value")
        super().__init__([*self._sliders.values(), self._view])

    @property
    def values(self):
        """The sliders' values, by name."""
        return {name: slider.value for name, slider in self._sliders.items()}

    def _draw(self):
        return self._chart(**self.values)

    def _redraw(self, change):
        self._picture = self._draw()
        self._view.value = self._picture.live_html()

    def _repr_mimebundle_(self, **kwargs):
        bundle = super()._repr_mimebundle_(**kwargs) or {}
        data, metadata = bundle if isinstance(bundle, tuple) else (bundle, {})
        still = {"text/plain": repr(self._picture), "text/html": self._still()}
        return data | still, metadata

    def _still(self):
        """What a page without live widgets shows."""
        labels = ", ".join(slider.description for slider in self._sliders.values())
        return self._picture.html() + f"<p><small>{html.escape(words.t('explore.still', sliders=labels))}</small></p>"


def _slider(name, limits, default):
    try:
        low, high, step = limits
    except (TypeError, ValueError):
        raise ValueError(words.t("explore.limits", name=name, limits=limits)) from None
    start = default if isinstance(default, (int, float)) else low
    whole = all(isinstance(number, int) for number in (low, high, step, start))
    low, high = min(low, start), max(high, start)
    kind = ipywidgets.IntSlider if whole else ipywidgets.FloatSlider
    label = words.t(name)
    return kind(
        value=start, min=low, max=high, step=step, description=label[0].upper() + label[1:], continuous_update=True,
        readout_format="d" if whole else ".0%" if high <= 1 and step >= 0.01 else ".1%" if high <= 1 else ".2f",
        style={"description_width": "220px"}, layout={"width": "620px"},
    )
