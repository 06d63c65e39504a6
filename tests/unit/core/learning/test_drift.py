"""The talk of the town moves on: what is noticed, and what is only chance."""

from datetime import date, timedelta

import numpy as np
import pytest

from core.learning.drift import ALL, Alarm, Cell, Seen, cells, watched

WEEK = date(2026, 11, 16)


def week(seed: int, n: int = 200, share: float = 0.3, **fields: object) -> list[Seen]:
    """Texts of a source, about a share of them of one theme."""
    lots = np.random.default_rng(seed).random(n)
    made = {"confidence": 0.8, "abstained": False, "unknown": 0.1, "corrected": None} | fields
    return [Seen(at, "vk:wall", "roads" if lot < share else "housing", **made) for at, lot in enumerate(lots)]  # type: ignore[arg-type]


PAST = [cell for back in range(1, 5) for cell in cells(WEEK - timedelta(weeks=back), week(back))]


def alarms(seen: list[Seen], past: list[Cell] = PAST) -> dict[tuple[str, str, str], Alarm]:
    return {
        (cell.source, cell.theme, alarm.measure): alarm for cell in watched(WEEK, seen, past) for alarm in cell.alarms
    }


def test_figures_are_shares_of_their_source_and_of_all() -> None:
    seen = [Seen(1, "vk:a", "roads", 0.5, True), Seen(2, "vk:a", "waste", 0.7, False, corrected=True)]
    seen += [Seen(3, "vk:b", "roads", 0.9, False, 0.2, corrected=False)]
    found = {(each.source, each.theme): each for each in cells(WEEK, seen)}
    assert len(found) == 8
    assert (found["vk:a", "roads"].share, found[ALL, "roads"].share) == (0.5, pytest.approx(2 / 3))
    assert (found["vk:a", ALL].abstained, found["vk:a", ALL].confidence) == (0.5, 0.6)
    assert (found[ALL, ALL].corrected, found[ALL, ALL].reviewed, found[ALL, ALL].unknown) == (0.5, 2, 0.2)


def test_a_week_like_the_others_alarms_nobody() -> None:
    noise = [alarms(week(seed)) for seed in range(20, 40)]
    assert sum(map(bool, noise)) == 0


def test_a_theme_that_grows_is_noticed_with_its_texts() -> None:
    found = alarms(week(9, share=0.6))
    alarm = found["vk:wall", "roads", "share"]
    assert alarm.now > alarm.was + 0.2
    assert len(alarm.posts) == 5
    assert ("vk:wall", ALL, "share") not in found


@pytest.mark.parametrize(
    ("fields", "measure"),
    [
        ({"confidence": 0.4}, "confidence"),
        ({"abstained": True}, "abstained"),
        ({"unknown": 0.5}, "unknown"),
    ],
)
def test_every_figure_is_watched(fields: dict[str, object], measure: str) -> None:
    assert ("vk:wall", ALL, measure) in alarms(week(9, **fields))


def test_more_corrections_are_noticed_and_show_the_corrected_texts() -> None:
    past = [c for back in range(1, 4) for c in cells(WEEK - timedelta(weeks=back), week(back, corrected=False))]
    seen = [*week(9, 100, corrected=False), *week(10, 100, corrected=True)]
    alarm = alarms(seen, past)["vk:wall", ALL, "corrected"]
    assert (alarm.was, alarm.now) == (0.0, 0.5)


def test_a_theme_that_never_was_there_is_noticed_when_it_comes() -> None:
    seen = week(9, share=0.3) + [Seen(900 + n, "vk:wall", "health", 0.3, True) for n in range(60)]
    alarm = alarms(seen)["vk:wall", "health", "share"]
    assert (alarm.was, set(alarm.posts) <= set(range(900, 960))) == (0.0, True)


def test_few_texts_or_few_weeks_say_nothing() -> None:
    assert alarms(week(9, n=15, share=1.0)) == {}
    assert alarms(week(9, share=0.9), [cell for cell in PAST if cell.week == WEEK - timedelta(weeks=1)]) == {}
    assert alarms([], []) == {}
