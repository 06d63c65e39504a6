"""The whole note: its head, its sections in their order, how its figures were counted."""

from collections.abc import Callable
from datetime import date
from zoneinfo import ZoneInfo

from core.cases import SYSTEM_TITLES
from core.papers import Paper, Section
from core.profile import Profile
from core.weekly import Facts
from nlp import speech
from reports.note.advice import advice, conflicts
from reports.note.dangers import forecast, risks, storms
from reports.note.execution import execution
from reports.note.feedback import advised, channels, votes
from reports.note.records import records
from reports.note.saying import Given, days, long, theme
from reports.note.solving import overdue, satisfaction, solving
from reports.note.totals import growth, subjects, totals

SECTIONS: tuple[Callable[[Given], Section | None], ...] = (
    execution,
    totals,
    subjects,
    growth,
    solving,
    overdue,
    records,
    satisfaction,
    votes,
    risks,
    storms,
    forecast,
    conflicts,
    channels,
    advised,
    advice,
)
TITLE, ANY = "Еженедельная аналитическая записка", "Аналитическая записка"
COUNTED = (
    "Сообщение — отобранная публикация, которую человек не отклонил, запись, внесённая из другого канала, или запись "
    "загруженной таблицы ПОС и «Инцидент менеджмента»; то, что учтено публикацией или вопросом центра, второй раз не "
    "считается. Вопрос — инцидент, в который сходятся сообщения об одном. Тексты приведены с масками, авторы не "
    "указываются."
)


def note(facts: Facts, profile: Profile) -> Paper:
    """The note of a period."""
    given = Given(facts, profile)
    week = facts.asked.period.is_week and facts.asked.whole
    return Paper(
        f"note-{facts.asked.key}",
        TITLE if week else ANY,
        f"{days(facts.asked.period)}{_only(given)}",
        (profile.centre, *([profile.decree] if profile.decree else [])),
        tuple(made for write in SECTIONS if (made := write(given)) is not None),
        (COUNTED, f"Составлено {long(_today(given))}."),
    )


def _today(given: Given) -> date:
    return given.facts.made_at.astimezone(ZoneInfo(given.period.zone)).date()


def _only(given: Given) -> str:
    """What was left out, in words."""
    asked = given.facts.asked
    parts = (
        ("темы", [theme(each) for each in asked.themes]),
        ("блоки", [f"«{given.block(each)}»" for each in asked.blocks]),
        ("территории", [given.territory(each) for each in asked.territories]),
        ("системы", [SYSTEM_TITLES[each] for each in asked.systems]),
    )
    said = "; ".join(f"{name}: {speech.listed(found)}" for name, found in parts if found)
    return f" ({said})" if said else ""
