"""Rules that stand in for learning where a theme has fewer than about 15 labelled texts (data: rare.toml).

A rule that fires adds one and the same addend to the raw margin of its theme, shown in `why` as "rule:<theme>"; a text
that the learnt heads are sure of stays theirs.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from core.labels import Theme

FILE = Path(__file__).parent / "rare.toml"
ADDEND = 0.9
"""In units of the ridge's margin, where −1 is a sure no and +1 a sure yes."""


class Rule(NamedTuple):
    """Words of a theme, one stem of which a text must hold, with invented texts that must and must not fire it."""

    theme: Theme
    stems: tuple[str, ...]
    pattern: re.Pattern[str]
    yes: tuple[str, ...]
    no: tuple[str, ...]


class Hit(NamedTuple):
    """A rule that fired, and the words that did it."""

    theme: Theme
    words: str


@lru_cache(maxsize=1)
def rules() -> tuple[Rule, ...]:
    """The rules of the file, in its order; read once."""
    raw = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return tuple(_rule(Theme(name), given) for name, given in raw.items())


def _rule(theme: Theme, given: Mapping[str, list[str]]) -> Rule:
    pattern = re.compile(rf"\b(?:{'|'.join(given['words'])})\b")
    return Rule(theme, tuple(given["stems"]), pattern, tuple(given["yes"]), tuple(given["no"]))


def bits(token: str) -> int:
    """Which rules a lower-case token may fire, by their number in the file: 1, 2, 4, …"""
    return sum(1 << at for at, rule in enumerate(rules()) if any(map(token.__contains__, rule.stems)))


def hits(prepared: str) -> Iterator[Hit]:
    """Rules that fire on a prepared text, each at most once."""
    low = prepared.lower()
    for rule in rules():
        found = rule.pattern.search(low) if any(map(low.__contains__, rule.stems)) else None
        if found:
            yield Hit(rule.theme, found.group())
