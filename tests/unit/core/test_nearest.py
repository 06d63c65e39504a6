"""The likest incidents are those that comparing with every one would give, to the last digit."""

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from core.exchange import System, theme_of
from core.incidents import Board, Newcomer, Trace, likely
from core.incidents.board import place_names
from core.incidents.likeness import Rarity
from core.incidents.nearest import ADDRESS, NEAR, PROPOSED_FROM, RARE, STREET, THEME
from core.incidents.nearest import WORDS as WORTH
from core.labels import Theme
from core.posts import Platform, PostKey
from core.risk import Level
from nlp.lemmas import index_line
from tests import tables
from tests.made import said

AT = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)
WINDOW = timedelta(days=30)
WORDS = [f"слово{number}" for number in range(400)]
STREETS = ("", "мирный", "мирный 5", "мирный 7", "луговой 5", "садовый 1", "школа 2")


def score(post: Newcomer, trace: Trace, board: Board) -> float:
    """What the rules say of two posts, written down plainly once more."""
    theme = THEME if post.theme is trace.theme is not Theme.NONE else 0
    shared = place_names(post.place) & place_names(trace.place)
    place = (ADDRESS if post.place == trace.place else STREET) if shared else 0
    near = 1 - abs(post.published - trace.published) / WINDOW
    return min(1.0, theme + place + WORTH * board.rarity.nearness(post.words, trace.words) + NEAR * near)


def comparing_all(post: Newcomer, board: Board, besides: int, most: int) -> list[tuple[Trace, float]]:
    """What `likely` says, by its words: each post that is near is compared."""
    near = {trace.post_id: trace for name in place_names(post.place) for trace in board.by_place.get(name, ())}
    for word in post.words:
        if 0 < board.spread[word] <= RARE:
            near |= {trace.post_id: trace for trace in board.by_word.get(word, ())}
    best: dict[int, tuple[float, int, Trace]] = {}
    for trace in near.values():
        held = board.now(trace.incident_id)
        if abs(trace.published - post.published) <= WINDOW and held != besides and board.free(post.post_id, held):
            found = (score(post, trace, board), -trace.post_id, trace)
            best[held] = max(best.get(held, found), found, key=lambda one: one[:2])
    ranked = sorted(best.values(), key=lambda one: one[:2], reverse=True)[:most]
    return [(trace, points) for points, _, trace in ranked if points >= PROPOSED_FROM]


def spoken(chance: random.Random) -> frozenset[str]:
    """Words as people use them: few often, most hardly ever."""
    return frozenset(WORDS[int(chance.paretovariate(0.6)) % len(WORDS)] for _ in range(chance.randrange(0, 12)))


def newcomer(chance: random.Random, number: int, words: frozenset[str]) -> Newcomer:
    """A post of some street, theme and day."""
    theme = chance.choice([Theme.NONE, Theme.ROADS, Theme.HOUSING])
    at = AT + timedelta(minutes=chance.randrange(-60_000, 60_000))
    key = PostKey(Platform.FILE, "x", str(number))
    return Newcomer(number, key, at, theme, Level.LOW, said(), "", chance.choice(STREETS), words=words)


def drawn(chance: random.Random) -> tuple[Board, list[Newcomer]]:
    """A board of some posts, some merged incidents, some that were kept apart; and posts that wait."""
    posts = [newcomer(chance, number, spoken(chance)) for number in range(1, 30)]
    asked = frozenset(word for post in posts[:20] for word in post.words)  # of the last ten the board was not asked
    apart = {post.post_id: frozenset({chance.randrange(1, 40)}) for post in posts[::5]}
    board = Board(apart, asked=asked)
    for number in range(100, 100 + chance.randrange(0, 150)):
        like = newcomer(chance, number, spoken(chance) | chance.choice([frozenset(), chance.choice(posts).words]))
        key, held = like.key, chance.randrange(1, 40)
        board.add(Trace(held, number, key, like.published, like.theme, like.place, words=like.words))
    board.move(3, 4)
    board.move(7, 3)
    return board, posts


@pytest.mark.parametrize("seed", range(60))
@pytest.mark.parametrize("most", [1, 3])
def test_the_likest_are_those_of_comparing_all(seed: int, most: int) -> None:
    board, posts = drawn(random.Random(seed))
    for post in posts:
        assert likely(post, board, WINDOW, besides=5, most=most) == comparing_all(post, board, 5, most)


def of_a_table(count: int, seed: int) -> Iterator[Newcomer]:
    """Rows of a table as linking sees them."""
    for number, row in enumerate(tables.rows(System.IM, count, seed=seed)):
        words = frozenset(index_line(str(row["Текст инцидента"])).split())
        theme = theme_of(str(row["Группа тем"]), str(row["Тема"]))
        key = PostKey(Platform.FILE, "x", str(number))
        at = AT - timedelta(minutes=number * 7919 % 100_000)
        yield Newcomer(number, key, at, theme, Level.LOW, said(), "", index_line(str(row["Улица"])), words=words)


def test_rows_of_a_table_find_the_same_incidents_as_by_comparing_all() -> None:
    rows = list(of_a_table(300, seed=1))
    board = Board(asked=frozenset(word for row in rows for word in row.words))
    for post in of_a_table(120, seed=2):
        number = 1000 + post.post_id
        board.add(Trace(number, number, post.key, post.published, post.theme, post.place, words=post.words))
    found = [likely(post, board, WINDOW) for post in rows]
    assert found == [comparing_all(post, board, 0, 3) for post in rows]
    assert sum(map(bool, found)) > 100


def test_posts_of_one_number_have_each_their_own_words() -> None:
    """An item and an incident of another channel may bear one number: neither has the other's length."""
    rarity = Rarity({"яма": 3, "двор": 9}, 10)
    assert rarity.norm(frozenset({"яма"})) != rarity.norm(frozenset({"двор"}))
    assert rarity.nearness(frozenset({"яма"}), frozenset({"яма", "двор"})) < 1
