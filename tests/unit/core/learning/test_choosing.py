"""What is put before a person first, and the slice that nobody's opinion guides."""

from datetime import date

from core.labels import Guess, Theme
from core.learning.choosing import DRIFT, Candidate, drawn, ranked
from tests.made import said
from tests.unit.core.learning.made import example


def candidate(number: int, p: float = 0.9, theme: Theme = Theme.HOUSING, words: str = "") -> Candidate:
    model = said(theme, themes=(Guess(theme, p), Guess(Theme.NONE, 1 - p)))
    lemmas = frozenset((words or f"слово{number} дело{number}").split())
    return Candidate(example(number, f"текст {number}", said=model), lemmas)


KNOWN = dict.fromkeys(Theme, 300)


def order(*found: Candidate, known: dict[Theme, int] = KNOWN, moved: tuple[tuple[str, str], ...] = ()) -> list[int]:
    return [wish.candidate.example.post_id for wish in ranked(found, known, moved)]


def test_what_the_model_doubts_comes_first() -> None:
    assert order(candidate(1, 0.95), candidate(2, 0.52), candidate(3, 0.7)) == [2, 3, 1]


def test_a_rare_theme_comes_before_a_common_one() -> None:
    known = KNOWN | {Theme.TOURISM: 0}
    assert order(candidate(1), candidate(2, theme=Theme.TOURISM), known=known) == [2, 1]


def test_a_drifting_source_comes_before_a_quiet_one() -> None:
    assert order(candidate(1), candidate(2, theme=Theme.ROADS), moved=(("vk:wall", "roads"),)) == [2, 1]
    (wish, *_) = ranked([candidate(1)], KNOWN, [("vk:wall", "")])
    assert dict(wish.parts)["drift"] == DRIFT


def test_a_copy_of_what_stands_above_comes_last_and_says_so() -> None:
    one, copy, other = candidate(1, 0.5, words="яма двор"), candidate(2, 0.5, words="яма двор"), candidate(3, 0.6)
    found = ranked([one, copy, other], KNOWN)
    assert [wish.candidate.example.post_id for wish in found] == [1, 3, 2]
    assert [dict(wish.parts)["alike"] for wish in found] == [0, 0, -60]


def test_the_list_is_as_long_as_asked() -> None:
    assert len(ranked([candidate(n) for n in range(1, 60)], KNOWN, limit=7)) == 7
    assert ranked([], KNOWN) == []


def test_a_text_without_an_opinion_is_all_doubt() -> None:
    bare = Candidate(example(9, "текст", said=None), frozenset())
    assert ranked([candidate(1), bare], KNOWN)[0].candidate is bare


def test_the_slice_is_the_same_at_each_draw_another_each_week_and_fair() -> None:
    week, posts = date(2026, 11, 16), list(range(1000))
    assert drawn("test", week, posts) == drawn("test", week, posts[::-1])
    assert set(drawn("test", week, posts)) != set(drawn("test", date(2026, 11, 9), posts))
    assert set(drawn("test", week, posts)) != set(drawn("other", week, posts))
    times = [0] * 1000
    for day in range(1, 29):
        for post in drawn("test", date(2026, 2, day), posts, 100):
            times[post] += 1
    assert max(times) <= 11
