"""What residents write before and after an answer. Counts only: nothing here knows who wrote."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from core.labels import Assessment, Kind


class Closing(StrEnum):
    """What a reply after the answer says of it, as «Инцидент менеджмент» closes a matter."""

    SATISFIED = "satisfied"
    NEUTRAL = "neutral"
    DISSATISFIED = "dissatisfied"


CLOSING_TITLES = {
    Closing.SATISFIED: "доволен",
    Closing.NEUTRAL: "нейтрален",
    Closing.DISSATISFIED: "недоволен",
}

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
BY_HOURS, MOST_DAYS = 3 * DAY, 400
"""A reaction that lasts longer is told by days; of a longer one only the last days."""

GLAD = (
    *("спасибо", "благодар", "молодц", "наконец", "заработал", "починили", "все сделали", "сделали", "засыпали"),
    *("дали тепло", "дали воду", "дали свет", "тепло есть", "убрали", "отлично", "быстро"),
)
SAD = (
    *("отписк", "опять", "снова", "обещан", "обещал", "ничего", "так и не", "как не было", "до сих пор", "не верю"),
    *("врут", "вранье", "брехня", "ложь", "сказки", "не сделали", "не дали", "не работает", "хуже", "позор"),
    *("не вывез", "не убрали", "не засыпали", "когда уже", "ждем", "издева", "кормите", "толку", "бесполезн"),
    *("одни слова", "ага", "ну да", "конечно конечно", "третий раз", "второй раз"),
)
"""Beginnings of words and phrases (ё as е) that stand above the model's say; those of the second outweigh the first."""


@dataclass(frozen=True, slots=True)
class Voice:
    """One text of a resident within an incident's threads: when, what the model said of it, its words."""

    at: datetime
    said: Assessment
    text: str = ""
    member: bool = False

    @property
    def negative(self) -> bool:
        """A clear negative, or a complaint with a mild one; see docs/incidents.md."""
        return self.said.neg >= 2 or (self.said.neg == 1 and self.said.kind is Kind.PROBLEM)


def closing_of(voice: Voice) -> Closing:
    """Whether a reply after the answer is content with it."""
    low = " " + " ".join("".join(c if c.isalnum() else " " for c in voice.text.lower()).replace("ё", "е").split())
    if any(f" {word}" in low for word in SAD):
        return Closing.DISSATISFIED
    if voice.said.kind is Kind.THANKS or any(f" {word}" in low for word in GLAD):
        return Closing.SATISFIED
    return Closing.DISSATISFIED if voice.negative else Closing.NEUTRAL


@dataclass(frozen=True, slots=True)
class Tally:
    """How many texts, and how many of them negative."""

    total: int = 0
    negative: int = 0

    @property
    def share(self) -> float | None:
        """The share of negative, 0–1; None where nobody wrote."""
        return self.negative / self.total if self.total else None


@dataclass(frozen=True, slots=True)
class Point:
    """One hour or day of the curve, by its beginning."""

    at: datetime
    tally: Tally
    after: bool


@dataclass(frozen=True, slots=True)
class Reaction:
    """The whole: `step` is that of the curve, `unread` counts texts that no model has seen yet, `scores` are marks of
    ПОС (1–5) with their counts."""

    answered_at: datetime | None
    before: Tally
    after: Tally
    curve: tuple[Point, ...]
    step: timedelta
    closing: Mapping[Closing, int]
    unread: int = 0
    scores: Mapping[int, int] | None = None


def tally(voices: Iterable[Voice]) -> Tally:
    """Counts of texts."""
    known = [voice.negative for voice in voices]
    return Tally(len(known), sum(known))


def reaction(
    voices: Sequence[Voice],
    answered_at: datetime | None,
    zone: str,
    unread: int = 0,
    scores: Mapping[int, int] | None = None,
) -> Reaction:
    """Before and after the answer, as a curve by hours, or by local days where it lasted longer than three."""
    before = [voice for voice in voices if answered_at is None or voice.at <= answered_at]
    after = [voice for voice in voices if answered_at is not None and voice.at > answered_at]
    moments = [voice.at for voice in voices]
    step = HOUR if not moments or max(moments) - min(moments) <= BY_HOURS else DAY
    closing = Counter(closing_of(voice) for voice in after)
    return Reaction(
        answered_at,
        tally(before),
        tally(after),
        _curve(before, step, zone, False) + _curve(after, step, zone, True),
        step,
        {each: closing[each] for each in Closing},
        unread,
        scores or {},
    )


def _curve(voices: Sequence[Voice], step: timedelta, zone: str, after: bool) -> tuple[Point, ...]:
    """Steps in which somebody wrote; the step of the answer itself is told twice, before and after."""
    found: dict[datetime, list[Voice]] = {}
    for voice in voices:
        found.setdefault(_begin(voice.at, step, zone), []).append(voice)
    return tuple(Point(at, tally(found[at]), after) for at in sorted(found)[-MOST_DAYS:])


def _begin(at: datetime, step: timedelta, zone: str) -> datetime:
    if step is HOUR:
        return at.replace(minute=0, second=0, microsecond=0)
    local = at.astimezone(ZoneInfo(zone))
    return datetime.combine(local.date(), time(), local.tzinfo).astimezone(at.tzinfo)
