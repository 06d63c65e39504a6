"""The demo is shown as of today: what its texts say of days moves with its posts, its promises with what they say."""

import json
import re
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

import profiles
from core.answers import Said, dates
from profiles import calendars
from runtime.demo.dating import moved

CASES = (Path(__file__).parent / "cases" / "dating.txt").read_text("utf-8").splitlines()
CALENDAR = calendars.of(profiles.read(profiles.path_of("yasnobor")))
LINES = [
    json.loads(line) for path in sorted(profiles.DEMO.glob("*.jsonl")) for line in path.read_text("utf-8").splitlines()
]
TEXTS = [(datetime.fromisoformat(each["date"]), each["text"]) for each in LINES if each["text"]]
SHIFTS = (1, 6, 7, 20, 45)


def case(line: str) -> tuple[str, date, timedelta, str]:
    text, day, days, wanted = (part.strip() for part in line.split("|"))
    return text, date.fromisoformat(day), timedelta(days=int(days)), wanted


@pytest.mark.parametrize(("text", "of", "shift", "wanted"), [case(each) for each in CASES if not each.startswith("#")])
def test_a_text_names_its_days_so_much_later(text: str, of: date, shift: timedelta, wanted: str) -> None:
    assert moved(text, of, shift) == wanted
    assert moved(text, of, timedelta(0)) == text


UNTOLD = re.compile(r"\d\.\d|^(?:до|к|в) [а-я]+(?:рю|ря|ре|лю|ля|ле|ню|ня|не|рту|рта)$")


def days(text: str, at: datetime) -> list[date]:
    """Single days that the rules for answers read in a text. A week or a month has no day, «7.10» no one spelling."""

    def single(said: Said) -> bool:
        return CALENDAR.local(said.since).date() == said.day and not UNTOLD.search(said.text.lower())

    return [each.day for each in dates(text, at, CALENDAR) if single(each)]


@pytest.mark.parametrize("shift", SHIFTS)
def test_every_day_that_the_recording_names_moves_with_its_post(shift: int) -> None:
    by, named = timedelta(days=shift), 0
    for at, text in TEXTS:
        was = days(text, at)
        assert days(moved(text, at.date(), by), at + by) == [each + by for each in was], text
        named += len(was)
    assert named > 80


FIXED = re.compile(
    r"день (?:народного единства|победы|россии|защитник|матери|конституции)|8 марта"
    r"\w+(?:ый|ий|ую|ое|ого|ой|ому) "
    r"(?:понедельник|вторник|сред[ауы]|четверг|пятниц[ауы]|суббот[ауы]|воскресень[ея])",
    re.IGNORECASE,
)


def test_no_text_of_the_recording_names_what_cannot_be_moved() -> None:
    assert [text for _, text in TEXTS if FIXED.search(text)] == []
