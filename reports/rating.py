"""The rating as a paper: places with their spans, shares with their intervals, how they were counted."""

from datetime import date
from zoneinfo import ZoneInfo

from core.cases import SYSTEM_TITLES
from core.exchange import SYSTEM_TITLES as EXCHANGE_TITLES
from core.exchange import System
from core.exchange.summary_papers import COLUMNS, ORDER
from core.exchange.summing import Body
from core.papers import Paper, Section, Sheet
from core.profile import Profile
from core.rating import PART_TITLES, Part, Place, Rating
from core.rating.words import COUNTED, FEW, HEADS, PARTS, SILENT, SPAN
from core.weekly import Ordered
from nlp import speech
from nlp.speech import counted
from reports.note.saying import DASH, days, long

NOBODY = "В вопросах за период назван только блок, получатель не указан: места получателей совпадают с местами блоков."


def rating_paper(found: Rating, asked: Ordered, profile: Profile) -> Paper:
    """Blocks, then recipients, then the formula."""
    systems = speech.listed([SYSTEM_TITLES[each] for each in asked.systems])
    return Paper(
        f"rating-{asked.key}",
        "Рейтинг ответственных получателей",
        days(asked.period) + (f" ({systems})" if systems else ""),
        (profile.centre,),
        (
            _section("blocks", "Отраслевые блоки", found.blocks, found, profile),
            _section("recipients", "Ответственные получатели", found.recipients, found, profile),
            *(_bodies(*each) for each in found.bodies),
            Section("formula", "Как посчитано", formula(found)),
        ),
        (f"Период ещё не закончился: счёт — по состоянию на {long(day)}.",) if (day := _lasting(found, asked)) else (),
    )


def _bodies(system: System, bodies: tuple[Body, ...]) -> Section:
    """By the records of a system: its own organisations and terms, so it is no part of the formula."""
    columns = COLUMNS[system]
    rows = tuple(tuple(each.tell(body).replace("—", DASH) for each in columns) for body in bodies)
    title = f"Органы и организации по записям: {EXCHANGE_TITLES[system]}"
    return Section(f"bodies-{system}", title, (ORDER,), (Sheet(title, tuple(each.head for each in columns), rows),))


def _lasting(found: Rating, asked: Ordered) -> date | None:
    """The local day of the count, where the period lasts."""
    if found.at is None or found.at >= asked.period.until:
        return None
    return found.at.astimezone(ZoneInfo(asked.period.zone)).date()


def _section(code: str, title: str, places: tuple[Place, ...], found: Rating, profile: Profile) -> Section:
    few = [each for each in places if each.score is None and each.n < found.least]
    silent = sum(each.score is None for each in places) - len(few)
    lines = [] if places else [NOBODY if code == "recipients" and found.blocks else "За период вопросов не было."]
    if few:
        lines.append(f"Без места — {len(few)}: меньше {counted(found.least, 'вопрос', 'gent')}, по ним судить нельзя.")
    if silent:
        lines.append(f"Без места — {silent}: ни ответов с оценкой, ни просроченных вопросов за период ещё нет.")
    heads = ("Получатель", *HEADS, *PART_TITLES.values())
    sheet = Sheet(title, heads, tuple(_row(each, profile, found.least) for each in places))
    return Section(code, title, tuple(lines), (sheet,) if places else ())


def name_of(place: Place, profile: Profile) -> str:
    """The position, or the block's title."""
    return place.recipient or next((each.title for each in profile.blocks if each.code == place.block), place.block)


def _row(place: Place, profile: Profile, least: int) -> tuple[str, ...]:
    if place.score is None:
        where, score = DASH, FEW if place.n < least else SILENT
    else:
        where = f"{place.best}" if place.best == place.worst else f"{place.best}–{place.worst}"
        score = (
            f"{speech.number(100 * place.score)} ({speech.number(100 * place.low)}–{speech.number(100 * place.high)})"
        )
    figures = str(place.n), str(len(place.overdue))
    return (name_of(place, profile), where, score, *figures, *(share(place.parts[name]) for name in PART_TITLES))


def share(part: Part) -> str:
    """`75 % (6 из 8)`."""
    if part.share is None:
        return DASH
    return f"{speech.percent(part.share)} ({part.good_n} из {part.n})"


def formula(found: Rating) -> tuple[str, ...]:
    """The formula in words; its version."""
    weights = "; ".join(
        f"{PART_TITLES[name].lower()} — {speech.percent(weight)}" for name, weight in found.weights.items()
    )
    return (
        f"Формула профиля, версия {found.version}. Балл — взвешенная доля от 0 до 100; веса: {weights}.",
        COUNTED,
        " ".join(PARTS[name] for name in PART_TITLES),
        SPAN,
    )
