"""Labels in the store: reviews and marks, a challenger's opinions, weeks. On both databases."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest

import profiles
from core import usecases
from core.errors import BadInput, Denied, NotFound
from core.flags import Decision, FlagQuery, Review
from core.labels import Theme
from core.learning import Cause, Label, exchange, incoming
from core.learning.exchange import Format
from core.ports import Batch
from core.posts import Platform, SourceKey
from core.scope import Right, Scope, system
from nlp.masks import mask
from store.ledger import Store
from tests.conftest import NOW
from tests.made import comment, post, said
from tests.store.test_incidents import Model

PROFILE = profiles.read(profiles.path_of("standard"))


@pytest.fixture
def filled(store: Store, scope: Scope) -> Store:
    texts = (
        post(1, "яма на Заречной, звоните +7 900 000-00-00"),
        comment(2, 1, "и у нас яма"),
        post(3, "опасно собаки у школы"),
        post(4, "спасибо за дорогу"),
    )
    with store.begin() as work:
        usecases.receive(work, scope, SourceKey(Platform.VK, "wall"), Batch(texts, {}), NOW)
    usecases.assess(store, scope, Model(), NOW)
    usecases.flag(store, scope, PROFILE, NOW)
    return store


def decide(store: Store, scope: Scope, message: str, decision: Decision, hours: int = 0, **fields: object) -> None:
    with store.begin() as work:
        flags = work.flags.find(scope, FlagQuery(statuses=())).flags
        card = next(each for each in flags if each.post.key.message == message)
        made = Review(card.id, "user:m", decision, NOW + timedelta(hours=hours), **fields)  # type: ignore[arg-type]
        usecases.review(work, scope, PROFILE, made, card.revision)


def mark(store: Store, scope: Scope, number: int, **given: object) -> None:
    with store.begin() as work:
        example = work.labels.some(scope, [number])[0]
        label = Label("user:two", NOW, given, model=Model.version)
        usecases.mark(work, scope, number, label, example.id)


def test_reviews_and_marks_of_a_text_stand_together_with_what_was_shown(filled: Store, scope: Scope) -> None:
    decide(filled, scope, "1", Decision.CORRECT, labels={"theme": "roads"})
    decide(filled, scope, "1", Decision.CONFIRM, hours=1)
    decide(filled, scope, "2", Decision.REJECT, reason="повтор")
    decide(filled, scope, "2", Decision.UNDO, hours=1)
    mark(filled, scope, 1, theme="waste")
    with filled.read() as work:
        (found,) = work.labels.examples(scope)
        assert work.labels.themes(scope) == {Theme.WASTE: 1, Theme.ROADS: 1}
    assert [(each.decision, each.by, each.shown) for each in found.labels] == [
        ("correct", "user:m", True), ("mark", "user:two", False), ("confirm", "user:m", True)
    ]  # fmt: skip
    assert {each.model for each in found.labels} == {Model.version}
    assert found.id == "vk:wall/1@1"


def test_a_comment_knows_the_post_above_it(filled: Store, scope: Scope) -> None:
    with filled.read() as work:
        root, answer = work.labels.some(scope, [1, 2])
    assert (root.context, answer.context) == ("", root.text)


def test_what_is_judged_already_or_written_by_the_page_is_not_proposed(filled: Store, scope: Scope) -> None:
    decide(filled, scope, "1", Decision.CONFIRM)
    mark(filled, scope, 4, theme="roads")
    with filled.read() as work:
        found = usecases.wanted(work, scope, NOW)
    assert {each.candidate.example.key.message for each in found} == {"2", "3"}
    assert all(each.candidate.lemmas for each in found)


def test_a_label_of_a_text_that_changed_meanwhile_is_refused(filled: Store, scope: Scope) -> None:
    with filled.begin() as work:
        edited = post(3, "собак отловили")
        usecases.receive(work, scope, SourceKey(Platform.VK, "wall"), Batch((edited,), {}), NOW + timedelta(hours=1))
    with filled.begin() as work:
        with pytest.raises(BadInput, match="изменилась"):
            usecases.mark(work, scope, 3, Label("user:two", NOW, {"theme": "safety"}), "vk:wall/3@1")
        with pytest.raises(BadInput, match="ничего не говорит"):
            usecases.mark(work, scope, 3, Label("user:two", NOW, {}), "vk:wall/3@2")
        with pytest.raises(NotFound):
            usecases.mark(work, scope, 99, Label("user:two", NOW, {"theme": "safety"}), "vk:wall/99@1")
    with filled.begin() as work, pytest.raises(Denied):
        usecases.mark(work, system("test", set(Right) - {Right.LABEL}), 3, Label("x", NOW, {"theme": "safety"}), "")


def test_a_file_of_labels_is_brought_once_and_strange_texts_are_refused_by_name(filled: Store, scope: Scope) -> None:
    mark(filled, scope, 1, theme="waste", flags={"life": True})
    with filled.read() as work:
        file = "".join(exchange.written(work.labels.examples(scope), Format.JSONL, str))
    moved = file.replace("user:two", "user:three")
    strange = moved.replace("vk:wall/1@1", "vk:wall/77@1") + moved.replace("яма на Заречной", "другой текст").replace(
        "user:three", "user:four"
    )
    with filled.begin() as work:
        found = incoming.read(moved, Format.JSONL, "file")
        assert usecases.bring(work, scope, found, str, NOW).added == 1
        again = usecases.bring(work, scope, found, str, NOW)
        assert (again.added, again.known) == (0, 1)
        refused = usecases.bring(work, scope, incoming.read(strange, Format.JSONL, "file"), str, NOW).refused
    assert [why for _, why in refused] == ["такого текста здесь нет", "текст здесь другой"]
    with filled.read() as work:
        (text,) = work.labels.examples(scope)
    assert [each.by for each in text.labels] == ["user:two", "user:three"]


def test_a_place_that_does_not_stand_in_the_text_is_refused_by_its_name(filled: Store, scope: Scope) -> None:
    def brought(*places: str) -> tuple[tuple[str, str], ...]:
        row = {"id": "vk:wall/1@1", "at": NOW.isoformat(), "by": "anna", "theme": "roads", "places": list(places)}
        with filled.begin() as work:
            found = incoming.read(json.dumps(row, ensure_ascii=False), Format.JSONL, "file")
            return usecases.bring(work, scope, found, mask, NOW).refused

    for places in (["Садовой"], ["Заречной", "Заречная"], [" "]):
        ((name, why),) = brought(*places)
        assert (name, why.startswith(f"места «{places[-1]}» в тексте нет")) == ("vk:wall/1@1", True)
    assert brought("Заречной", "[телефон]") == ()


def test_other_profiles_and_narrow_scopes_see_no_labels_of_ours(filled: Store, scope: Scope) -> None:
    decide(filled, scope, "1", Decision.CORRECT, labels={"theme": "roads"})
    with filled.read() as work:
        assert work.labels.examples(system("other")) == []
        assert work.labels.examples(replace(scope, blocks=frozenset({"social"}))) == []
        assert work.labels.published(system("other"), NOW - timedelta(days=9), NOW) == []


def test_the_random_slice_is_of_the_last_whole_week_and_what_a_person_marked_leaves_it(
    filled: Store, scope: Scope
) -> None:
    later = NOW + timedelta(days=7)
    with filled.begin() as work:
        first = usecases.week_slice(work, scope, "Europe/Moscow", later)
        assert sorted(each.post_id for each in first) == [1, 2, 3, 4]
        label = Label(scope.who, later, {"theme": "roads"}, cause=Cause.RANDOM)
        usecases.mark(work, scope, first[0].post_id, label, first[0].id)
        rest = usecases.week_slice(work, scope, "Europe/Moscow", later)
        assert [each.post_id for each in rest] == [each.post_id for each in first[1:]]
        assert usecases.week_slice(work, scope, "Europe/Moscow", NOW) == []


def test_a_challenger_speaks_beside_the_champion_and_no_card_changes(filled: Store, scope: Scope) -> None:
    with filled.read() as work:
        before = work.flags.find(scope, FlagQuery())
        waiting = work.shadows.pending(scope, "next-1", NOW - timedelta(hours=1), 10)
        assert work.shadows.pending(scope, "next-1", NOW + timedelta(hours=1), 10) == []
    assert len(waiting) == 4
    with filled.begin() as work:
        work.shadows.save(scope, [(each, said(Theme.ROADS, model="next-1")) for each in waiting], NOW)
        assert work.shadows.save(scope, [(each, said(model="next-1")) for each in waiting], NOW) == 0
    with filled.read() as work:
        assert work.shadows.pending(scope, "next-1", NOW - timedelta(hours=1), 10) == []
        assert work.flags.find(scope, FlagQuery()) == before
        pairs = work.shadows.pairs(scope, "next-1", NOW - timedelta(hours=1), 10)
    assert {each.other.theme for each in pairs} == {Theme.ROADS}
    assert {each.case.assessment.model for each in pairs} == {Model.version}
    assert sum(each.raised_at is not None for each in pairs) == before.total
    mine = {flag.post.key for flag in before.flags if flag.block == "safety"}
    with filled.read() as work:
        narrow = work.shadows.pairs(
            replace(scope, blocks=frozenset({"safety"})), "next-1", NOW - timedelta(hours=1), 10
        )
    assert {each.key for each in narrow} == mine
    assert 0 < len(mine) < before.total
