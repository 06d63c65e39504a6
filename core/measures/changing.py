"""The life of a measure: which state may follow which, and what each demands."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from core.errors import BadInput, IllegalMove
from core.measures.records import STATE_TITLES, Measure, Origin, State
from core.profile import Profile

NEXT: Mapping[State, frozenset[State]] = {
    State.OPEN: frozenset({State.DONE, State.DROPPED}),
    State.DONE: frozenset({State.OPEN}),
    State.DROPPED: frozenset({State.OPEN}),
}
TOLD_IN = {
    Origin.CAMPAIGN: "задача кампании: отметьте её в кампании",
    Origin.MINUTES: "поручение протокола: отметьте его в протоколе",
}
DEMANDED = {
    State.DONE: "чтобы отметить исполнение, укажите подтверждение: что сделано или ссылку",
    State.DROPPED: "чтобы снять, укажите причину",
}
LATE_BY = timedelta(days=366)
"""A term that passed longer ago than this, when the measure is entered, is a slip of the year."""


def told_elsewhere(measure: Measure) -> IllegalMove:
    """The refusal where a measure only mirrors a task of a campaign or of minutes."""
    return IllegalMove(f"мероприятие {measure.id} — {TOLD_IN[measure.origin]}")


def checked(measure: Measure, profile: Profile) -> Measure:
    """A new measure. Raises BadInput that names the field."""
    if not measure.what.strip():
        raise BadInput("поле «what»: пусто")
    if measure.block not in {block.code for block in profile.blocks}:
        raise BadInput(f"поле «block»: в профиле нет блока «{measure.block}»")
    if measure.due is not None and measure.due < measure.made_at.date() - LATE_BY:
        raise BadInput(f"поле «due»: {measure.due:%d.%m.%Y} раньше чем за год до внесения")
    return measure


def move(measure: Measure, to: State, proof: str, who: str, at: datetime) -> Measure:
    """The measure in another state, with its proof. Raises IllegalMove."""
    if to not in NEXT[measure.state]:
        raise IllegalMove(
            f"мероприятие {measure.id}: из состояния «{STATE_TITLES[measure.state]}» "
            f"нельзя перейти в «{STATE_TITLES[to]}»"
        )
    if to in DEMANDED and not proof.strip():
        raise IllegalMove(f"мероприятие {measure.id}: {DEMANDED[to]}")
    return replace(measure, state=to, proof=proof.strip(), moved_at=at, moved_by=who)
