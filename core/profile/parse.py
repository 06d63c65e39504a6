"""Reading a profile: `parse` takes a TOML file's content, `problems` says all that is wrong with it."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from core.errors import BadProfile
from core.labels import Theme
from core.profile import sections
from core.profile.reading import Reader
from core.profile.records import LEVEL_NAMES, Block, Profile, Territory
from core.profile.reporting import reporting


def _block(reader: Reader) -> Block:
    reader.known("code", "title", "themes", "head", "recipients", "words", "topics")
    return Block(
        reader.text("code"),
        reader.text("title"),
        reader.themes(),
        reader.text("head", ""),
        reader.words("recipients"),
        reader.words("words"),
        frozenset(reader.words("topics")),
    )


def _territory(reader: Reader) -> Territory:
    reader.known("code", "title", "aliases", "recipient")
    return Territory(reader.text("code"), reader.text("title"), reader.words("aliases"), reader.text("recipient", ""))


def _blocks(reader: Reader) -> tuple[Block, ...]:
    return tuple(map(_block, reader.tables("blocks")))


def _territories(reader: Reader) -> tuple[Territory, ...]:
    return tuple(map(_territory, reader.tables("territories")))


def _thresholds(reader: Reader) -> dict[str, int]:
    table = reader.table("thresholds")
    table.known(*LEVEL_NAMES[1:])
    found = {"low": 0} | {name: table.whole(name, -1, 1, 100) for name in LEVEL_NAMES[1:]}
    if list(found.values()) != sorted(set(found.values())):
        raise reader.fail("thresholds", "пороги должны возрастать: medium < high < critical")
    return found


def _weights(reader: Reader) -> dict[Theme, float]:
    table = reader.table("weights")
    return {table.theme(code, code): table.number(code, 0, 0, 1) for code in table.data}


def _zone(reader: Reader) -> str:
    name = reader.text("timezone")
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        raise reader.fail("timezone", f"неизвестный часовой пояс «{name}»") from None
    return name


SECTIONS: Mapping[str, Callable[[Reader], Any]] = {
    "code": lambda reader: reader.text("code"),
    "title": lambda reader: reader.text("title"),
    "centre": lambda reader: reader.text("centre"),
    "decree": lambda reader: reader.text("decree", ""),
    "region": lambda reader: reader.text("region", ""),
    "timezone": _zone,
    "population": lambda reader: reader.whole("population", -1, 1, 20_000_000),
    "blocks": _blocks,
    "fallback": lambda reader: reader.text("fallback"),
    "territories": _territories,
    "thresholds": _thresholds,
    "weights": _weights,
    "repeat_days": lambda reader: reader.whole("repeat_days", 30, 1, 366),
    "week": sections.week,
    "clocks": sections.clocks,
    "windows": sections.windows,
    "roles": sections.roles,
    "channels": sections.channels,
    "crc": lambda reader: reader.text("crc", ""),
    "alerts": sections.alerts,
    "campaigns": sections.campaigns,
    "fast": sections.fast,
    "rules": sections.rules,
    "templates": sections.templates,
    "answers": sections.answers,
    "reports": reporting,
    "min_n": lambda reader: reader.whole("min_n", 5, 1, 1000),
}
"""A field of `Profile` -> how it is read."""

NAMES = {"week": "calendar", "campaigns": "threats"}
"""Where a section of a file is not called like the field of the record."""
KNOWN = (*(NAMES.get(each.name, each.name) for each in fields(Profile)), "source")


def _distinct(reader: Reader, section: str) -> Iterator[BadProfile]:
    seen: set[str] = set()
    for table in reader.tables(section):
        code = str(table.data.get("code", ""))
        if code in seen:
            yield table.fail("code", f"код «{code}» встречается дважды", code)
        seen.add(code)


def _to_known_blocks(reader: Reader, profile: Profile) -> Iterator[BadProfile]:
    codes = {block.code for block in profile.blocks}
    if profile.fallback not in codes:
        yield reader.fail("fallback", f"нет блока «{profile.fallback}»")
    for section in ("rules", "fast"):
        for table in reader.tables(section):
            code = table.text("block", "")
            if code and code not in codes:
                yield table.fail("block", f"нет блока «{code}»")


def _to_known_territories(reader: Reader, profile: Profile) -> Iterator[BadProfile]:
    codes = {territory.code for territory in profile.territories}
    for table in reader.tables("rules"):
        for code in table.words("territories"):
            if code not in codes:
                yield table.fail("territories", f"нет территории «{code}»", code)


def _across(reader: Reader, profile: Profile) -> Iterator[BadProfile]:
    """What only the whole shows."""
    for section in ("blocks", "territories", "threats", "fast", "rules", "templates"):
        yield from _distinct(reader, section)
    yield from _to_known_blocks(reader, profile)
    yield from _to_known_territories(reader, profile)


def _read(data: Mapping[str, object], where: str) -> Iterator[BadProfile | Profile]:
    """All that is wrong, or the profile."""
    reader, found, wrong = Reader(data, where), dict[str, Any](), False
    for field in data:
        if field not in KNOWN:
            wrong = True
            yield reader.fail(field, "неизвестное поле")
    for name, section in SECTIONS.items():
        try:
            found[name] = section(reader)
        except BadProfile as error:
            wrong = True
            yield error
    if not wrong:
        profile = Profile(**found)
        across = list(_across(reader, profile))
        yield from across
        if not across:
            yield profile


def problems(data: Mapping[str, object], where: str) -> list[BadProfile]:
    """All that is wrong with a profile's content: one of each section, then what only the whole shows."""
    return [each for each in _read(data, where) if isinstance(each, BadProfile)]


def parse(data: Mapping[str, object], where: str) -> Profile:
    """A checked profile from a TOML file's content; `where` names the file. Raises BadProfile."""
    for each in _read(data, where):
        if isinstance(each, BadProfile):
            raise each
        return each
    raise AssertionError("unreachable: a profile or a reason")
