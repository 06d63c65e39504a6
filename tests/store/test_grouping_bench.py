"""A unit-sized run of bench/grouping.py: copies and threads with known origin come together, strangers stay apart."""

import random
from collections.abc import Iterator
from datetime import timedelta

import pytest

import profiles
from bench.clusters import Result, bcubed
from bench.corpus import rows
from bench.duplicate_pairs import COPIES
from bench.grouping import PROFILE, enter, grouped
from core.labels import Theme
from core.posts import Platform, Post, PostKey
from core.scope import system
from nlp.fingerprints import StoredCopies
from store.engine import open_engine
from store.ledger import Store
from tests.conftest import plain_lemmas
from tests.made import DAY, comment, post
from tests.shelf import Shelf

EDITS = ("marks", "preface", "tail", "quote")


def edited(text: str, draw: random.Random) -> str:
    return COPIES[draw.choice(EDITS)](text, draw)


@pytest.fixture
def small(shelf: Shelf) -> Iterator[Store]:
    url = shelf.fresh()
    engine = open_engine(url, PROFILE.code)
    yield Store(engine, plain_lemmas)
    engine.dispose()
    shelf.drop(url)


def test_reposts_and_comments_find_their_post_among_hundreds(small: Store) -> None:
    draw = random.Random(5)
    long = {each.text: None for each in rows(sorted(profiles.DEMO.glob("vk_*.jsonl"))) if len(each.text) > 80}
    roots = [
        post(n, each, source="many", published=DAY - timedelta(hours=5 * n))
        for n, each in enumerate(list(long)[:100], 1)
    ]
    copies = [
        Post(PostKey(Platform.VK, "copies", each.key.message), each.published, edited(each.text, draw))
        for each in roots[::2]
    ]
    below = [
        comment(9000 + n, int(each.key.message), source="many", published=each.published)
        for n, each in enumerate(roots[1::2])
    ]
    posts = [*roots, *copies, *below]
    known = {each.key: (each.thread or each.key.message) for each in posts}
    scope = system(PROFILE.code)
    enter(small, scope, posts, dict.fromkeys((each.text for each in posts), Theme.HOUSING))
    spent, _ = grouped(small, scope, StoredCopies())
    result = Result.of(small, scope)
    assert set(result.clusters) == set(known)
    precision, _, f1 = bcubed(result.clusters, known)
    assert precision >= 0.9
    assert f1 >= 0.9
    assert spent < 60


def test_b_cubed_of_known_clusters() -> None:
    keys = [PostKey(Platform.VK, "wall", str(n)) for n in range(4)]
    known = dict(zip(keys, "aabb", strict=True))
    assert bcubed(known, known) == (1.0, 1.0, 1.0)
    assert bcubed(dict.fromkeys(keys, 1), known)[:2] == (0.5, 1.0)
    assert bcubed(dict(zip(keys, range(4), strict=True)), known)[:2] == (1.0, 0.5)
