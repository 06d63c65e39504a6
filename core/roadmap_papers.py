"""A road map as a document: the cause, measures with positions and terms, what came of it (decrees 000, п. 2.4; 001,
п. 3.2в; 002, п. 4.3в; 003, п. 1.2а). A position signs."""

from collections.abc import Sequence
from datetime import date
from zoneinfo import ZoneInfo

from core.acts import Act, Grid, Heading, Part, Sign, Words
from core.labels import THEME_TITLES
from core.measures import STATE_TITLES, Measure, State
from core.measures.counting import late
from core.profile import Profile
from core.reasons import plural
from core.registers.papers import day
from core.roadmaps import Effect, RoadMap

HEAD = "Руководитель МЦУ"
NO_TERRITORY = "не определена"
SURE = {True: "", False: " Различие может быть случайным."}


def roadmap_paper(card: RoadMap, measures: Sequence[Measure], effect: Effect, today: date, profile: Profile) -> Act:
    """A road map: the cause, measures with positions and terms, messages before and since."""
    where = f", {territory(card.territory, profile)}" if card.territory else ""
    parts: list[Part] = [Words(f"Тема: «{THEME_TITLES[card.theme]}»{where}.")]
    if card.cause:
        parts.append(Words(f"Первопричина: {card.cause[:1].lower()}{card.cause[1:].rstrip('.')}."))
    parts += _measures(measures, today, profile)
    parts += [Heading("Что изменилось"), Words(_effect(effect))]
    if card.ended_at:
        parts.append(Words(f"Дорожная карта завершена. Итог: {card.result.rstrip('.')}."))
    parts.append(Sign(profile.roles.get("head") or HEAD))
    term = f"с {day(card.starts)} по {day(card.ends)}"
    return Act(profile.centre, f"Дорожная карта «{card.title}»", term, tuple(parts))


def _measures(found: Sequence[Measure], today: date, profile: Profile) -> list[Part]:
    if not found:
        return [Words("Мероприятий в дорожную карту ещё не внесено.")]
    blocks = {each.code: each.title for each in profile.blocks}
    here = ZoneInfo(profile.timezone)
    rows = [
        (
            str(number),
            each.what,
            each.position or f"блок «{blocks.get(each.block, each.block)}»",
            f"{each.due:%d.%m.%Y}" if each.due else "без срока",
            _state(each, today, here),
        )
        for number, each in enumerate(sorted(found, key=lambda one: (one.due or date.max, one.id)), 1)
    ]
    heads = ("№", "Мероприятие", "Ответственный", "Срок", "Исполнение")
    return [Heading("Мероприятия"), Grid(heads, rows, (5, 33, 24, 14, 24))]


def _state(one: Measure, today: date, here: ZoneInfo) -> str:
    told = "срок истёк" if one.state is State.OPEN and late(one, today, here) else STATE_TITLES[one.state]
    return f"{told}: {one.proof}" if one.proof else told


def _effect(found: Effect) -> str:
    if not found.days:
        return "Сравнивать ещё не с чем: дорожная карта не началась или идёт первый день."
    span = plural(found.days, "день", "дня", "дней")
    return f"Сообщений за {span} до начала — {found.before}, за столько же последних — {found.after}.{SURE[found.sure]}"


def territory(code: str, profile: Profile) -> str:
    """A territory's title."""
    return next((each.title for each in profile.territories if each.code == code), code or NO_TERRITORY)
