"""Posts in the store, on both databases."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from core.errors import NotFound
from core.ports import Change
from core.posts import Attachment, Geo, History, Platform, Poll, Post, PostKey, Source, SourceKey
from core.scope import Scope, system
from store.ledger import Store
from tests.conftest import NOW
from tests.made import DAY, comment, post, views

WALL = SourceKey(Platform.VK, "wall")


@pytest.fixture(autouse=True)
def wall(store: Store, scope: Scope) -> None:
    with store.begin() as work:
        work.sources.add(scope, Source(WALL, added_at=NOW))


def upsert(store: Store, scope: Scope, *posts: Post) -> Change:
    with store.begin() as work:
        return work.posts.upsert(scope, posts, NOW)


def test_a_post_is_read_as_it_was_stored(store: Store, scope: Scope) -> None:
    full = post(
        attachments=(Attachment("photo", "двор"),),
        poll=Poll("Тепло?", (("да", 1), ("нет", None))),
        geo=Geo(58.1, 31.2),
        origin=PostKey(Platform.TELEGRAM, "chat", "7"),
        author="abc",
        counters=views(10),
        url="https://vk.com/wall-1_1",
        pinned=True,
        advert=True,
    )
    upsert(store, scope, full)
    with store.read() as work:
        assert work.posts.history(scope, full.key).post == full


def test_the_same_thing_twice_changes_nothing(store: Store, scope: Scope, rows) -> None:
    batch = (post(1, counters=views(5)), comment(2, 1), post(3, deleted=DAY))
    assert upsert(store, scope, *batch) == Change(new=3, deleted=1)
    before = [rows(t) for t in ("posts", "versions", "counters", "search")]
    assert upsert(store, scope, *batch) == Change()
    assert [rows(t) for t in ("posts", "versions", "counters", "search")] == before


def test_a_changed_text_makes_a_version_and_waits_for_assessment(store: Store, scope: Scope) -> None:
    upsert(store, scope, post(text="Нет тепла"))
    assert upsert(store, scope, post(text="Тепло дали", edited=NOW)) == Change(edited=1)
    with store.read() as work:
        history = work.posts.history(scope, post().key)
        assert [v.text for v in history.versions] == ["Нет тепла", "Тепло дали"]
        assert history.versions[1].edited == NOW
        assert work.assessments.waiting(scope) == 1


def test_a_deletion_leaves_a_tombstone_and_the_text(store: Store, scope: Scope) -> None:
    upsert(store, scope, post(text="Нет тепла"))
    assert upsert(store, scope, post(text="", deleted=NOW)) == Change(deleted=1)
    with store.read() as work:
        history = work.posts.history(scope, post().key)
    assert history.deleted == NOW
    assert [v.text for v in history.versions] == ["Нет тепла"]


def test_an_edit_and_a_deletion_within_one_batch_are_both_kept(store: Store, scope: Scope) -> None:
    batch = (post(text="а"), post(text="б", seen=DAY + timedelta(hours=1)), post(text="", deleted=NOW))
    assert upsert(store, scope, *batch) == Change(new=1, edited=1, deleted=1)
    assert upsert(store, scope, *batch) == Change()


def test_a_text_that_returns_is_a_new_version_only_if_it_is_dated_later(store: Store, scope: Scope) -> None:
    upsert(store, scope, post(text="а"), post(text="б", seen=DAY + timedelta(hours=1)))
    assert upsert(store, scope, post(text="а")) == Change()
    later = NOW + timedelta(hours=5)
    assert upsert(store, scope, post(text="а", seen=later)) == Change(edited=1)
    with store.read() as work:
        assert [v.text for v in work.posts.history(scope, post().key).versions] == ["а", "б", "а"]


def test_a_restored_post_lives_again(store: Store, scope: Scope) -> None:
    upsert(store, scope, post(), post(text="", deleted=NOW))
    upsert(store, scope, post(seen=NOW + timedelta(hours=1)))
    with store.read() as work:
        assert work.posts.history(scope, post().key).deleted is None


def test_counters_are_a_series_and_grow_only_when_they_move(store: Store, scope: Scope) -> None:
    upsert(store, scope, post(counters=views(5, 0)))
    assert upsert(store, scope, post(counters=views(5, 1))) == Change()
    assert upsert(store, scope, post(counters=views(9, 2))) == Change(counted=1)
    with store.read() as work:
        assert [c.views for c in work.posts.history(scope, post().key).counters] == [5, 9]


def test_export_walks_all_posts_of_a_source(store: Store, scope: Scope) -> None:
    upsert(store, scope, *(post(n, f"текст {n}") for n in range(1, 1202)))
    with store.read() as work:
        found = [history.post.key.message for history in work.posts.export(scope, WALL)]
    assert found == [str(n) for n in range(1, 1202)]


def test_full_text_finds_by_lemmas_of_the_current_version(store: Store, scope: Scope) -> None:
    upsert(store, scope, post(1, "яма на заречной"), post(2, "яма у школы"))
    upsert(store, scope, post(2, "всё починили"))
    with store.read() as work:
        assert [k.message for k in work.posts.search(scope, "яма")] == ["1"]
        assert [k.message for k in work.posts.search(scope, "заречной яма")] == ["1"]
        assert work.posts.search(scope, '" OR *') == []
        assert work.posts.search(scope, "") == []


def test_another_profile_sees_nothing(store: Store, scope: Scope) -> None:
    upsert(store, scope, post(1, "яма"))
    other = system("other")
    with store.read() as work:
        assert work.posts.search(other, "яма") == []
        assert list(work.posts.export(other, WALL)) == []
        assert work.sources.list(other) == []
        assert work.assessments.pending(other, 10) == []
        with pytest.raises(NotFound):
            work.posts.history(other, post().key)


def test_an_error_in_the_middle_undoes_the_whole_batch(store: Store, scope: Scope, rows) -> None:
    def half() -> None:
        with store.begin() as work:
            work.posts.upsert(scope, [post()], NOW)
            raise RuntimeError("killed")

    with pytest.raises(RuntimeError):
        half()
    assert rows("posts") == 0


def hours(count: float) -> datetime:
    return DAY + timedelta(hours=count)


def read(store: Store, scope: Scope) -> History:
    with store.read() as work:
        return work.posts.history(scope, post().key)


def test_an_older_text_never_becomes_the_current(store: Store, scope: Scope) -> None:
    upsert(store, scope, post(text="б", seen=hours(5), pinned=True))
    assert upsert(store, scope, post(text="а", seen=hours(1))) == Change()
    assert upsert(store, scope, post(text="а", edited=hours(2), counters=views(1, 2))) == Change(counted=1)
    found = read(store, scope)
    assert (found.post.text, found.post.pinned) == ("б", True)


def test_a_revert_told_by_its_edit_is_a_version(store: Store, scope: Scope) -> None:
    batch = (post(text="а"), post(text="б", edited=hours(2)), post(text="а", edited=hours(3)))
    assert [upsert(store, scope, each).edited for each in batch * 2] == [0, 1, 1, 0, 0, 0]
    assert [v.text for v in read(store, scope).versions] == ["а", "б", "а"]


def test_a_tombstone_older_than_the_last_sight_says_nothing(store: Store, scope: Scope) -> None:
    upsert(store, scope, post(seen=hours(8)))
    assert upsert(store, scope, post(text="", deleted=hours(6))) == Change()
    assert read(store, scope).deleted is None


def test_an_edit_after_the_deletion_revives_and_the_old_tombstone_stays_away(store: Store, scope: Scope) -> None:
    batch = (post(), post(text="", deleted=hours(4)), post(edited=hours(5)))
    assert [upsert(store, scope, each).deleted for each in batch * 2] == [0, 1, 0, 0, 0, 0]
    assert read(store, scope).deleted is None


def test_a_text_takes_the_place_of_the_tombstone_it_came_after(store: Store, scope: Scope) -> None:
    upsert(store, scope, post(text="", deleted=hours(6)))
    upsert(store, scope, post(text="а", seen=hours(1)))
    found = read(store, scope)
    assert (found.post.text, found.deleted) == ("а", hours(6))


def test_a_late_point_enters_the_series_and_is_not_the_last(store: Store, scope: Scope) -> None:
    for count, at in ((10, 1), (30, 3), (20, 2), (20, 2)):
        upsert(store, scope, post(seen=hours(at), counters=views(count, at)))
    found = read(store, scope)
    assert [c.views for c in found.counters] == [10, 20, 30]
    assert found.post.counters == views(30, 3)


def test_counters_of_one_moment_do_not_shrink(store: Store, scope: Scope) -> None:
    told = [upsert(store, scope, post(counters=views(count))).counted for count in (10, 30, 10, 30)]
    assert told == [0, 1, 0, 0]
    assert read(store, scope).post.counters == views(30)


def test_a_thread_is_its_root_and_what_stands_under_it_in_the_order_of_publication(store: Store) -> None:
    hour = timedelta(hours=1)
    found = (
        post(1, "корень", published=DAY),
        comment(3, 1, "второй", published=DAY + 2 * hour),
        comment(2, 1, "первый", published=DAY + hour),
        comment(5, 4, "чужая ветка", published=DAY + hour),
        post(1, "другая стена", source="other"),
    )
    scope = system("bench")
    with store.begin() as work:
        for source in ("wall", "other"):
            work.sources.add(scope, Source(SourceKey(Platform.VK, source), added_at=NOW))
        work.posts.upsert(scope, found, DAY + 3 * hour)
        work.posts.upsert(scope, (replace(found[2], text="первый, исправлен"),), DAY + 4 * hour)
        told = [each.text for each in work.posts.thread(scope, found[1].key)]
        short = [each.text for each in work.posts.thread(scope, found[0].key, limit=2)]
    assert told == ["корень", "первый, исправлен", "второй"]
    assert short == ["корень", "первый, исправлен"]
