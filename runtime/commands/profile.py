"""`mcu profile check` and `mcu profile show`."""

from pathlib import Path
from typing import Annotated

import typer

import profiles
from core.deadlines import KIND_TITLES, Term, Unit
from core.labels import THEME_TITLES, Theme
from core.profile import Block, ClockRule, Profile
from core.reasons import plural
from core.risk import LEVEL_TITLES, Level
from profiles.checking import check as problems_of
from runtime.console import complain, console, table
from runtime.settings import load
from runtime.wiring import profile_path

WRONG = 1
DAYS = ("пн", "вт", "ср", "чт", "пт", "сб", "вс")
app = typer.Typer(no_args_is_help=True, help="Профиль муниципалитета: проверить файл, показать.")


@app.command()
def check(
    files: Annotated[list[Path] | None, typer.Argument(help="Файлы TOML; без них — профиль в работе.")] = None,
) -> int:
    """Проверить профили: назвать файл, строку, поле и причину. Код возврата 1, если что-то не так."""
    paths = files or [profile_path(load())]
    found = {path: problems_of(path) for path in paths}
    for path, problems in found.items():
        for problem in problems:
            complain(str(problem))
        if not problems:
            console().print(f"{path}: всё верно", markup=False, soft_wrap=True)
    return WRONG if any(found.values()) else 0


@app.command()
def show(
    name: Annotated[str, typer.Argument(help="Имя профиля или путь; без него — профиль в работе.")] = "",
) -> None:
    """Показать профиль: часы, сроки, блоки, кого извещать."""
    profile = profiles.read(profiles.path_of(name) if name else profile_path(load()))
    console().print(f"{profile.title}\n{profile.centre}\n{profile.decree or 'без постановления'}", markup=False)
    table("Часы работы", ("день", "часы"), zip(DAYS, map(_hours, profile.week.hours), strict=True))
    table("Сроки сообщений", ("что", "срок", "уровень", "темы", "источник"), map(_clock, profile.clocks))
    table("Блоки", ("код", "название", "темы", "руководитель"), map(_block, profile.blocks))
    told = [(LEVEL_TITLES[level], _told(profile, level)) for level in Level]
    table("Кого извещать", ("уровень", "кого"), told)
    table("Автоправила", ("порядок", "название", "блок"), _rules(profile))


def _hours(hours: tuple[object, ...]) -> str:
    return ", ".join(map(str, hours)) or "выходной"


def _term(term: Term) -> str:
    amount = int(term.amount)
    forms = {
        Unit.HOURS: ("рабочий час", "рабочих часа", "рабочих часов"),
        Unit.WORKDAYS: ("рабочий день", "рабочих дня", "рабочих дней"),
        Unit.DAYS: ("календарный день", "календарных дня", "календарных дней"),
    }
    return plural(amount, *forms[term.unit]) if amount == term.amount else f"{term.amount:g} рабочего часа"


def _clock(rule: ClockRule) -> tuple[str, ...]:
    levels = ", ".join(LEVEL_TITLES[Level(each)] for each in sorted(rule.levels)) or "любой"
    return KIND_TITLES[rule.kind], _term(rule.term), levels, _themes(rule.themes), rule.term.source or "по умолчанию"


def _themes(themes: frozenset[Theme]) -> str:
    return ", ".join(sorted(THEME_TITLES[theme] for theme in themes)) or "любые"


def _block(block: Block) -> tuple[str, ...]:
    return block.code, block.title, ", ".join(sorted(block.themes)), block.head or "не назначен"


def _told(profile: Profile, level: Level) -> str:
    names = {"crc": profile.crc or "ЦУР", "block": "руководитель блока"}
    roles = profile.alerts.told.get(level, ())
    return "; ".join(names.get(role) or profile.roles.get(role) or role for role in roles) or "никого"


def _rules(profile: Profile) -> list[tuple[object, ...]]:
    return [(n, rule.title, profile.block(rule.block).title) for n, rule in enumerate(profile.rules, 1)]
