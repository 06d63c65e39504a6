"""What the address of a VK source points to: a wall, a board of discussions or a search.

`club5` or a short name is a wall, `club5/board` all topics of its board, `club5/board/7` one of them: `board` is VK's
own word (vk.com/board5), and latin letters pass through URLs, file names and terminals unchanged. A search is
`search?q=слова&lat=58.5&lon=31.2&radius=15` (radius in km).
"""

from collections.abc import Mapping
from dataclasses import dataclass

from core.addresses import SEARCH


@dataclass(frozen=True, slots=True)
class WallAt:
    """The wall of a community."""

    name: str


@dataclass(frozen=True, slots=True)
class BoardAt:
    """The discussions of a community, or one topic of them."""

    name: str
    topic: int | None = None


@dataclass(frozen=True, slots=True)
class SearchFor:
    """Words, a point in degrees of WGS 84, and kilometres around it."""

    words: str = ""
    lat: float | None = None
    lon: float | None = None
    radius: float | None = None


Where = WallAt | BoardAt | SearchFor


def where(address: str) -> Where:
    """What an address that core.addresses let pass points to."""
    if address.startswith(SEARCH):
        parts = dict(part.partition("=")[::2] for part in address.removeprefix(SEARCH).split("&"))
        return SearchFor(parts.get("q", ""), *(_float(parts, name) for name in ("lat", "lon", "radius")))
    name, *board = address.split("/")
    if not board:
        return WallAt(name)
    return BoardAt(name, int(board[1]) if len(board) > 1 else None)


def _float(parts: Mapping[str, str], name: str) -> float | None:
    return float(parts[name]) if name in parts else None
