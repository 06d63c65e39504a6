"""Decisions on cards, taken back, and the journal of them; what the pages ask of incidents. On both databases."""

import pytest

import profiles
from core import usecases
from core.errors import Conflict, Denied, NotFound, Outdated
from core.flags import Decision, Flag, FlagQuery, FlagStatus, Review
from core.incidents import Move, Nature, Status
from core.labels import Theme
from core.ports import Batch
from core.posts import Platform, SourceKey
from core.risk import Level
from core.scope import Right, Scope, system
from nlp.fingerprints import StoredCopies
from store.ledger import Store
from tests.conftest import NOW
from tests.made import comment, post
from tests.store.test_incidents import Model, upper

PROFILE = profiles.read(profiles.path_of("standard"))


@pytest.fixture
def filled(store: Store, scope: Scope) -> Store:
    found = (post(1, "яма на Заречной"), comment(2, 1, "и у нас яма"), post(3, "опасно собаки у школы"))
    with store.begin() as work:
        usecases.receive(work, scope, SourceKey(Platform.VK, "wall"), Batch(found, {}), NOW)
    usecases.assess(store, scope, Model(), NOW)
    usecases.flag(store, scope, PROFILE, NOW)
    usecases.group(store, scope, PROFILE, StoredCopies(), upper, NOW)
    return store


def first(store: Store, scope: Scope) -> Flag:
    with store.read() as work:
        return next(f for f in work.flags.find(scope, FlagQuery(statuses=())).flags if f.post.key.message == "1")


def decide(store: Store, scope: Scope, decision: Decision, revision: int | None = None, **fields: object) -> Flag:
    flag = first(store, scope)
    with store.begin() as work:
        made = Review(flag.id, "user:monitor", decision, NOW, **fields)  # type: ignore[arg-type]
        return usecases.review(work, scope, PROFILE, made, flag.revision if revision is None else revision)


def test_every_decision_can_be_taken_back_one_after_the_other(filled: Store, scope: Scope) -> None:
    before = first(filled, scope)
    decide(filled, scope, Decision.CORRECT, labels={"theme": "waste"})
    decide(filled, scope, Decision.CORRECT, labels={"theme": "safety", "neg": 3})
    decide(filled, scope, Decision.REJECT, reason="не наш район")
    back = decide(filled, scope, Decision.UNDO)
    assert (back.status, back.decided_by, back.decision, back.theme) == (FlagStatus.OPEN, "", "", Theme.SAFETY)
    back = decide(filled, scope, Decision.UNDO)
    assert (back.theme, dict(back.labels)) == (Theme.WASTE, {"theme": "waste"})
    assert back.block == next(each.code for each in PROFILE.blocks if Theme.WASTE in each.themes)
    back = decide(filled, scope, Decision.UNDO)
    assert (back.theme, back.block, dict(back.labels)) == (before.theme, before.block, {})
    with pytest.raises(Conflict, match="отменять нечего"):
        decide(filled, scope, Decision.UNDO)
    again = decide(filled, scope, Decision.CONFIRM)
    assert (again.status, again.revision) == (FlagStatus.CONFIRMED, before.revision + 7)


def test_who_is_late_or_has_no_right_takes_nothing_back(filled: Store, scope: Scope) -> None:
    flag = decide(filled, scope, Decision.CONFIRM)
    with pytest.raises(Outdated):
        decide(filled, scope, Decision.UNDO, revision=flag.revision - 1)
    with pytest.raises(Denied):
        decide(filled, system("test", set(Right) - {Right.REVIEW}), Decision.UNDO)
    with filled.begin() as work, pytest.raises(NotFound):
        usecases.review(work, system("other"), PROFILE, Review(flag.id, "x", Decision.UNDO, NOW), flag.revision)
    assert first(filled, scope).status is FlagStatus.CONFIRMED


def test_the_journal_of_decisions_keeps_the_undone_ones_too(filled: Store, scope: Scope) -> None:
    decide(filled, scope, Decision.REJECT, reason="реклама")
    decide(filled, scope, Decision.UNDO)
    decide(filled, scope, Decision.CONFIRM)
    with filled.read() as work:
        found = work.flags.reviewed(scope, None, 2)
        rest = work.flags.reviewed(scope, found[-1][0].id, 2)
        strange = work.flags.reviewed(system("other"), None, 9)
        past = {each.id: each.by_person for each in work.past.routed(scope, 10)}
    assert [each.decision for each, _ in (*found, *rest)] == [Decision.CONFIRM, Decision.UNDO, Decision.REJECT]
    assert rest[0][0].reason == "реклама"
    assert strange == []
    assert past[first(filled, scope).id]
    decide(filled, scope, Decision.UNDO)
    with filled.read() as work:
        assert not any(each.by_person for each in work.past.routed(scope, 10))


def test_the_pages_learn_counts_sizes_and_whose_a_post_is(filled: Store, scope: Scope) -> None:
    with filled.read() as work:
        flags = work.flags.find(scope, FlagQuery(statuses=())).flags
        held = work.incidents.holding(scope, [flag.post_id for flag in flags])
        assert len(held) == 3
        assert len(set(held.values())) == 2
        sizes = work.incidents.sizes(scope, [*set(held.values()), 99])
        assert sorted(sizes.values()) == [0, 1, 2]
        counts = work.incidents.counts(scope)
        assert sum(counts.values()) == 2
        assert {nature for nature, _, _ in counts} == {Nature.RISK, Nature.MATTER}
        assert {status for _, status, _ in counts} == {Status.FOUND, Status.REGISTERED}
        assert all(isinstance(level, Level) for _, _, level in counts)
        narrow = Scope("test", rights=scope.rights, blocks=frozenset({"safety"}))
        assert len(work.incidents.holding(narrow, [flag.post_id for flag in flags])) == 1
        assert work.incidents.holding(system("other"), [flag.post_id for flag in flags]) == {}


def test_where_a_person_sent_an_incident_is_what_rules_are_compared_with(filled: Store, scope: Scope) -> None:
    number = first(filled, scope).post_id
    with filled.begin() as work:
        known = work.incidents.get(scope, work.incidents.holding(scope, [number])[number])
        for revision, block in enumerate(("communal", "safety"), known.revision):
            sent = Move(Status.ROUTED, "user:monitor", NOW, block=block)
            usecases.move(work, scope, PROFILE, known.id, revision, sent)
    with filled.read() as work:
        past = {each.id: each for each in work.past.routed(scope, 10)}
    mine = past[first(filled, scope).id]
    assert (mine.block, mine.by_person) == ("safety", True)
    assert not all(each.by_person for each in past.values())


def test_rules_are_tried_on_the_cards_of_ones_block_only(filled: Store, scope: Scope) -> None:
    """Words of a made-up rule would else tell what stands in texts of other blocks."""
    narrow = Scope("test", rights=scope.rights, blocks=frozenset({"safety"}))
    with filled.read() as work:
        assert [each.matter.text for each in work.past.routed(narrow, 10)] == ["опасно собаки у школы"]
        assert work.past.routed(Scope("test", rights=scope.rights, territories=frozenset({"elsewhere"})), 10) == []
