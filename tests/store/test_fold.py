"""Folding observations: whatever comes in whatever portions, the same twice changes nothing."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from core.ports import Change
from core.posts import Post, PostKey
from store.fold import Known, fold
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


@given(batches)
def test_the_whole_batch_again_makes_no_new_text(found: list[Post]) -> None:
    known = after(found, {})
    versions = {key: state.version for key, state in known.items()}
    dated = [p for p in found if p.seen]
    again = after(dated, known)
    newest = {key: max((p.seen for p in dated if p.key == key), default=None) for key in known}
    assert all(again[key].version == versions[key] for key in known if newest[key] is not None)
