"""Specifications to pictures, by vl-convert: no browser, no network."""

import json
from functools import lru_cache

import altair as alt
import vl_convert

from charts.frame import Spec

KEPT = 64
"""Pictures that are kept: a page asks for the same one at each look, and drawing takes tens of milliseconds."""


def svg(spec: Spec) -> str:
    """The picture of a Vega-Lite specification. The first one of a process takes a second: the drawing engine starts.

    The specification must hold its own data (`charts.frame.rows`): nothing is fetched.
    """
    return _drawn(json.dumps(spec, ensure_ascii=False, sort_keys=True))


def shown(spec: Spec) -> alt.Chart | alt.LayerChart:
    """The specification as a notebook shows it."""
    return alt.Chart.from_dict(spec)


@lru_cache(maxsize=KEPT)
def _drawn(spec: str) -> str:
    return str(vl_convert.vegalite_to_svg(spec, allowed_base_urls=[]))


def png(spec: Spec, scale: float = 2.0) -> bytes:
    """The same as pixels, for documents; `scale` is pixels a pixel of the specification."""
    return bytes(vl_convert.vegalite_to_png(json.dumps(spec, ensure_ascii=False), scale=scale, allowed_base_urls=[]))
