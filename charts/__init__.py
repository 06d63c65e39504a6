"""Charts as pure functions: values in, a Vega-Lite specification (Altair) out; `drawing.svg` makes it a picture.

One place for pages, documents and notebooks. Every chart takes a palette (light or dark) and a width in pixels.
"""

from charts.bars import Bar, bars
from charts.columns import columns
from charts.curve import Mark, curve
from charts.days import Day, days
from charts.drawing import png, shown, svg
from charts.frame import Spec
from charts.grid import Cell, grid
from charts.lines import Point, lines
from charts.palette import DARK, LIGHT, PALETTES, Palette
from charts.spots import Spot, spots, streets
from charts.voices import Voiced, voices

__all__ = [
    "DARK",
    "LIGHT",
    "PALETTES",
    "Bar",
    "Cell",
    "Day",
    "Mark",
    "Palette",
    "Point",
    "Spec",
    "Spot",
    "Voiced",
    "bars",
    "columns",
    "curve",
    "days",
    "grid",
    "lines",
    "png",
    "shown",
    "spots",
    "streets",
    "svg",
    "voices",
]
