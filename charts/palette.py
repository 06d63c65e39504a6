"""The colours of all charts, for light and for dark pages: those of api/web/assets/base.css, by name.

A picture cannot read the page's CSS variables, so each chart is drawn twice and the browser takes one of them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

FONT = "Noto Sans, Segoe UI, Roboto, Arial, sans-serif"


@dataclass(frozen=True, slots=True)
class Palette:
    """Colours as `#rrggbb`. `levels` are those of the risk levels by their codes, the least first; `ramp` goes from
    nothing to much."""

    name: str
    paper: str
    ink: str
    hush: str
    line: str
    main: str
    levels: Mapping[str, str] = field(default_factory=dict)
    ramp: tuple[str, str] = ("", "")


LIGHT = Palette(
    name="light",
    paper="#ffffff",
    ink="#161b22",
    hush="#57606c",
    line="#dde2e8",
    main="#1d4f91",
    levels={"low": "#9db8a6", "medium": "#d6b62c", "high": "#d9681b", "critical": "#a8101c"},
    ramp=("#e9f0f9", "#1d4f91"),
)
DARK = Palette(
    name="dark",
    paper="#1a2027",
    ink="#e6eaf0",
    hush="#9aa5b3",
    line="#2b333d",
    main="#8db8f2",
    levels={"low": "#5d7d68", "medium": "#dcc15a", "high": "#ffa45c", "critical": "#ff5c66"},
    ramp=("#22303f", "#8db8f2"),
)
PALETTES = {each.name: each for each in (LIGHT, DARK)}
