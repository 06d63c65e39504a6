"""A municipality's profile: blocks, themes, territories, thresholds. Positions only, never personal names.

A profile is data: `parse` checks a mapping (a TOML file's content) and names the wrong field.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from core.errors import BadProfile
from core.labels import Theme

LEVEL_NAMES = ("low", "medium", "high", "critical")


@dataclass(frozen=True, slots=True)
class Block:
    """A thematic block with its responsible positions (decree 000, Состав)."""

    code: str
    title: str
    themes: frozenset[Theme]
    head: str = ""
    recipients: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Territory:
    """A territorial department or settlement; `aliases` are its names in residents' mouths."""

    code: str
    title: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Profile:
    """One municipality. `thresholds` give the least score of each level; `weights` of themes are 0–1;
    `population` is in persons; `repeat_days` is the window in which the same matter counts as repeated."""

    code: str
    title: str
    centre: str
    decree: str
    region: str
    timezone: str
    population: int
    blocks: tuple[Block, ...]
    fallback: str
    territories: tuple[Territory, ...]
    thresholds: Mapping[str, int]
    weights: Mapping[Theme, float]
    repeat_days: int = 30

    @property
    def repeat_window(self) -> timedelta:
        """The time within which the same theme and place count as a repetition."""
        return timedelta(days=self.repeat_days)

    def block(self, code: str) -> Block:
        """The block of this code. Raises BadProfile if there is none."""
        for block in self.blocks:
            if block.code == code:
                return block
        raise BadProfile(f"{self.code}: нет блока «{code}»")


KNOWN = frozenset(
    {
        "code",
        "title",
        "centre",
        "decree",
        "region",
        "timezone",
        "population",
        "blocks",
        "fallback",
        "territories",
        "thresholds",
        "weights",
        "repeat_days",
        "source",
        "roles",
    }
)


class _Reader:
    """Takes typed fields out of a mapping and names the place of what is wrong."""

    def __init__(self, data: Mapping[str, object], where: str) -> None:
        self.data, self.where = data, where

    def fail(self, field: str, reason: str) -> BadProfile:
        return BadProfile(f"{self.where}: поле «{field}»: {reason}")

    def text(self, field: str, default: str | None = None) -> str:
        value = self.data.get(field, default)
        if value is None:
            raise self.fail(field, "не задано")
        if not isinstance(value, str) or (default is None and not value.strip()):
            raise self.fail(field, "нужна непустая строка")
        return value

    def whole(self, field: str, default: int, low: int, high: int) -> int:
        value = self.data.get(field, default)
        if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
            raise self.fail(field, f"нужно целое число от {low} до {high}")
        return value

    def words(self, field: str) -> tuple[str, ...]:
        value = self.data.get(field, [])
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise self.fail(field, "нужен список строк")
        return tuple(value)

    def table(self, field: str) -> "_Reader":
        value = self.data.get(field, {})
        if not isinstance(value, dict):
            raise self.fail(field, "нужна таблица")
        return _Reader(value, f"{self.where}: {field}")

    def tables(self, field: str) -> "list[_Reader]":
        value = self.data.get(field, [])
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            raise self.fail(field, "нужен список таблиц")
        return [_Reader(item, f"{self.where}: {field}[{n}]") for n, item in enumerate(value, 1)]


def _theme(reader: _Reader, field: str, code: str) -> Theme:
    try:
        return Theme(code)
    except ValueError:
        raise reader.fail(field, f"неизвестная тема «{code}»") from None


def _block(reader: _Reader) -> Block:
    themes = frozenset(_theme(reader, "themes", code) for code in reader.words("themes"))
    return Block(reader.text("code"), reader.text("title"), themes, reader.text("head", ""), reader.words("recipients"))


def _territory(reader: _Reader) -> Territory:
    return Territory(reader.text("code"), reader.text("title"), reader.words("aliases"))


def _thresholds(reader: _Reader) -> dict[str, int]:
    table = reader.table("thresholds")
    found = {"low": 0} | {name: table.whole(name, -1, 1, 100) for name in LEVEL_NAMES[1:]}
    if list(found.values()) != sorted(set(found.values())):
        raise reader.fail("thresholds", "пороги должны возрастать: medium < high < critical")
    return found


def _weights(reader: _Reader) -> dict[Theme, float]:
    table = reader.table("weights")
    found = {}
    for code, value in table.data.items():
        if not isinstance(value, int | float) or isinstance(value, bool) or not 0 <= value <= 1:
            raise table.fail(code, "нужно число от 0 до 1")
        found[_theme(table, code, code)] = float(value)
    return found


def _distinct(reader: _Reader, field: str, codes: list[str]) -> None:
    twice = {code for code in codes if codes.count(code) > 1}
    if twice:
        raise reader.fail(field, f"код «{min(twice)}» встречается дважды")


def _zone(reader: _Reader) -> str:
    name = reader.text("timezone")
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        raise reader.fail("timezone", f"неизвестный часовой пояс «{name}»") from None
    return name


def _known(reader: _Reader) -> None:
    for field in reader.data:
        if field not in KNOWN:
            raise reader.fail(field, "неизвестное поле")


def _fallback(reader: _Reader, blocks: tuple[Block, ...]) -> str:
    code = reader.text("fallback")
    if code not in {block.code for block in blocks}:
        raise reader.fail("fallback", f"нет блока «{code}»")
    return code


def parse(data: Mapping[str, object], where: str) -> Profile:
    """A checked profile from a TOML file's content; `where` names the file. Raises BadProfile."""
    reader = _Reader(data, where)
    _known(reader)
    blocks = tuple(map(_block, reader.tables("blocks")))
    territories = tuple(map(_territory, reader.tables("territories")))
    _distinct(reader, "blocks", [block.code for block in blocks])
    _distinct(reader, "territories", [territory.code for territory in territories])
    return Profile(
        code=reader.text("code"),
        title=reader.text("title"),
        centre=reader.text("centre"),
        decree=reader.text("decree", ""),
        region=reader.text("region", ""),
        timezone=_zone(reader),
        population=reader.whole("population", -1, 1, 20_000_000),
        blocks=blocks,
        fallback=_fallback(reader, blocks),
        territories=territories,
        thresholds=_thresholds(reader),
        weights=_weights(reader),
        repeat_days=reader.whole("repeat_days", 30, 1, 366),
    )
