"""The door's short way through a platform's JSON: one walk that takes persons out and gathers what they are called.

Most payloads name nobody but by numbers under the keys of accounts. What is harder is `Harder`, and goes the long way
(`Door.plainly`), which is the rule; a test holds that both ways give the same.
"""

import math
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple

from collectors import persons

KEYS = 4096
LONGEST_NUMBER = 10**20


class Harder(Exception):
    """A payload that needs the long way."""


class Key(NamedTuple):
    """What a key means: whether it is `dropped`, speaks of an account (`whose`), may name somebody (`calls`)."""

    name: str
    said: str
    dropped: bool
    whose: bool
    calls: bool


class Walks:
    """Walks for a door: its `caption` masks a short string, its `author` makes a pseudonym of a number or an account,
    its `plain` leaves of an account's string what may be kept. Keys are looked up once."""

    def __init__(
        self, caption: Callable[[str], str], author: Callable[[Any, object], str], plain: Callable[..., str | None]
    ) -> None:
        self.caption, self.author, self.plain = caption, author, plain
        self.key = lru_cache(KEYS)(self._key)

    def _key(self, name: str) -> Key:
        dropped, whose = persons.named(name), persons.whose(name)
        silent = name.removesuffix("[]").lower() in persons.DROPPED and not whose
        return Key(name, self.caption(name), dropped, whose, persons.speaks(name) and not silent)


class Walk:
    """One walk through one payload. `spare` leaves out what says None or False: flags of Telegram that are not set."""

    def __init__(self, walks: Walks, platform: object, *, spare: bool) -> None:
        self._walks, self._platform, self._spare = walks, platform, spare
        self._found: list[str | int] = []
        self._said: list[str] = []
        self._numbers: list[int] = []

    def through(self, mapping: Mapping[str, object]) -> dict[str, object]:
        """The payload without persons. Raises Harder."""
        if type(mapping) is not dict:
            raise Harder
        kept = self._inside(mapping, 1)
        if self._found and self._named_again():
            raise Harder
        return kept

    def _named_again(self) -> bool:
        """Whether somebody who was found stands in what is kept, too."""
        said, found = "\0".join(self._said), set(self._found)
        return any(str(each) in said for each in found) or not found.isdisjoint(self._numbers)

    def _inside(self, mapping: dict[Any, object], depth: int) -> dict[str, object]:
        if persons.person(mapping) or depth > persons.DEPTH:
            raise Harder
        kept: dict[str, object] = {}
        spare, known, said = self._spare, self._walks.key, self._said
        for name, item in mapping.items():
            if spare and (item is None or item is False):
                continue
            if type(name) is not str:
                raise Harder
            key = known(name)
            if key.dropped:
                self._gather(key, item, depth)
            else:
                kept[key.said] = self._kept(key, item, depth)
                said.append(key.said)
        return kept

    def _gather(self, key: Key, item: object, depth: int) -> None:
        """Persons under a key that is dropped."""
        if type(item) is dict or type(item) is list:
            persons.find(key.name, lean(item) if self._spare else item, depth, self._found)
        elif key.calls:
            persons.find(key.name, item, depth, self._found)

    def _kept(self, key: Key, item: object, depth: int) -> object:
        try:
            way = _WAYS[type(item)]
        except KeyError:
            raise Harder from None
        return way(self, key, item, depth)

    def _same(self, key: Key, item: object, depth: int) -> object:
        return item

    def _text(self, key: Key, item: str, depth: int) -> str | None:
        if key.calls:
            persons.find(key.name, item, depth, self._found)
        walks = self._walks
        said = walks.plain(self._platform, key.name, item, persons.NOBODY) if key.whose else walks.caption(item)
        if said:
            self._said.append(said)
        return said

    def _number(self, key: Key, item: int, depth: int) -> int | str:
        if item < persons.LONG_ID:
            return self._walks.author(self._platform, item) if key.whose and item > 0 else item
        if item >= LONGEST_NUMBER:
            raise Harder
        if not key.whose:
            self._numbers.append(item)
            return item
        self._found.append(item)
        return self._walks.author(self._platform, item)

    def _mapping(self, key: Key, item: dict[Any, object], depth: int) -> object:
        if key.whose and "_" not in item:
            raise Harder
        return self._inside(item, depth + 1)

    def _list(self, key: Key, items: list[object], depth: int) -> object:
        if depth >= persons.DEPTH or key.name.endswith("[]"):
            raise Harder
        within = self._walks.key(f"{key.name}[]")
        return [self._kept(within, item, depth + 1) for item in items]


def _nothing(walk: Walk, key: Key, item: object, depth: int) -> None:
    return None


def _finite(walk: Walk, key: Key, item: float, depth: int) -> float | None:
    return item if math.isfinite(item) else None


def _moment(walk: Walk, key: Key, item: datetime, depth: int) -> str:
    return item.isoformat()


_WAYS: Mapping[type, Callable[..., object]] = {
    str: Walk._text,
    int: Walk._number,
    dict: Walk._mapping,
    list: Walk._list,
    bool: Walk._same,
    type(None): Walk._same,
    float: _finite,
    datetime: _moment,
    bytes: _nothing,
}


def lean(value: Any) -> Any:
    """A value without what it does not say: the TL layer has a None or False for each flag that is not set."""
    if isinstance(value, dict):
        return {key: lean(item) for key, item in value.items() if item is not None and item is not False}
    return [lean(item) for item in value] if isinstance(value, list) else value
