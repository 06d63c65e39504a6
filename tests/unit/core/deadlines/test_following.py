"""Clocks follow an incident's steps, each regime by its own."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

import profiles
from core.deadlines import Event, Kind, replay
from core.deadlines.following import opened, stepped
from core.incidents import FIRST, Channel, Incident, Nature, Regime, Status, Step
from core.labels import Theme
from core.profile.sections import CHANNELS
from core.risk import Level

PROFILE = profiles.read(profiles.path_of("standard"))
NOW = datetime(2026, 11, 16, 6, tzinfo=UTC)
MESSAGE = Incident(1, Nature.MATTER, Status.REGISTERED, Theme.HEALTH, NOW, NOW)
APPEAL = replace(MESSAGE, regime=Regime.APPEAL, number="7/26")


def walked(incident: Incident, *path: Status) -> dict[Kind, str]:
    """How each clock ends after a path of states."""
    events: list[Event] = list(opened(incident, PROFILE, NOW))
    for hour, to in enumerate(path, 1):
        incident = replace(incident, status=to)
        step = Step(NOW + timedelta(hours=hour), "test", "move", "", to)
        events += stepped(incident, step, replay(events), PROFILE)
    return {
        kind: "met" if clock.met_at else "stopped" if clock.stopped_at else "runs"
        for kind, clock in replay(events).items()
    }


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ((), {Kind.REACTION: "runs", Kind.FINAL: "runs"}),
        ((Status.ROUTED,), {Kind.REACTION: "runs", Kind.FINAL: "runs", Kind.DRAFT: "runs"}),
        ((Status.ROUTED, Status.ANSWERED), {Kind.REACTION: "met", Kind.FINAL: "met", Kind.DRAFT: "met"}),
        (
            (Status.ROUTED, Status.INTERIM),
            {Kind.REACTION: "met", Kind.FINAL: "stopped", Kind.DRAFT: "met", Kind.AFTER_INTERIM: "runs"},
        ),
        ((Status.REJECTED,), {Kind.REACTION: "stopped", Kind.FINAL: "stopped"}),
        ((Status.ANSWERED, Status.CLOSED, Status.REOPENED), {Kind.REACTION: "runs", Kind.FINAL: "runs"}),
    ],
)
def test_a_message_goes_by_the_clocks_of_the_profile(path: tuple[Status, ...], expected: dict[Kind, str]) -> None:
    assert walked(MESSAGE, *path) == expected


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ((), {Kind.REGISTRATION: "met", Kind.REDIRECT: "runs", Kind.ANSWER: "runs"}),
        ((Status.FORWARDED,), {Kind.REGISTRATION: "met", Kind.REDIRECT: "met", Kind.ANSWER: "stopped"}),
        ((Status.ROUTED, Status.IN_WORK), {Kind.REGISTRATION: "met", Kind.REDIRECT: "stopped", Kind.ANSWER: "runs"}),
        ((Status.ROUTED, Status.ANSWERED), {Kind.REGISTRATION: "met", Kind.REDIRECT: "stopped", Kind.ANSWER: "met"}),
    ],
)
def test_an_appeal_goes_by_the_law_only(path: tuple[Status, ...], expected: dict[Kind, str]) -> None:
    assert walked(APPEAL, *path) == expected


def test_an_unregistered_appeal_has_three_days_to_be_registered() -> None:
    assert walked(replace(APPEAL, number="")) == {Kind.REGISTRATION: "runs"}


def test_an_accelerated_theme_has_its_own_clock_in_both_regimes() -> None:
    for incident in (MESSAGE, APPEAL):
        assert walked(replace(incident, theme=Theme.ROADS))[Kind.FAST] == "runs"


def test_importance_sets_the_term() -> None:
    def hours(level: Level) -> float:
        made = opened(replace(MESSAGE, level=level), PROFILE, NOW)
        return next(event.term.amount for event in made if event.kind is Kind.REACTION and event.term)

    assert (hours(Level.LOW), hours(Level.CRITICAL)) == (9, 4)


def test_a_risk_is_reacted_to_by_its_check() -> None:
    risk = replace(MESSAGE, nature=Nature.RISK, status=FIRST[Nature.RISK])
    assert walked(risk, Status.VERIFIED) == {Kind.REACTION: "met", Kind.FINAL: "runs"}


def test_channels_of_a_profile_are_those_of_incidents() -> None:
    assert set(CHANNELS) == set(Channel)
