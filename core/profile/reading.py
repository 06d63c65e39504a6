"""Taking typed fields out of a mapping, and naming the place of what is wrong."""

from collections.abc import Callable, Collection, Mapping
from datetime import date, time
from typing import TypeVar

from core.deadlines import Hours
from core.errors import BadProfile
from core.labels import Theme

Made = TypeVar("Made")


class Reader:
    """One table of a profile. `path` leads to it: ("blocks", 2) is the third block."""

    def __init__(self, data: Mapping[str, object], where: str, path: tuple[str | int, ...] = ()) -> None:
        self.data, self.where, self.path = data, where, path

    def fail(self, field: str, reason: str, value: str = "") -> BadProfile:
        """The refusal of a field; `value` is the wrong one of a list."""
        return BadProfile(f"{self.where}: поле «{field}»: {reason}", (*self.path, field), value)

    def known(self, *fields: str) -> None:
        """Refuse what is not among these."""
        for field in self.data:
            if field not in fields:
                raise self.fail(field, "неизвестное поле")

    def text(self, field: str, default: str | None = None) -> str:
        """A string; without a default it must be there and not be empty."""
        value = self.data.get(field, default)
        if value is None:
            raise self.fail(field, "не задано")
        if not isinstance(value, str) or (default is None and not value.strip()):
            raise self.fail(field, "нужна непустая строка")
        return value

    def flag(self, field: str, default: bool) -> bool:
        """Yes or no."""
        value = self.data.get(field, default)
        if not isinstance(value, bool):
            raise self.fail(field, "нужно true или false")
        return value

    def whole(self, field: str, default: int, low: int, high: int) -> int:
        """A whole number within bounds."""
        value = self.data.get(field, default)
        if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
            raise self.fail(field, f"нужно целое число от {low} до {high}")
        return value

    def number(self, field: str, default: float, low: float, high: float) -> float:
        """A number within bounds."""
        value = self.data.get(field, default)
        if not isinstance(value, int | float) or isinstance(value, bool) or not low <= value <= high:
            raise self.fail(field, f"нужно число от {low:g} до {high:g}")
        return float(value)

    def words(self, field: str) -> tuple[str, ...]:
        """A list of strings, none of them empty."""
        value = self.data.get(field, [])
        if not isinstance(value, list) or not all(isinstance(item, str) and item.strip() for item in value):
            raise self.fail(field, "нужен список непустых строк")
        return tuple(value)

    def among(self, field: str, allowed: Collection[str], what: str) -> frozenset[str]:
        """A list of codes, all of them known; `what` they are, for the refusal."""
        found = self.words(field)
        for code in found:
            if code not in allowed:
                raise self.fail(field, f"нет: {what} «{code}»", code)
        return frozenset(found)

    def themes(self, field: str = "themes") -> frozenset[Theme]:
        """A list of themes."""
        return frozenset(self.theme(field, code) for code in self.words(field))

    def theme(self, field: str, code: str) -> Theme:
        """A theme by its code."""
        try:
            return Theme(code)
        except ValueError:
            raise self.fail(field, f"неизвестная тема «{code}»", code) from None

    def table(self, field: str) -> "Reader":
        """A table within."""
        value = self.data.get(field, {})
        if not isinstance(value, dict):
            raise self.fail(field, "нужна таблица")
        return Reader(value, f"{self.where}: {field}", (*self.path, field))

    def tables(self, field: str) -> "list[Reader]":
        """A list of tables."""
        value = self.data.get(field, [])
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            raise self.fail(field, "нужен список таблиц")
        return [Reader(item, f"{self.where}: {field}[{n + 1}]", (*self.path, field, n)) for n, item in enumerate(value)]

    def hours(self, field: str) -> tuple[Hours, ...]:
        """Hours of a day as ["08:00-12:00", "13:00-17:00"]."""
        return tuple(self.stretch(field, each) for each in self.words(field))

    def stretch(self, field: str, text: str) -> Hours:
        """Hours as "08:00-12:00"."""
        start, dash, end = text.partition("-")
        try:
            made = Hours(time.fromisoformat(start.strip()), time.fromisoformat(end.strip()))
        except ValueError:
            raise self.fail(field, f"нужны часы вида «08:00-17:00», а не «{text}»", text) from None
        if not dash or made.start.tzinfo or made.end.tzinfo:
            raise self.fail(field, f"нужны часы вида «08:00-17:00», а не «{text}»", text)
        return made

    def days(self, field: str) -> frozenset[date]:
        """A list of dates; TOML has a type for them."""
        value = self.data.get(field, [])
        if not isinstance(value, list) or not all(type(item) is date for item in value):
            raise self.fail(field, "нужен список дат вида 2026-12-31 без кавычек")
        return frozenset(value)

    def made(self, field: str, make: Callable[[], Made]) -> Made:
        """What a record's own check refuses is told with the field."""
        try:
            return make()
        except BadProfile as error:
            if error.path:
                raise
            raise self.fail(field, str(error)) from None
