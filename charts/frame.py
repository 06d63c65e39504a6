"""What every chart has in common: fonts, axes, ground. Sizes are pixels of the page."""

from collections.abc import Mapping, Sequence
from typing import Any

import altair as alt

from charts.palette import FONT, Palette

Spec = dict[str, Any]
"""A Vega-Lite specification, ready to be drawn or sent to a page."""
TEXT, TITLE = 13, 13


def rows(values: Sequence[Mapping[str, object]]) -> alt.InlineData:
    """Values as the chart's own data: nothing is loaded by it."""
    return alt.InlineData(values=[dict(each) for each in values])


def framed(chart: alt.Chart | alt.LayerChart | alt.FacetChart, palette: Palette, width: int, height: int) -> Spec:
    """The chart with our frame, as a specification."""
    axis = {"labelFontSize": TEXT, "titleFontSize": TITLE, "titleFontWeight": "normal", "labelColor": palette.hush}
    whole = (
        chart.properties(width=width, height=height, background=palette.paper, autosize=alt.AutoSizeParams(type="fit"))
        .configure(font=FONT, padding=6)
        .configure_view(stroke=None)
        .configure_axis(
            **axis, titleColor=palette.hush, gridColor=palette.line, domainColor=palette.line, tickColor=palette.line
        )
        .configure_legend(
            labelFontSize=TEXT,
            titleFontSize=TITLE,
            titleFontWeight="normal",
            labelColor=palette.ink,
            titleColor=palette.hush,
            orient="top",
            symbolType="square",
        )
    )
    return dict(whole.to_dict())
