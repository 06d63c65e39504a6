"""An address up to its house: people know where to go by the house, the flat is somebody's home (152-ФЗ)."""

import re
from collections.abc import Callable

FLAT = re.compile(
    r"[ \u00a0,(]{0,3}(?<![\w-])(?:"
    r"кв(?:артир[аеыуой]{1,2}|-р[аеуы])?\.?[ \u00a0]{0,2}(?:№|номер)?[ \u00a0]{0,2}\d{1,4}(?!\d)"
    r"|\d{1,4}[ \u00a0]?(?:кв\.?|квартир[аеыу])(?!\w|[ \u00a0.№]{0,3}\d))",
    re.IGNORECASE,
)
"""A flat by its number, written before or behind the word."""
DASHED = re.compile(r"(?P<house>\d{1,4})[а-г]?(?P<flat>[ \u00a0]?[-–][ \u00a0]?(?P<last>\d{2,4}))(?!\w)", re.IGNORECASE)
"""`Гагарина 7-15`; behind «дома» it is a range of houses, and one figure may be a part of the house's own number."""
ASIDE = (2, 4)
"""How far apart the numbers of two houses are that stand side by side and are named as one: «Моховая 27-29»."""


def up_to_house(address: str, *, aside: bool = False) -> str:
    """The beginning of an address that ends before its flat; an address without one as it is.

    `aside`: two houses side by side stay, `27-29`. All 46 dashed addresses of train.jsonl with
    such numbers were houses, and 12 of the 18 others flats; how a clerk types a flat was not counted.
    """
    found = FLAT.search(address)
    kept = address[: found.start()] if found else address
    dashed = None if "дома" in kept.lower() else _flat(kept, aside)
    kept = kept[: dashed.start("flat")] if dashed else kept
    return kept if kept == address else kept.rstrip(" \u00a0,.;(")


def _flat(address: str, aside: bool) -> re.Match[str] | None:
    """The first dashed number that is taken for a flat."""
    found = DASHED.search(address)
    while found and aside and _aside(found):
        found = DASHED.search(address, found.start("last"))
    return found


def _aside(found: re.Match[str]) -> bool:
    return found.end("house") == found.start("flat") and int(found["last"]) - int(found["house"]) in ASIDE


_MASKS = re.compile(r"\[[а-яФИО]{3,8}\]|@житель")
_LETTERS = re.compile(r"[^\W\d_]{2}")
_NAME_WITH_HOUSE = re.compile(r"\[ФИО\],?[ \u00a0]?(?:д(?:ом)?\.?[ \u00a0]?)?\d")
_WORD = r"(?:кв\w{0,8}|ком\w{0,6}|тел\w{0,6}|т|моб\w{0,8}|сот\w{0,6}|почта|e-?mail|звон\w{2,4}|номер)"
_CALLED = re.compile(rf"(?:[ \u00a0,;.:(№–-]|(?<!\w){_WORD})*$", re.IGNORECASE)
STREET = "ул. "


def cleared(address: str, mask: Callable[[str], str]) -> str:
    """An address that a person typed, as one that was found in a text would be kept: up to its house, without what a
    mask takes for a phone, an address of mail, a flat, somebody's name. A name with a house behind it is a street."""
    shown = mask(address)
    if shown == address:
        return up_to_house(address)
    if _NAME_WITH_HOUSE.search(shown):
        shown = mask(STREET + address).removeprefix(STREET)
    parts = (_opened(part) for part in _MASKS.split(shown))
    return up_to_house(next((part for part in parts if _LETTERS.search(part)), ""))


def _opened(part: str) -> str:
    """A piece between two masks without what led to the mask: «тел.», «кв.», a bracket that nothing closes."""
    told = part[: part.rfind("(")] if part.rfind("(") > part.rfind(")") else part
    return _CALLED.sub("", told).lstrip(" \u00a0,;.)–-")
