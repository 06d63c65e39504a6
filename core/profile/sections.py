"""The sections of a profile beyond its blocks, each read by one small function."""

from datetime import date, time, timedelta
from itertools import pairwise

from core.deadlines import Fast, Hours, Kind, Open, Term, Unit
from core.deadlines.hours import check
from core.deadlines.regimes import OF_MESSAGE
from core.profile.duties import (
    DEFAULT_CLOCKS,
    WEEKDAYS,
    Alerts,
    Answering,
    Campaign,
    ClockRule,
    Rung,
    Windows,
    WorkWeek,
)
from core.profile.reading import Reader
from core.profile.routes import AutoRule, Template, unknown_fields

LEVELS = ("low", "medium", "high", "critical")
CHANNELS = ("network", "oral", "paper", "phone", "email", "ok", "pos", "im", "other")
"""The codes of `core.incidents.Channel`; a test holds them equal."""
CRC, BLOCK = "crc", "block"


def week(reader: Reader) -> WorkWeek:
    """[calendar]"""
    table, usual = reader.table("calendar"), WorkWeek()
    table.known(*WEEKDAYS, "shorter", "holidays", "off", "extra")
    hours = tuple(_day(table, name) if name in table.data else usual.hours[n] for n, name in enumerate(WEEKDAYS))
    if not any(hours):
        raise table.fail("mon", "ни одного рабочего дня в неделе")
    extra = tuple(day for each in table.tables("extra") for day in _extra(each))
    return WorkWeek(
        hours,
        timedelta(minutes=table.whole("shorter", 60, 0, 480)),
        table.text("holidays", "RU"),
        table.days("off"),
        extra,
    )


def _extra(table: Reader) -> list[tuple[date, Open]]:
    """Own working days, one or more with the same hours."""
    table.known("days", "hours")
    return [(day, _day(table, "hours")) for day in sorted(table.days("days"))]


def _day(table: Reader, name: str) -> tuple[Hours, ...]:
    hours = table.hours(name)
    table.made(name, lambda: check(hours))
    return hours


def clocks(reader: Reader) -> tuple[ClockRule, ...]:
    """[[clocks]]: the first rule that fits counts."""
    return tuple(map(_clock, reader.tables("clocks"))) or DEFAULT_CLOCKS


def _clock(table: Reader) -> ClockRule:
    table.known("kind", *list(Unit), "warn", "levels", "themes", "source")
    kinds = sorted(OF_MESSAGE - {Kind.FAST})
    code, units = table.text("kind"), [unit for unit in Unit if unit in table.data]
    if code not in kinds:
        raise table.fail("kind", f"одно из: {', '.join(kinds)} (сроки 59-ФЗ заданы законом)")
    if len(units) != 1:
        raise table.fail("hours", "нужно ровно одно из полей: hours, workdays, days")
    amount, warn = table.number(units[0], 0, 0, 5000), table.number("warn", 0, 0, 5000)
    term = table.made(units[0], lambda: Term(units[0], amount, warn, table.text("source", "")))
    return ClockRule(Kind(code), term, table.among("levels", LEVELS, "уровень"), table.themes())


def windows(reader: Reader) -> Windows:
    """[windows]"""
    table = reader.table("windows")
    table.known("join_hours", "watch_hours", "negative", "hot")
    return Windows(
        timedelta(hours=table.whole("join_hours", 72, 1, 24 * 366)),
        timedelta(hours=table.whole("watch_hours", 48, 1, 24 * 366)),
        table.number("negative", 0.2, 0, 1),
        table.whole("hot", 3, 2, 1000),
    )


def answers(reader: Reader) -> Answering:
    """[answers]"""
    table = reader.table("answers")
    table.known("telegram")
    return Answering(table.flag("telegram", False))


def roles(reader: Reader) -> dict[str, str]:
    """[roles]: code -> position; empty where a decree names the role and no position."""
    table = reader.table("roles")
    return {code: table.text(code, "") for code in table.data}


def channels(reader: Reader) -> tuple[str, ...]:
    """channels = [...]: by which ways matters come; all of them by default."""
    found = reader.among("channels", CHANNELS, "канал")
    return tuple(code for code in CHANNELS if not found or code in found)


def alerts(reader: Reader) -> Alerts:
    """[alerts] with [alerts.told] and [[alerts.ladder]]."""
    table, known = reader.table("alerts"), {*roles(reader), CRC, BLOCK}
    table.known("told", "ladder", "quiet")
    told = table.table("told")
    told.known(*LEVELS)
    ladder = tuple(_rung(rung, known) for rung in table.tables("ladder"))
    for n, (one, other) in enumerate(pairwise(ladder), 1):
        if other.after <= one.after:
            raise table.tables("ladder")[n].fail("after_minutes", "лестница идёт назад: нужно больше прежнего")
    return Alerts({level: _told(told, level, known) for level in told.data}, ladder, _quiet(table))


def _told(told: Reader, level: str, known: set[str]) -> tuple[str, ...]:
    told.among(level, known, "роль")
    return told.words(level)


def _rung(rung: Reader, known: set[str]) -> Rung:
    rung.known("role", "after_minutes")
    role = rung.text("role")
    if role not in known:
        raise rung.fail("role", f"нет роли «{role}»")
    return Rung(role, timedelta(minutes=rung.whole("after_minutes", 60, 1, 7 * 1440)))


def _quiet(table: Reader) -> tuple[time, time] | None:
    """Quiet hours may run over midnight."""
    if not table.text("quiet", ""):
        return None
    hours = table.stretch("quiet", table.text("quiet"))
    if hours.start == hours.end:
        raise table.fail("quiet", "начало и конец совпадают")
    return hours.start, hours.end


def campaigns(reader: Reader) -> tuple[Campaign, ...]:
    """[[threats]]: season by ISO weeks, possibly over the year's end."""
    return tuple(map(_campaign, reader.tables("threats")))


def _campaign(table: Reader) -> Campaign:
    table.known("code", "title", "theme", "topics", "from_week", "to_week", "remind_weeks")
    weeks = table.whole("from_week", 0, 1, 53), table.whole("to_week", 0, 1, 53)
    theme = table.theme("theme", table.text("theme"))
    remind = table.whole("remind_weeks", 3, 0, 26)
    return Campaign(table.text("code"), table.text("title"), theme, weeks, remind, table.words("topics"))


def fast(reader: Reader) -> tuple[Fast, ...]:
    """[[fast]]: mechanisms of the accelerated solution."""
    return tuple(map(_fast, reader.tables("fast")))


def _fast(table: Reader) -> Fast:
    table.known("code", "title", "days", "themes", "topics", "steps", "block", "source")
    themes, topics = frozenset(map(str, table.themes())), frozenset(table.words("topics"))
    if not themes and not topics:
        raise table.fail("themes", "укажите темы или подтемы")
    return Fast(
        table.text("code"), table.text("title"), table.whole("days", 30, 1, 30), themes, topics,
        table.words("steps"), table.text("block", ""), table.text("source", ""),
    )  # fmt: skip


def rules(reader: Reader) -> tuple[AutoRule, ...]:
    """[[rules]]: автоправила, the first that fits counts."""
    return tuple(rule(table) for table in reader.tables("rules"))


CONDITIONS = ("themes", "topics", "territories", "levels", "places", "words")


def rule(table: Reader) -> AutoRule:
    """One auto-rule; it must have a condition. Whether its block exists is checked with the profile."""
    table.known("code", "title", "block", "recipient", "without", *CONDITIONS)
    if not any(table.data.get(name) for name in CONDITIONS):
        raise table.fail("words", f"правило без условий забрало бы всё; нужно хотя бы одно из: {', '.join(CONDITIONS)}")
    return AutoRule(
        code=table.text("code"),
        title=table.text("title"),
        block=table.text("block"),
        recipient=table.text("recipient", ""),
        themes=table.themes(),
        topics=frozenset(table.words("topics")),
        territories=frozenset(table.words("territories")),
        levels=table.among("levels", LEVELS, "уровень"),
        places=table.words("places"),
        words=table.words("words"),
        without=table.words("without"),
    )


def templates(reader: Reader) -> tuple[Template, ...]:
    """[[templates]]: answers with fields, none of them unknown."""
    return tuple(map(template, reader.tables("templates")))


def template(table: Reader) -> Template:
    """One template. Raises BadProfile for fields that nobody can fill."""
    table.known("code", "title", "themes", "text")
    text = table.text("text")
    if wrong := unknown_fields(text):
        raise table.fail("text", f"неизвестное поле «{wrong[0]}»")
    return Template(table.text("code"), table.text("title"), table.themes(), text)
