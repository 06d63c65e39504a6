"""Several assessors at once, each with its share of what waits; on both databases."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any

from sqlalchemy import Engine, text

from core import usecases
from core.labels import Assessment, Subject, Theme
from core.ports import WHOLE, Batch, Share
from core.posts import Platform, SourceKey
from core.scope import Scope
from store.ledger import Store
from tests.conftest import NOW
from tests.made import comment, post, said
from tests.store.test_flow import PROFILE

WALL, MANY, AT_ONCE = SourceKey(Platform.VK, "wall"), 60, 7
SAID = (
    "SELECT p.message, a.model, a.theme, a.body, p.due_assess FROM assessments a JOIN posts p ON p.id = a.post_id"
    " ORDER BY p.message, a.id"
)
CARDS = "SELECT p.message, f.score, f.level, f.reasons FROM flags f JOIN posts p ON p.id = f.post_id ORDER BY p.message"


class Reader:
    """Says what the text and its thread tell; remembers what it was asked for."""

    version = "test-1"

    def __init__(self) -> None:
        self.asked = list[str]()

    def assess(self, subjects: list[Subject], *, why: bool = True, places: bool = True) -> list[Assessment]:
        self.asked += [each.text for each in subjects]
        return [
            said(Theme.SAFETY if len(each.text + (each.context or "")) % 3 else Theme.ROADS, risk_score=2.5)
            for each in subjects
        ]


class Killed(BaseException):
    """The process is no more."""


class Dying(Reader):
    """Dies at its second batch, with the answer on its lips."""

    def assess(self, subjects: list[Subject], *, why: bool = True, places: bool = True) -> list[Assessment]:
        if self.asked:
            raise Killed
        return super().assess(subjects)


def fill(store: Store, scope: Scope) -> None:
    """Posts with comments under them, so that a share reads threads whose root lies in another."""
    found = [post(n, f"яма номер {n} " + "и" * (n % 5)) for n in range(1, MANY // 2 + 1)]
    found += [comment(100 + n, root=n, text=f"а у нас {n}") for n in range(1, MANY // 2 + 1)]
    with store.begin() as work:
        usecases.receive(work, scope, WALL, Batch(tuple(found), {}), NOW)


def work_through(store: Store, scope: Scope, model: Reader, share: Share) -> None:
    while usecases.assess(store, scope, model, NOW, AT_ONCE, share):
        pass


def kept(engine: Engine, query: str) -> list[Any]:
    with engine.connect() as connection:
        return [tuple(row) for row in connection.execute(text(query))]


def result(store: Store, scope: Scope, engine: Engine) -> tuple[list[Any], list[Any]]:
    while usecases.flag(store, scope, PROFILE, NOW):
        pass
    return kept(engine, SAID), kept(engine, CARDS)


def cleared(engine: Engine) -> None:
    """As before anything was assessed."""
    with engine.begin() as connection:
        for each in ("DELETE FROM flags", "UPDATE posts SET assessment_id = NULL, due_assess = true"):
            connection.execute(text(each))
        connection.execute(text("DELETE FROM assessments"))


def test_two_at_once_leave_what_one_leaves_and_ask_for_no_text_twice(
    store: Store, scope: Scope, engine: Engine
) -> None:
    fill(store, scope)
    alone = Reader()
    work_through(store, scope, alone, WHOLE)
    by_one = result(store, scope, engine)
    cleared(engine)
    pair = Reader(), Reader()
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda n: work_through(store, scope, pair[n], Share(n, 2)), range(2)))
    assert result(store, scope, engine) == by_one
    assert len(by_one[0]) == MANY
    assert all(each.asked for each in pair)
    assert sorted(pair[0].asked + pair[1].asked) == sorted(alone.asked)


def test_the_share_of_one_that_was_killed_is_finished_by_whoever_takes_it_over(
    store: Store, scope: Scope, engine: Engine
) -> None:
    fill(store, scope)
    dead, living, heir = Dying(), Reader(), Reader()
    work_through(store, scope, living, Share(0, 2))
    with suppress(Killed):
        work_through(store, scope, dead, Share(1, 2))
    with store.read() as work:
        left = work.assessments.waiting(scope, Share(1, 2))
        assert (work.assessments.waiting(scope, Share(0, 2)), left) == (0, work.assessments.waiting(scope))
    work_through(store, scope, heir, Share(1, 2))
    assert len(heir.asked) == left == MANY - len(living.asked) - AT_ONCE
    told = kept(engine, SAID)
    assert len(told) == len({row[0] for row in told}) == MANY
    assert not any(row[-1] for row in told)
