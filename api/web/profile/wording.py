"""The profile's values as people say them: terms, hours, levels, themes."""

from collections.abc import Collection, Sequence
from datetime import timedelta

from core.deadlines import KIND_TITLES, LAW, Open, Term, Unit
from core.labels import THEME_TITLES, Theme
from core.profile import FIELDS, Profile, fill
from core.reasons import plural
from core.risk import LEVEL_TITLES, Level

DAYS = ("понедельник", "вторник", "среда", "четверг", "пятница", "суббота", "воскресенье")
UNITS = {
    Unit.HOURS: ("рабочий час", "рабочих часа", "рабочих часов"),
    Unit.WORKDAYS: ("рабочий день", "рабочих дня", "рабочих дней"),
    Unit.DAYS: ("календарный день", "календарных дня", "календарных дней"),
}
BLOCK = "block"
ROLE_TITLES = {
    "curator": "куратор МЦУ",
    "head": "руководитель МЦУ",
    "deputy": "заместитель руководителя",
    "incident": "«Инцидент менеджмент»",
    "pos": "платформа обратной связи",
    "appeals": "обращения граждан",
    "mayor": "глава",
}
"""Roles that profiles name; another one is told by its position alone."""


def amount(number: float, unit: Unit) -> str:
    """«4 рабочих часа»; a part of an hour with a comma."""
    if number % 1:
        return f"{number:g} {UNITS[unit][1]}".replace(".", ",")
    return plural(int(number), *UNITS[unit])


def term(given: Term) -> str:
    """A term, with how much before its end it warns."""
    warned = f", предупредит, когда останется {amount(given.warn, given.unit)}" if given.warn else ""
    return amount(given.amount, given.unit) + warned


def hours(given: Open) -> str:
    """The hours of a day."""
    return ", ".join(f"{each.start:%H:%M}–{each.end:%H:%M}" for each in given) or "выходной"


def week(given: Sequence[Open]) -> list[tuple[str, str]]:
    """(days, hours): neighbouring days that are alike stand together."""
    found: list[tuple[list[str], str]] = []
    for day, opened in zip(DAYS, map(hours, given), strict=True):
        if found and found[-1][1] == opened:
            found[-1][0].append(day)
        else:
            found.append(([day], opened))
    return [(days[0] if len(days) == 1 else f"{days[0]} — {days[-1]}", opened) for days, opened in found]


def levels(given: Collection[str]) -> str:
    """Levels in words, the least first; all of them are «любой уровень»."""
    return ", ".join(LEVEL_TITLES[level] for level in Level if level in given) or "любой уровень"


def themes(given: Collection[Theme]) -> str:
    """Themes in words by the alphabet."""
    return ", ".join(sorted(THEME_TITLES[each] for each in given))


def clocks(profile: Profile) -> list[tuple[str, str, str]]:
    """(what, for which messages, within which time), in the profile's order."""
    found = []
    for rule in profile.clocks:
        whose = levels(rule.levels) + (f"; темы: {themes(rule.themes)}" if rule.themes else "")
        found.append((KIND_TITLES[rule.kind], whose, term(rule.term)))
    return found


def by_law() -> list[tuple[str, str, str]]:
    """(what, by which clause, within which time) of appeals."""
    return [(KIND_TITLES[kind], given.source, term(given)) for kind, given in LAW.items()]


def scores(profile: Profile) -> list[tuple[str, str]]:
    """(level, from how many points)."""
    least = {Level(code): points for code, points in profile.thresholds.items()}
    return [(LEVEL_TITLES[level], f"от {least[level]} баллов" if level in least else "ниже") for level in Level]


def roles_of(profile: Profile, codes: Sequence[str]) -> str:
    """Positions of roles; a block's head for the role `block`."""
    known = dict(profile.roles) | {BLOCK: "руководитель отраслевого блока", "crc": profile.crc or "ЦУР"}
    return "; ".join(known.get(code, code) for code in codes)


def told(profile: Profile) -> list[tuple[str, str]]:
    """(level, who is told)."""
    found = profile.alerts.told
    return [(LEVEL_TITLES[level], roles_of(profile, found.get(level, ())) or "никого") for level in Level]


def ladder(profile: Profile) -> list[tuple[str, str]]:
    """(after how long nobody took it, who is told)."""
    return [
        (f"через {int(rung.after / timedelta(minutes=1))} мин", roles_of(profile, (rung.role,)))
        for rung in profile.alerts.ladder
    ]


def roles(profile: Profile) -> list[tuple[str, str]]:
    """(role, position)."""
    return [(ROLE_TITLES.get(code, ""), position) for code, position in profile.roles.items()]


def worded(text: str) -> str:
    """A template with its fields named as people name them: «[место]»."""
    blanks = {name: f"[{title}]" for name, title in FIELDS.items()}
    return fill(text, blanks)[0]
