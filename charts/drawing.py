"""Specifications to pictures, by vl-convert: no browser, no network."""

import json
from dataclasses import dataclass
from functools import lru_cache

import vl_convert

from charts.frame import Spec

VEGA_LITE = "application/vnd.vegalite.v6+json"
KEPT = 64
"""Pictures that are kept: a page asks for the same one at each look, and drawing takes tens of milliseconds."""


def svg(spec: Spec) -> str:
    """The picture of a Vega-Lite specification. The first one of a process takes a second: the drawing engine starts.

    The specification must hold its own data (`charts.frame.rows`): nothing is fetched.
    """
    return _drawn(json.dumps(spec, ensure_ascii=False, sort_keys=True))


@dataclass(frozen=True, slots=True)
class Shown:
    """A specification as a notebook shows it: for programs that draw Vega-Lite, and as a picture for all others.
    Neither needs a network."""

    spec: Spec

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, object]:
        return {VEGA_LITE: self.spec, "image/svg+xml": svg(self.spec)}


def shown(spec: Spec) -> Shown:
    """The specification for a cell of a notebook."""
    return Shown(spec)


@lru_cache(maxsize=KEPT)
def _drawn(spec: str) -> str:
    return str(vl_convert.vegalite_to_svg(spec, allowed_base_urls=[]))


def png(spec: Spec, scale: float = 2.0) -> bytes:
    """The same as pixels, for documents; `scale` is pixels a pixel of the specification."""
    return bytes(vl_convert.vegalite_to_png(json.dumps(spec, ensure_ascii=False), scale=scale, allowed_base_urls=[]))
