"""An address up to its house: people know where to go by the house, the flat is somebody's home (152-ФЗ)."""

import re

FLAT = re.compile(
    r"[ \u00a0,(]{0,3}(?<![\w-])(?:"
    r"кв(?:артир[аеыуой]{1,2}|-р[аеуы])?\.?[ \u00a0]{0,2}(?:№|номер)?[ \u00a0]{0,2}\d{1,4}(?!\d)"
    r"|\d{1,4}[ \u00a0]?(?:кв\.?|квартир[аеыу])(?!\w|[ \u00a0.№]{0,3}\d))",
    re.IGNORECASE,
)
"""A flat by its number, written before or behind the word."""
DASHED = re.compile(r"(?<=\d)[а-г]?(?P<flat>[ \u00a0]?[-–][ \u00a0]?\d{2,4})(?!\w)", re.IGNORECASE)
"""`Гагарина 7-15`; behind «дома» it is a range of houses, and one figure may be a part of the house's own number."""


def up_to_house(address: str) -> str:
    """The beginning of an address that ends before its flat; an address without one as it is."""
    found = FLAT.search(address)
    kept = address[: found.start()] if found else address
    dashed = None if "дома" in kept.lower() else DASHED.search(kept)
    kept = kept[: dashed.start("flat")] if dashed else kept
    return kept if kept == address else kept.rstrip(" \u00a0,.;(")
