"""The archive by another model: all of it, once, and on from where it was cut short. On both databases."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest

import models
from core import usecases
from core.errors import StaleModel
from core.flags import FlagQuery
from core.labels import Assessment, Subject
from core.ports import Batch, Unassessed
from core.posts import Platform, PostKey, SourceKey
from core.scope import Scope
from core.usecases import rescoring
from core.usecases.posts import Judged, judged
from models import crowd
from store.ledger import Store
from tests.conftest import NOW
from tests.dask import cluster
from tests.made import DAY, post, said
from tests.unit.api.conftest import PROFILE, Model

WALL, MANY = SourceKey(Platform.VK, "wall"), 20


class Newer(Model):
    """Another version, which counts what it is asked and breaks down at one word."""

    version = "test-2"

    def __init__(self) -> None:
        self.asked = 0

    def assess(self, subjects: list[Subject], *, why: bool = True, places: bool = True) -> list[Assessment]:
        if any("порча" in each.text for each in subjects):
            raise ValueError
        self.asked += len(subjects)
        return [said(model=self.version) for _ in subjects]


def by(model: Newer, batches: Iterable[Sequence[Unassessed]]) -> Iterator[Judged]:
    return (judged(model, batch) for batch in batches)


def silent(done: int, total: int) -> None:
    """Nobody looks."""


@pytest.fixture
def filled(store: Store, scope: Scope) -> Store:
    """Twenty posts of a day each, assessed by the first version."""
    found = tuple(post(n, f"яма номер {n}", published=DAY - timedelta(days=n)) for n in range(MANY))
    with store.begin() as work:
        usecases.receive(work, scope, WALL, Batch(found, {}), NOW)
    usecases.assess(store, scope, Model(), NOW)
    usecases.flag(store, scope, PROFILE, NOW)
    return store


def rescored(store: Store, scope: Scope, model: Newer, days: int = 100, told: Any = silent) -> int:
    return rescoring.rescore(
        store, scope, model.version, DAY - timedelta(days=days), partial(by, model), lambda: NOW, told, size=5
    )


def versions(store: Store, scope: Scope) -> list[str]:
    with store.read() as work:
        found = [work.assessments.of(scope, PostKey(Platform.VK, "wall", str(n))) for n in range(MANY)]
    return [each.model for each in found if each]


def test_what_was_published_since_a_day_is_assessed_once_and_waits_to_be_weighed(filled: Store, scope: Scope) -> None:
    model, told = Newer(), list[tuple[int, int]]()
    assert rescored(filled, scope, model, days=6, told=lambda *step: told.append(step)) == 7
    assert versions(filled, scope) == ["test-2"] * 7 + ["test-1"] * 13
    assert told == [(5, 7), (7, 7)]
    assert rescored(filled, scope, model, days=6) == 0
    assert model.asked == 7
    with filled.read() as work:
        assert len(work.scores.pending(scope, 100)) == 7
        assert list(work.journal.chain(scope))[-1].detail == {"model": "test-2", "posts": 7, "since": "2026-11-13"}


class Killed(BaseException):
    """kill -9"""


def test_a_run_that_was_cut_short_goes_on_where_it_was(filled: Store, scope: Scope) -> None:
    def cut(done: int, total: int) -> None:
        if done == 10:
            raise Killed

    model = Newer()
    with pytest.raises(Killed):
        rescored(filled, scope, model, told=cut)
    assert rescored(filled, scope, model) == MANY - 10
    assert (model.asked, set(versions(filled, scope))) == (MANY, {"test-2"})


def test_a_text_at_which_the_model_breaks_down_keeps_its_old_assessment_and_stops_nothing(
    filled: Store, scope: Scope
) -> None:
    with filled.begin() as work:
        usecases.receive(work, scope, WALL, Batch((post(3, "порча", published=DAY),), {}), NOW + timedelta(hours=1))
    usecases.assess(filled, scope, Model(), NOW)
    assert rescored(filled, scope, Newer()) == MANY
    assert versions(filled, scope).count("test-1") == 1


def test_decisions_of_people_stand(filled: Store, scope: Scope) -> None:
    with filled.read() as work:
        before = [(each.id, each.status) for each in work.flags.find(scope, FlagQuery()).flags]
    rescored(filled, scope, Newer())
    usecases.flag(filled, scope, PROFILE, NOW)
    with filled.read() as work:
        assert [(each.id, each.status) for each in work.flags.find(scope, FlagQuery()).flags] == before


TEXTS = (
    "Третий день нет отопления в доме 9 по улице Кирпичной, дети мёрзнут!",
    "Яма у школы с колесо, вчера влетел автобус",
    "Спасибо дворникам, чисто",
    "На Луговой, 4 собаки бросаются на людей",
)


def batches(count: int) -> list[list[Unassessed]]:
    return [
        [Unassessed(n, n, Subject(f"{TEXTS[n % 4]} ({n})")) for n in range(at, at + 4)] for at in range(0, count, 4)
    ]


def in_order(made: Iterable[Judged]) -> list[tuple[int, Assessment]]:
    return sorted(((each.post_id, what) for said_, _ in made for each, what in said_), key=lambda pair: pair[0])


@pytest.fixture(scope="module")
def version() -> str:
    return crowd._opened(str(models.default())).version


def test_threads_and_processes_say_what_one_process_says(version: str) -> None:
    folder = models.default()
    alone = in_order(crowd.side_by_side(folder, version, batches(24)))
    assert len(alone) == 24
    assert in_order(crowd.side_by_side(folder, version, batches(24), workers=2, threads=True)) == alone
    assert in_order(crowd.side_by_side(folder, version, batches(24), workers=2)) == alone


@pytest.mark.filterwarnings("ignore")  # the cluster's own, of its start and end
def test_a_cluster_says_what_one_process_says(version: str) -> None:
    alone = in_order(crowd.side_by_side(models.default(), version, batches(24)))
    with cluster() as address:
        assert in_order(crowd.side_by_side(models.default(), version, batches(24), dask=address)) == alone


def test_no_more_batches_are_taken_than_can_be_worked_at(version: str) -> None:
    taken = list[int]()

    def endless() -> Iterator[list[Unassessed]]:
        while True:
            taken.append(1)
            yield batches(4)[0]

    made = crowd.side_by_side(models.default(), version, endless(), workers=2, threads=True)
    for done in range(1, 6):
        next(made)
        assert len(taken) <= done + 2 * crowd.AHEAD


def test_another_model_in_the_folder_is_refused(version: str, tmp_path: Path) -> None:
    with pytest.raises(StaleModel, match="а оценивается моделью other"):
        list(crowd.side_by_side(models.default(), "other", batches(4)))
