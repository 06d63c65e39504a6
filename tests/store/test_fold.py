"""Folding observations: whatever comes in whatever portions, the same twice changes nothing."""

from copy import deepcopy
from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from core.ports import Change
from core.posts import Post, PostKey
from store.fold import Known, fold, moment
from store.rows import digest
from tests.conftest import NOW
from tests.made import DAY, post, views

moments = st.integers(0, 50).map(lambda hours: DAY + timedelta(hours=hours))
observations = st.builds(
    lambda message, text, seen, gone, count: post(
        message,
        text,
        seen=seen,
        deleted=seen if gone else None,
        counters=None if count is None or seen is None else views(count, (seen - DAY).total_seconds() / 3600),
    ),
    st.integers(1, 3),
    st.sampled_from(["а", "б", "в"]),
    st.none() | moments,
    st.booleans(),
    st.none() | st.integers(0, 5),
)
batches = st.lists(observations, max_size=12).map(lambda found: sorted(found, key=lambda p: p.seen or DAY))


def after(found: list[Post], known: dict[PostKey, Known]) -> dict[PostKey, Known]:
    """What is known after a batch, as the store would read it back."""
    news, _ = fold(found, known, NOW)
    for number, each in enumerate(news, 1):
        each.known.id = each.known.id or number
    return known | {each.first.key: each.known for each in news}


@given(batches)
def test_every_text_is_kept_as_a_version_once_it_was_seen_alive(found: list[Post]) -> None:
    known = after(found, {})
    alive = {(p.key, p.text) for p in found if not p.deleted}

    assert all(len(known[key].texts) >= len({t for k, t in alive if k == key}) for key, _ in alive)


@given(batches)
def test_versions_are_numbered_without_gaps(found: list[Post]) -> None:
    news, _ = fold(found, {}, NOW)
    for each in news:
        assert [version.number for version in each.versions] == list(range(1, each.known.version + 1))


@given(st.lists(observations, min_size=1, max_size=1))
def test_one_observation_twice_changes_nothing(found: list[Post]) -> None:
    known = after(found, {})
    _, change = fold(found, known, NOW)
    assert change == Change()


@given(st.lists(observations, max_size=12))
def test_the_whole_batch_again_makes_no_new_text(found: list[Post]) -> None:
    known = after(found, {})
    versions = {key: state.version for key, state in known.items()}
    again = after(found, known)
    assert {key: state.version for key, state in again.items()} == versions


def stored(found: list[Post], known: dict[PostKey, Known]) -> dict[PostKey, Known]:
    """What is known after a batch, with no more than what the tables keep of it."""
    news, _ = fold(found, deepcopy(known), NOW)
    kept = dict(known)
    for number, each in enumerate(news, 1):
        now, old = each.known, known.get(each.first.key, Known())
        seen = [old.alive] if old.alive else []
        seen += [version.seen for version in each.versions] + ([now.counted.at] if now.counted else [])
        seen += [now.alive] if each.revived and now.alive else []
        kept[each.first.key] = replace(now, id=now.id or number, alive=max(seen))
    return kept


dated = st.lists(observations.filter(lambda p: p.seen is not None), max_size=12)
apart = st.lists(
    observations.filter(lambda p: p.seen is not None), max_size=12, unique_by=lambda p: p.seen or p.published
)


@given(dated)
def test_dated_observations_in_any_order_twice_are_as_once(found: list[Post]) -> None:
    once = stored(found, {})
    assert stored(found, once) == once


@given(dated)
def test_dated_observations_make_the_same_in_any_order(found: list[Post]) -> None:
    def shown(found: list[Post]) -> dict[PostKey, tuple[object, ...]]:
        return {k: (s.deleted is None, s.counted, s.points) for k, s in stored(found, {}).items()}

    assert shown(found) == shown(found[::-1])


@given(apart, st.booleans())
def test_the_newest_observation_rules_whatever_the_order_of_arrival(found: list[Post], one_by_one: bool) -> None:
    known: dict[PostKey, Known] = {}
    for part in [[each] for each in found] if one_by_one else [found]:
        known = after(part, known)
    for key, state in known.items():
        mine = sorted((p for p in found if p.key == key), key=moment)
        living = [p for p in mine if not p.deleted]
        assert not living or state.current == digest(living[-1].text)
        assert (state.deleted is not None) == (mine[-1].deleted is not None)
