"""Ages as a person says them."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from api.web.times import age, due

ZONE = "Asia/Yekaterinburg"
NOW = datetime(2026, 11, 21, 9, 30, tzinfo=ZoneInfo(ZONE))


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        ("2026-11-21T09:29:30", "только что"),
        ("2026-11-21T09:00:00", "30 мин назад"),
        ("2026-11-20T23:00:00", "10 ч назад"),
        ("2026-11-20T08:00:00", "вчера, 08:00"),
        # once said «1 дн. назад»
        ("2026-11-19T23:00:00", "позавчера, 23:00"),
        ("2026-11-19T00:00:00", "позавчера, 00:00"),
        ("2026-11-18T23:59:00", "18 ноября"),
        ("2025-12-31T23:00:00", "31 декабря 2025"),
    ],
)
def test_days_are_counted_by_the_calendar_of_the_profile(moment: str, said: str) -> None:
    assert age(datetime.fromisoformat(moment).replace(tzinfo=ZoneInfo(ZONE)), NOW, ZONE) == said


@pytest.mark.parametrize(
    ("ends", "warns", "told"),
    [
        ("2026-11-18T12:00:00", "2026-11-17T12:00:00", ("overdue", "просрочен с 18 ноября")),
        # once told without its hour, as if it had been over all day
        ("2026-11-21T09:00:00", "2026-11-20T12:00:00", ("overdue", "просрочен сегодня с 09:00")),
        ("2025-11-21T09:00:00", "2025-11-20T12:00:00", ("overdue", "просрочен с 21 ноября 2025")),
        ("2025-12-31T12:00:00", "2025-12-30T12:00:00", ("overdue", "просрочен с 31 декабря 2025")),
        ("2026-11-21T18:00:00", "2026-11-21T09:30:00", ("near", "срок близко: до 21 ноября, 18:00")),
        ("2026-12-01T12:00:00", "2026-11-30T12:00:00", ("running", "до 1 декабря, 12:00")),
        ("2027-01-11T12:00:00", "2027-01-10T12:00:00", ("running", "до 11 января 2027, 12:00")),
    ],
)
def test_a_term_says_in_words_how_it_stands(ends: str, warns: str, told: tuple[str, str]) -> None:
    end, warn = (datetime.fromisoformat(each).replace(tzinfo=ZoneInfo(ZONE)) for each in (ends, warns))
    found = due(end, warn, NOW, ZONE)
    assert (found.stands, found.said) == told
