"""What is at the other end is another program: whatever it says, the key goes nowhere else and the page is told why."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import count
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.summaries import SummaryOut
from collectors.region import ask, client
from collectors.region.mapping import to_summary
from core.errors import Denied, Poison, Transient
from core.labels import Theme
from core.overview import Contented, Measure, Pace
from core.region import Asked, Neighbour, State, Stated, Storm, Summary, Told, burning, ordered, settled
from core.risk import Level
from tests.peers.pages import Pages, Reply

AT = datetime(2026, 11, 20, 9, tzinfo=UTC)
PLAIN = Summary(
    profile="batetsky",
    title="Батецкий муниципальный округ",
    at=AT,
    population=5000,
    posts=Measure(5, 4, 20, Pace.MORE),
    opened=Measure(1, 0, 3, Pace.UNKNOWN),
    matters={Level.CRITICAL: 1, Level.LOW: 3},
    risks={Level.HIGH: 2},
    overdue=2,
    near=1,
    stormy=1,
    storms=(Storm(Theme.ROADS, Level.HIGH, AT),),
    content=Contented(3, 1, 4),
    indicators=(Stated("in_time", 90.0, 88.5, False),),
    asked=Asked(2, 1, AT.date()),
)


def written(summary: Summary) -> bytes:
    """As the API of a municipality gives it."""
    return SummaryOut.of(summary).model_dump_json().encode()


@pytest.fixture
def town() -> Iterator[Pages]:
    made = Pages(lambda path, headers: Reply(200, written(PLAIN)))
    yield made
    made.close()


def entry(town: Pages, code: str = "batetsky") -> Neighbour:
    return Neighbour(code, town.url, key="secret-key")


def test_what_a_municipality_writes_the_region_reads() -> None:
    assert to_summary(written(PLAIN)) == PLAIN


COUNTS = st.dictionaries(st.sampled_from(Level), st.integers(0, 10**6))
FEW = st.integers(0, 99)
SUMMARIES = st.builds(
    Summary,
    profile=st.just("x"),
    title=st.text("абв -", max_size=20),
    at=st.just(AT),
    population=st.integers(0, 10**7),
    posts=st.none() | st.just(PLAIN.posts),
    opened=st.just(PLAIN.opened),
    matters=COUNTS,
    risks=COUNTS,
    overdue=FEW,
    near=FEW,
    stormy=FEW,
    storms=st.just(()) | st.just(PLAIN.storms),
    content=st.builds(Contented, FEW, FEW, FEW),
    indicators=st.just(()) | st.just(PLAIN.indicators),
    asked=st.none() | st.builds(Asked, FEW, FEW, st.none() | st.dates()),
)


@given(SUMMARIES)
def test_any_summary_comes_over_as_it_was(summary: Summary) -> None:
    assert to_summary(written(summary)) == summary


@given(st.lists(SUMMARIES, max_size=6))
def test_nothing_that_burns_more_stands_below_what_burns_less(found: list[Summary]) -> None:
    told = [Told("a", "", State.AWAY), *(Told("x", "", State.SEEN, summary=each) for each in found)]
    shown = [each.summary for each in ordered(told)]
    assert shown[-1] is None
    weights = [burning(each) for each in shown if each]
    assert weights == sorted(weights, reverse=True)


def changed(**fields: Any) -> bytes:
    """The plain summary with other values than it may have."""
    return json.dumps(json.loads(written(PLAIN)) | fields).encode()


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"<html>",
        b"[]",
        b"{}",
        b"\xff" * 100,
        changed(title="x" * 301),
        changed(title="a\u202eb"),
        changed(title="a\nb"),
        changed(overdue=-1),
        changed(overdue=10**13),
        changed(overdue="many"),
        changed(matters={"deadly": 1}),
        changed(at="2026-11-20T09:00:00"),
        changed(storms=[{"theme": "roads", "level": "high", "since": "2026-11-20T09:00:00Z"}] * 201),
        changed(indicators=[{"code": "in_time", "plan": 1e300, "fact": None, "reached": None}]),
        written(PLAIN).replace(b"88.5", b"NaN"),
        written(PLAIN).replace(b"88.5", b"1e999"),
    ],
)
def test_what_is_no_summary_of_ours_is_refused(raw: bytes) -> None:
    with pytest.raises(Poison):
        to_summary(raw)


def test_fields_of_a_newer_version_are_left_out() -> None:
    assert to_summary(changed(novelty={"a": 1})) == PLAIN


def test_only_the_key_and_the_form_travel(town: Pages, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    assert ask([entry(town)])[0].state is State.SEEN
    ((path, headers),) = town.asked
    assert path == client.PATH
    assert headers.pop("Authorization") == "Bearer secret-key"
    assert {name.lower() for name in headers} <= {"host", "accept", "accept-encoding", "connection", "user-agent"}


def test_a_redirection_is_not_followed_with_the_key(town: Pages) -> None:
    thief = Pages(lambda path, headers: Reply(200, written(PLAIN)))
    try:
        for status in (301, 302, 307, 308):
            town.then(Reply(status, headers={"Location": thief.url + client.PATH}))
            assert ask([entry(town)])[0].state is State.STRANGE
        assert thief.asked == []
    finally:
        thief.close()


@pytest.mark.parametrize(
    ("status", "error"),
    [(401, Denied), (403, Denied), (404, Poison), (429, Transient), (500, Transient), (503, Transient), (204, Poison)],
)
def test_each_answer_has_its_fate(status: int, error: type[Exception]) -> None:
    assert isinstance(client.refused(status), error)


def test_an_answer_without_an_end_is_cut_off(town: Pages) -> None:
    town.then(Reply(200, b" " * (client.LARGEST + 1)))
    with pytest.raises(Poison, match="велик"):
        client.fetch(town.url, "key")
    ticks = count(0, 10)
    with pytest.raises(Transient, match="долго"):
        client.fetch(town.url, "key", clock=lambda: next(ticks) * 2.0)


def test_the_figures_of_one_are_never_shown_under_the_name_of_another(town: Pages) -> None:
    found = settled(entry(town, "gubkin"), PLAIN)
    assert (found.state, found.summary) == (State.STRANGE, None)


def test_all_are_asked_and_the_silent_ones_stand_last(town: Pages) -> None:
    gone = [Neighbour(f"gone-{number}", "http://127.0.0.1:9", key="x") for number in range(20)]
    found = ask([*gone, entry(town)])
    assert [each.state for each in found] == [State.SEEN, *[State.AWAY] * 20]
    assert "secret-key" not in repr(found)
