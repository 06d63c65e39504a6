"""From a stored post to a decided card, on both databases."""

from dataclasses import replace
from datetime import timedelta

import pytest

import profiles
from core import usecases
from core.errors import Conflict, NotFound
from core.flags import Decision, Flag, FlagQuery, FlagStatus, Review
from core.labels import Assessment, Sign, Subject, Theme
from core.ports import Batch
from core.posts import Platform, Post, SourceKey, SourceState
from core.risk import Level
from core.scope import Scope, system
from store.ledger import Store
from tests.conftest import NOW
from tests.made import DAY, comment, post, said, views

WALL = SourceKey(Platform.VK, "wall")
PROFILE = profiles.read(profiles.path_of("standard"))


class Model:
    """Says of each text what the test wants; remembers what it was asked."""

    version = "test-1"

    def __init__(self, **answers: Assessment) -> None:
        self.answers, self.asked = answers, list[Subject]()

    def assess(self, subjects: list[Subject], *, why: bool = True, places: bool = True) -> list[Assessment]:
        self.asked += subjects
        return [self.answers.get(subject.text.split()[0], said()) for subject in subjects]


@pytest.fixture
def model() -> Model:
    danger = said(Theme.SAFETY, risk=3, risk_score=2.8, neg_score=2.5, signs={Sign.LIFE: 0.9, Sign.VULNERABLE: 0.9})
    return Model(
        тихо=said(risk_score=0.5, neg_score=0.5),
        опасно=danger,
        спасибо=said(Theme.NONE, kind="thanks", solvable=0.0, risk=0, risk_score=0.0),
    )


def run(store: Store, scope: Scope, model: Model, *found: Post) -> None:
    with store.begin() as work:
        usecases.receive(work, scope, WALL, Batch(found, {}), NOW)
    while usecases.assess(store, scope, model, NOW, limit=3):
        pass
    while usecases.flag(store, scope, PROFILE, NOW, limit=3):
        pass


def queue(store: Store, scope: Scope, **asked: object) -> list[Flag]:
    with store.read() as work:
        return list(work.flags.find(scope, FlagQuery(**asked)).flags)


def review(store: Store, scope: Scope, flag: Flag, decision: Decision, **fields: object) -> Flag:
    with store.begin() as work:
        given = Review(flag.id, "monitor", decision, NOW, **fields)
        return work.flags.decide(scope, given, flag.revision, block="general")


def test_the_most_dangerous_card_stands_first_and_thanks_make_none(store: Store, scope: Scope, model: Model) -> None:
    run(store, scope, model, post(1, "яма"), post(2, "опасно собаки"), post(3, "спасибо"))
    found = queue(store, scope)
    assert [flag.post.key.message for flag in found] == ["2", "1"]
    assert found[0].risk.level is Level.CRITICAL
    assert round(sum(part.points for part in found[0].risk.parts)) == found[0].risk.score


def test_a_comment_is_assessed_with_its_thread_in_sight(store: Store, scope: Scope, model: Model) -> None:
    run(store, scope, model, post(1, "Нет тепла"), comment(2, 1, "у нас тоже"), comment(3, 1, "и тут", parent="2"))
    asked = {subject.text: subject for subject in model.asked}
    assert asked["у нас тоже"].context == "Нет тепла"
    assert asked["и тут"] == Subject("и тут", "Нет тепла", "у нас тоже")


def test_running_again_assesses_and_flags_nothing_twice(store: Store, scope: Scope, model: Model, rows) -> None:
    for _ in range(2):
        run(store, scope, model, post(1, "яма"), post(2, "опасно"))
    assert (rows("assessments"), rows("flags"), len(model.asked)) == (2, 2, 2)


def test_an_edited_text_is_assessed_anew_and_its_card_is_not_doubled(
    store: Store, scope: Scope, model: Model, rows
) -> None:
    run(store, scope, model, post(1, "яма"))
    before = queue(store, scope)[0]
    run(store, scope, model, post(1, "опасно провал", edited=NOW))
    after = queue(store, scope)[0]
    assert (after.id, after.revision, after.versions) == (before.id, before.revision + 1, 2)
    assert after.risk.score > before.risk.score
    assert (rows("flags"), rows("assessments")) == (1, 2)


def test_growing_counters_raise_the_score_but_not_the_revision(store: Store, scope: Scope, model: Model) -> None:
    run(store, scope, model, post(1, "тихо", counters=views(10)))
    before = queue(store, scope)[0]
    run(store, scope, model, post(1, "тихо", counters=views(2000, 1)))
    after = queue(store, scope)[0]
    assert after.risk.score > before.risk.score
    assert after.revision == before.revision


def test_a_decided_card_leaves_the_queue_and_returns_if_its_text_becomes_worse(
    store: Store, scope: Scope, model: Model
) -> None:
    run(store, scope, model, post(1, "яма"))
    decided = review(store, scope, queue(store, scope)[0], Decision.REJECT, reason="не наше")
    assert decided.status is FlagStatus.REJECTED
    assert queue(store, scope) == []
    run(store, scope, model, post(1, "опасно провал", edited=NOW))
    assert [reason.code for reason in queue(store, scope)[0].reasons][-1] == "edited"


def test_two_monitors_do_not_overwrite_each_other(store: Store, scope: Scope, model: Model, rows) -> None:
    run(store, scope, model, post(1, "яма"))
    card = queue(store, scope)[0]
    review(store, scope, card, Decision.CONFIRM)
    with pytest.raises(Conflict):
        review(store, scope, card, Decision.REJECT)
    with pytest.raises(Conflict, match="уже разобрана"):
        review(store, scope, replace(card, revision=card.revision + 1), Decision.REJECT)
    assert rows("reviews") == 1


def test_a_corrected_theme_moves_the_card_to_its_block_and_leaves_it_open(
    store: Store, scope: Scope, model: Model
) -> None:
    run(store, scope, model, post(1, "яма"))
    card = review(store, scope, queue(store, scope)[0], Decision.CORRECT, labels={"theme": "none"})
    assert (card.status, card.theme, card.block) == (FlagStatus.OPEN, Theme.NONE, "general")


def test_a_correction_survives_a_new_score(store: Store, scope: Scope, model: Model) -> None:
    run(store, scope, model, post(1, "яма"))
    review(store, scope, queue(store, scope)[0], Decision.CORRECT, labels={"theme": "roads"})
    run(store, scope, model, post(1, "яма", counters=views(9000, 1)))
    assert queue(store, scope)[0].theme is Theme.ROADS


def test_filters_and_pages(store: Store, scope: Scope, model: Model) -> None:
    run(store, scope, model, *(post(n, "яма", published=DAY + timedelta(hours=n)) for n in range(1, 8)))
    run(store, scope, model, post(20, "опасно лёд"))
    assert [flag.post.key.message for flag in queue(store, scope, themes=(Theme.SAFETY,))] == ["20"]
    assert queue(store, scope, levels=(Level.HIGH,)) == []
    assert len(queue(store, scope, text="яма")) == 7
    assert len(queue(store, scope, place="заречной")) == 8
    assert queue(store, scope, place="%") == []
    assert len(queue(store, scope, since=DAY + timedelta(hours=5))) == 3
    assert len(queue(store, scope, sources=("vk:wall",))) == 8
    assert queue(store, scope, sources=("vk:other",)) == []
    seen = []
    with store.read() as work:
        page = work.flags.find(scope, FlagQuery(limit=3))
        seen += page.flags
        while page.next:
            page = work.flags.find(scope, FlagQuery(limit=3, after=page.next))
            seen += page.flags
    assert len({flag.id for flag in seen}) == len(seen) == page.total == 8


def test_a_scope_of_one_block_sees_its_cards_only(store: Store, scope: Scope, model: Model) -> None:
    run(store, scope, model, post(1, "яма"), post(2, "опасно"))
    narrow = replace(scope, blocks=frozenset({"safety"}))
    found = queue(store, narrow)
    assert [flag.block for flag in found] == ["safety"]
    hidden = next(flag for flag in queue(store, scope) if flag.block != "safety")
    with store.read() as work, pytest.raises(NotFound):
        work.flags.get(narrow, hidden.id)
    with store.read() as work, pytest.raises(NotFound):
        work.flags.get(system("other"), hidden.id)


def test_the_same_place_and_theme_again_counts_as_repeated(store: Store, scope: Scope, model: Model) -> None:
    run(store, scope, model, *(post(n, "яма", published=DAY + timedelta(days=n)) for n in range(1, 4)))
    found = {flag.post.key.message: flag for flag in queue(store, scope)}
    repeats = [[r.detail["times"] for r in found[m].reasons if r.code == "repeated"] for m in "123"]
    assert repeats == [[], [2], [3]]


def test_sources_that_only_files_speak_of_are_noted_and_not_collected(store: Store, scope: Scope) -> None:
    with store.begin() as work:
        usecases.receive(work, scope, WALL, Batch((post(),), {}), NOW)
        assert work.sources.get(scope, WALL).state is SourceState.RECORDED
        usecases.add_source(work, scope, replace(work.sources.get(scope, WALL)), NOW)
        assert work.sources.get(scope, WALL).state is SourceState.ACTIVE
        with pytest.raises(Conflict):
            usecases.add_source(work, scope, work.sources.get(scope, WALL), NOW)
