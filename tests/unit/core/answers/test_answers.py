"""What an answer promises and what it lacks, on lines of Russian; and what holds of any text."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import profiles
from core.answers import Part, Purpose, check, dates, promise
from core.deadlines import Calendar
from core.reasons import say
from profiles import calendars

CASES = Path(__file__).parent / "cases"
CALENDAR = calendars.of(profiles.read(profiles.path_of("standard")))
AT = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
PARTS = (Part.MEASURE, Part.DATE, Part.BODY)


def lines(name: str) -> list[list[str]]:
    rows = (CASES / name).read_text(encoding="utf-8").splitlines()
    return [[part.strip() for part in row.split("|")] for row in rows if row.strip() and not row.startswith("#")]


def told(moment: datetime | None, calendar: Calendar = CALENDAR) -> str:
    if moment is None:
        return "-"
    local = calendar.local(moment)
    return f"{local:%Y-%m-%d}" if f"{local:%H:%M:%S}" == "23:59:59" else f"{local:%Y-%m-%d %H:%M}"


@pytest.mark.parametrize(("text", "wanted"), lines("promised.txt"))
def test_the_promised_date_is_taken_from_the_text(text: str, wanted: str) -> None:
    assert told(promise(dates(text, AT, CALENDAR))) == wanted


@pytest.mark.parametrize(("text", "lacking", "phrases"), lines("checked.txt"))
def test_an_answer_must_name_a_measure_a_date_and_who_is_responsible(text: str, lacking: str, phrases: str) -> None:
    found = check(text, Purpose.FINAL, AT, CALENDAR)
    missing = [part for part in PARTS if not found.parts[part]]
    said = [str(reason.detail["phrase"]) for reason in found.reasons if reason.code == "empty_phrase"]
    assert (" ".join(missing) or "-", "; ".join(said) or "-") == (lacking, phrases)
    assert found.formal is bool(missing)
    assert all(say(reason) for reason in found.reasons)


def test_there_are_enough_lines_of_both() -> None:
    assert len(lines("promised.txt")) >= 60
    assert len(lines("checked.txt")) >= 40


def test_a_holiday_and_a_weekend_are_no_working_days() -> None:
    before = datetime(2026, 11, 3, 9, tzinfo=UTC)  # 4 November is a holiday
    text = "Заменим в течение двух рабочих дней"
    assert told(promise(dates(text, before, CALENDAR))) == "2026-11-06"
    assert told(promise(dates("к концу недели заменим", before, CALENDAR))) == "2026-11-06"
    saturday = datetime(2026, 11, 21, 9, tzinfo=UTC)
    assert told(promise(dates("к концу недели заменим", saturday, CALENDAR))) == "2026-11-22"


def test_the_date_is_that_of_the_municipality() -> None:
    late = datetime(2026, 11, 20, 20, 30, tzinfo=UTC)
    east = calendars.of(profiles.read(profiles.path_of("bogotol")))
    assert told(promise(dates("завтра заменим", late, CALENDAR))) == "2026-11-21"
    assert told(promise(dates("завтра заменим", late, east)), east) == "2026-11-22"


def test_an_interim_answer_owes_no_measure_and_a_rebuttal_a_plain_denial() -> None:
    interim = check("Отдел ЖКХ ответит до 5 декабря.", Purpose.INTERIM, AT, CALENDAR)
    assert not interim.formal
    denied = check("Это не соответствует действительности, сообщает администрация.", Purpose.REBUTTAL, AT, CALENDAR)
    assert not denied.formal
    mumbled = check("Администрация сообщает о работе школ.", Purpose.REBUTTAL, AT, CALENDAR)
    assert [reason.code for reason in mumbled.reasons] == ["no_denial"]


PIECES = [
    *("до", "в", "к", "5", "12", "31", ".", ":", "-", "декабря", "квартале", "недели", "I"),
    *("через", "трёх", "завтра", "не", "ё", "«", "№", "2027"),
]
ANY = st.lists(st.sampled_from(PIECES), max_size=20).map(" ".join) | st.text(max_size=200)


@given(ANY, st.integers(0, 1000))
def test_any_text_is_read_and_every_date_stands_where_it_is_said(text: str, days: int) -> None:
    at = AT + timedelta(days=days)
    found = check(text, Purpose.FINAL, at, CALENDAR)
    for said in found.dates:
        assert said.text == text[said.start : said.end].strip()
        assert said.since <= said.until
        assert not said.promised or said.until >= at
    assert found.promised is None or found.promised >= at


@given(st.integers(1, 28), st.sampled_from(["января", "мая", "августа", "декабря"]), st.integers(0, 700))
def test_a_date_without_a_year_is_the_next_to_come_or_a_recent_one(day: int, month: str, shift: int) -> None:
    at = AT + timedelta(days=shift)
    (said,) = dates(f"засыплем до {day} {month}", at, CALENDAR)
    assert at - timedelta(days=61) <= said.until <= at + timedelta(days=367)
