"""What was executed and what is late, by block."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

import profiles
from core.errors import BadInput, IllegalMove
from core.incidents import Answer, Incident, Nature, Status
from core.labels import Theme
from core.measures import Measure, Origin, State, checked, executed, move, of_answer, shortened
from core.usecases.measures import is_work

PROFILE = profiles.read(profiles.path_of("standard"))
MOSCOW = "Europe/Moscow"
SINCE = datetime(2026, 11, 8, 21, tzinfo=UTC)
UNTIL = SINCE + timedelta(days=7)
SUNDAY = date(2026, 11, 15)


def measure(number: int, block: str = "roads", due: date | None = SUNDAY, **fields: object) -> Measure:
    return replace(Measure(number, "Восстановить освещение", block, SINCE - timedelta(days=3), due=due), **fields)


def done(number: int, at: datetime, **fields: object) -> Measure:
    return measure(number, state=State.DONE, moved_at=at, **fields)


def numbers(found: tuple[Measure, ...]) -> list[int]:
    return [each.id for each in found]


def test_the_last_day_of_a_measure_is_in_time_and_the_next_is_late() -> None:
    last = datetime(2026, 11, 12, 20, 59, tzinfo=UTC)  # 23:59 in Moscow
    found = executed(
        [done(1, last, due=date(2026, 11, 12)), done(2, last + timedelta(minutes=1), due=date(2026, 11, 12))],
        SINCE, UNTIL, MOSCOW,
    )  # fmt: skip
    assert (numbers(found.total.in_time), numbers(found.total.done_late)) == ([1], [2])


def test_what_is_open_on_its_last_day_is_not_overdue_yet() -> None:
    found = executed([measure(1), measure(2, due=date(2026, 11, 14)), measure(3, due=None)], SINCE, UNTIL, MOSCOW)
    assert numbers(found.total.open) == [1, 2, 3]
    assert numbers(found.total.overdue) == [2]


def test_a_note_made_again_later_tells_how_it_stood_then() -> None:
    later = done(1, UNTIL + timedelta(days=2), due=date(2026, 11, 10))
    unborn = measure(2, made_at=UNTIL + timedelta(hours=1))
    found = executed([later, unborn], SINCE, UNTIL, MOSCOW)
    assert numbers(found.total.overdue) == [1]
    assert found.total.done == 0


def test_what_was_done_before_the_week_or_dropped_is_not_counted() -> None:
    before = done(1, SINCE - timedelta(hours=1))
    found = executed([before, measure(2, state=State.DROPPED, moved_at=SINCE)], SINCE, UNTIL, MOSCOW)
    assert (found.total.done, found.total.open, found.blocks) == (0, (), ())


def test_blocks_come_with_most_overdue_first_and_add_up() -> None:
    found = executed(
        [measure(1), measure(2, "communal", date(2026, 11, 1)), done(3, SINCE, block="roads")], SINCE, UNTIL, MOSCOW
    )
    assert [code for code, _ in found.blocks] == ["communal", "roads"]
    assert sum(len(each.open) + each.done for _, each in found.blocks) == 3


def test_execution_needs_its_proof_and_a_dropped_one_its_reason() -> None:
    for state in (State.DONE, State.DROPPED):
        with pytest.raises(IllegalMove, match="мероприятие 1"):
            move(measure(1), state, "  ", "user:a", SINCE)
    proved = move(measure(1), State.DONE, " Акт от 12 ноября ", "user:a", SINCE)
    assert (proved.proof, proved.moved_at, proved.moved_by) == ("Акт от 12 ноября", SINCE, "user:a")
    with pytest.raises(IllegalMove, match="нельзя"):
        move(proved, State.DROPPED, "x", "user:a", SINCE)


def test_a_measure_of_a_block_that_is_not_there_is_refused_by_its_name() -> None:
    with pytest.raises(BadInput, match="нет блока «moon»"):
        checked(measure(1, "moon"), PROFILE)


def test_a_promise_is_due_on_its_local_day() -> None:
    incident = Incident(5, Nature.MATTER, Status.ANSWERED, Theme.ROADS, SINCE, SINCE, block="roads", recipient="Отдел")
    answer = Answer("Сделаем", ("vk",), at=SINCE, promised=datetime(2026, 11, 15, 21, 30, tzinfo=UTC), id=7)
    found = of_answer(incident, answer, "Сделаем", MOSCOW)
    assert found
    assert (found.due, found.origin, found.source) == (date(2026, 11, 16), Origin.PROMISE, "answer:7")
    assert of_answer(incident, replace(answer, promised=None), "Сделаем", MOSCOW) is None


def test_long_words_of_an_answer_are_cut_between_words() -> None:
    found = shortened("слово " * 100)
    assert len(found) <= 401
    assert found.endswith("слово…")


@pytest.mark.parametrize(
    ("said", "work"),
    [
        ("Ремонт — до 3 ноября", True),
        ("Яму засыплют 5 ноября", True),
        ("Патруль будет там по вечерам до конца недели", True),
        ("Ответ дадим к пятнице", True),
        ("Детский сад «Ёлочка» завтра закрыт", False),
        ("Приём граждан 12 ноября в 10:00", False),
        ("По бару составлен акт, заседание комиссии 3 ноября", False),
    ],
)
def test_a_day_that_is_news_is_no_promise_of_work(said: str, work: bool) -> None:
    assert is_work(said) is work


def test_a_term_of_years_ago_is_a_slip_of_the_year() -> None:
    made = replace(measure(0, PROFILE.blocks[0].code), made_at=SINCE, due=SINCE.date() - timedelta(days=300))
    assert checked(made, PROFILE) == made
    with pytest.raises(BadInput, match="раньше чем за год до внесения"):
        checked(replace(made, due=date(2020, 12, 10)), PROFILE)
