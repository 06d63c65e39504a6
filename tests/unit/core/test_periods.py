"""A period and the moment as of which it is told."""

from datetime import datetime, timedelta

import pytest

from core.errors import BadInput
from core.periods import week


def test_a_period_is_told_as_of_its_end_or_of_now_and_not_before_it_begins() -> None:
    period = week("2026-W48", "Europe/Moscow")
    assert period.as_of(period.until + timedelta(days=9)) == period.until
    assert period.as_of(period.since) == period.since + datetime.resolution
    with pytest.raises(BadInput, match=r"период ещё не начался: его первый день 23\.11\.2026"):
        period.as_of(period.since - timedelta(minutes=1))
