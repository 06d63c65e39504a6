"""What a site lets programs read: robots.txt by RFC 9309. Pure, but for the memory of what was asked."""

import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import quote, unquote, urlsplit

NAME = "mcu-monitor"
"""By this name a site may speak to the program alone."""
LARGEST = 500 * 2**10
"""Bytes of a file that are read: RFC 9309 asks for no less."""
KEPT = 24 * 3600.0
"""Seconds that a file is kept: RFC 9309 allows no more."""
MOST_SITES = 1000
_LINE = re.compile(r"^\s*(user-agent|allow|disallow)\s*:\s*([^#]*)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules for the program: patterns of paths, and whether each lets it in."""

    rules: tuple[tuple[str, bool], ...] = ()

    def allow(self, url: str) -> bool:
        """Whether the page may be read: the longest pattern that fits says so, of equal ones that which allows."""
        parts = urlsplit(url)
        path = _plain(f"{parts.path or '/'}{f'?{parts.query}' if parts.query else ''}")
        fitting = [(len(pattern), allowed) for pattern, allowed in self.rules if _fits(pattern).match(path)]
        return max(fitting, default=(0, True))[1]


EVERYTHING = Rules()


def read(text: str, name: str = NAME) -> Rules:
    """The rules of a file: those of all groups that name the program, else of those for everybody."""
    groups = list(_groups(text))
    own = [rules for names, rules in groups if name in names]
    chosen = own or [rules for names, rules in groups if "*" in names]
    return Rules(tuple(rule for rules in chosen for rule in rules))


def _groups(text: str) -> Iterator[tuple[set[str], list[tuple[str, bool]]]]:
    """Groups as they stand: names, then rules."""
    names: set[str] = set()
    rules: list[tuple[str, bool]] = []
    begun = False
    for found in filter(None, map(_LINE.match, text.removeprefix("\ufeff").splitlines())):
        key, value = found[1].lower(), found[2].strip()
        if key == "user-agent":
            if begun:
                yield names, rules
                names, rules, begun = set(), [], False
            names.add(value.lower().partition("/")[0].strip())
            continue
        begun = True
        if value:  # an empty "Disallow:" forbids nothing
            rules.append((_plain(value), key == "allow"))
    yield names, rules


def _plain(path: str) -> str:
    """One spelling of a path: what is encoded in one place and not in the other is the same."""
    return quote(unquote(path), safe="/?&=*$:;,@!~'()+%[]-._")


@lru_cache(1024)
def _fits(pattern: str) -> re.Pattern[str]:
    """A pattern of a path: `*` is anything, a `$` at the end is the end."""
    end = "$" if pattern.endswith("$") else ""
    return re.compile(".*".join(map(re.escape, pattern.removesuffix("$").split("*"))) + end)


class Robots:
    """What was read of sites, kept for a day. One for the whole process."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._known: dict[str, tuple[float, Rules]] = {}

    def of(self, site: str, ask: Callable[[], Rules]) -> Rules:
        """The rules of a site (scheme, host and port); asked for where they are not known, or too old."""
        until, rules = self._known.get(site, (0.0, EVERYTHING))
        if self._clock() < until:
            return rules
        if len(self._known) >= MOST_SITES:
            self._known.clear()
        rules = ask()
        self._known[site] = self._clock() + KEPT, rules
        return rules
