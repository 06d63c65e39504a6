"""Grouping: quality against known matters, and speed against ten thousand open incidents.

    python -m bench.grouping [--open 10000] [--new 1000] [--threads 300] [--seed 1] [--only demo|walls|speed]

Demo: the posts of profiles/demo as the program flags them, against profiles/demo/matters.csv. Walls (where ../shared is
present): comment threads, of every second one without its root, and edited copies of posts in another source; every
post counts as flagged, its theme is the model's. The measure is B-cubed over posts; "with a person": the proposals that
a person who knows the matters would accept are accepted; "blindly": all are.
"""

import argparse
import csv
import json
import random
import shutil
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Hashable, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import profiles
from bench.clusters import Result, report
from bench.corpus import SHARED, corpus, weight
from bench.duplicate_pairs import COPIES
from core import usecases
from core.flags import Case, Scored
from core.incidents import IncidentQuery
from core.labels import Assessment, Guess, Kind, Sign, Subject, Theme
from core.ports import Batch, Unassessed
from core.posts import Platform, Post, PostKey, PostKind, SourceKey
from core.profile import Profile
from core.reasons import Reason
from core.risk import weigh
from core.scope import Scope, system
from nlp.fingerprints import StoredCopies
from nlp.lemmas import index_line
from nlp.masks import mask
from nlp.places import places
from store import schema
from store.engine import open_engine
from store.ledger import Store

PROFILE = profiles.read(profiles.path_of("yasnobor"))
NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)


@contextmanager
def fresh() -> Any:
    """A store of its own in a folder that goes away."""
    folder = Path(tempfile.mkdtemp(prefix="mcu-bench-"))
    engine = open_engine(f"sqlite:///{folder / 'mcu.db'}")
    schema.migrate(engine)
    try:
        yield Store(engine, index_line, PROFILE.repeat_window)
    finally:
        engine.dispose()
        shutil.rmtree(folder)


def plain(theme: Theme, text: str) -> Assessment:
    """An ordinary complaint of a theme; its places are those of the rules."""
    none = dict.fromkeys(Sign, 0.0)
    guess = (Guess(theme, 0.9),)
    return Assessment(theme, guess, Kind.PROBLEM, 0.9, 0.9, 1, 1.2, 1, 1.1, none, "bench", places(text))


def enter(store: Store, scope: Scope, posts: list[Post], themes: Mapping[str, Theme]) -> None:
    """Store posts, assessed and flagged all of them."""
    with store.begin() as work:
        for source in {post.key.source for post in posts}:
            mine = tuple(post for post in posts if post.key.source == source)
            usecases.receive(work, scope, SourceKey(Platform.VK, source), Batch(mine, {}), NOW)
        waiting = work.assessments.pending(scope, 10**6)
        made: list[tuple[Unassessed, Assessment]] = [
            (each, plain(themes.get(each.subject.text, Theme.HOUSING), each.subject.text)) for each in waiting
        ]
        work.assessments.save(scope, made, NOW)
        cases = []
        while part := work.scores.pending(scope, 400):
            cases += part
            work.scores.save(scope, [_flagged(case) for case in part], NOW)


def _flagged(case: Case) -> Scored:
    return Scored(
        case, weigh(case.assessment, case.signals, PROFILE), PROFILE.fallback, (Reason("asks", 0, {"title": "жалоба"}),)
    )


def grouped(store: Store, scope: Scope, copies: StoredCopies, profile: Profile = PROFILE) -> tuple[float, float]:
    """Group all that waits; seconds by the clock and of this process's work."""
    began, worked = time.perf_counter(), time.process_time()
    while usecases.group(store, scope, profile, copies, mask, NOW):
        pass
    return time.perf_counter() - began, time.process_time() - worked


def matters() -> dict[tuple[str, str], str]:
    """(source, id) -> matter of the demo's posts."""
    with (profiles.DEMO / "matters.csv").open(encoding="utf-8") as file:
        return {(row["source"], row["id"]): row["matter"] for row in csv.DictReader(file)}


def demo() -> None:
    """The demo as `mcu demo` fills it."""
    from runtime.demo.filling import fill
    from runtime.flow import silent
    from runtime.founding import init
    from runtime.settings import load
    from runtime.wiring import open_house

    with tempfile.TemporaryDirectory(prefix="mcu-bench-") as folder:
        own = {"home": Path(folder), "database_url": "", "profile": "", "key_file": None}
        settings = load().model_copy(update=own)
        init(settings, "yasnobor")
        house = open_house(settings)
        fill(house, silent)
        result = Result.of(house.store, house.scope)
        house.store.close()
    known = matters()
    report("demo", result, {post: known.get((post.source, post.message), post) for post in result.clusters})


def wall(path: Path, draw: random.Random, count: int) -> tuple[list[Post], dict[PostKey, Hashable]]:
    """Some threads of a wall, every second without its root, and edited copies of the roots in another source."""
    rows = [row for row in map(json.loads, path.read_text("utf-8").splitlines()) if row.get("text")]
    roots = {row["id"]: row for row in rows if row["type"] == "post"}
    threads: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        if row["type"] != "post" and row.get("post_id") in roots:
            threads[row["post_id"]].append(row)
    many = [number for number, below in threads.items() if len(below) >= 2]
    chosen = draw.sample(sorted(many), min(count, len(many)))
    posts: list[Post] = []
    known: dict[PostKey, Hashable] = {}
    for place, number in enumerate(chosen):
        root = _post(roots[number], None)
        found = [_post(row, number) for row in threads[number][:20]]
        found += [root] if place % 2 else []
        if weight(root.text) >= 6:
            edit = draw.choice(sorted(COPIES))
            key = PostKey(Platform.VK, f"{root.key.source}_copy", root.key.message)
            text = COPIES[edit](root.text, draw)
            found += [replace(root, key=key, text=text, published=root.published + timedelta(hours=3))]
        posts += found
        # without its root a copy of it has nothing in common with the comments but what they speak of
        known |= {post.key: (number, post.key.source) if not place % 2 else number for post in found}
    return posts, known


def _post(row: Mapping[str, Any], thread: int | None) -> Post:
    key = PostKey(Platform.VK, row["source"], str(row["id"]))
    root = str(thread) if thread else None
    parents = row.get("parents") or []
    parent = str(parents[-1]) if parents else root
    kind = PostKind.COMMENT if thread else PostKind.POST
    return Post(key, datetime.fromisoformat(row["date"]).astimezone(UTC), row["text"], kind, root, parent)


def walls(count: int, seed: int) -> None:
    """Threads and copies of real walls."""
    import models
    from models import transformer

    draw = random.Random(seed)
    model = transformer.open_folder(models.default())
    for path in sorted((SHARED / "walls").glob("*.jsonl")):
        posts, known = wall(path, draw, count)
        subjects = [Subject(post.text) for post in posts]
        said = model.assess(subjects, why=False, places=False)
        themes = {post.text: each.theme for post, each in zip(posts, said, strict=True)}
        scope = system(PROFILE.code)
        with fresh() as store:
            enter(store, scope, posts, themes)
            grouped(store, scope, StoredCopies())
            report(f"wall {path.stem}", Result.of(store, scope), known)


def many(count: int, seed: int) -> list[Post]:
    """Different posts of the corpus as posts of one source, over the last month; made ones where it holds too few."""
    draw = random.Random(seed)
    texts = [text.text for text in corpus(count)]
    while len(texts) < count:
        texts.append(
            f"{draw.choice(texts)} Дом {draw.randint(1, 300)}, подъезд {draw.randint(1, 12)}, заявка {len(texts)}"
        )
    spread = [NOW - timedelta(minutes=draw.randint(0, 20 * 24 * 60)) for _ in texts]
    return [
        Post(PostKey(Platform.VK, "many", str(number)), at, text)
        for number, (text, at) in enumerate(zip(texts[:count], spread, strict=False), 1)
    ]


def speed(stored: int, new: int, seed: int) -> tuple[float, float]:
    """Seconds (by the clock, of work) for new posts against open incidents: half are copies, half on their own."""
    draw = random.Random(seed)
    posts = many(stored + new, seed)
    themes = {post.text: draw.choice([each for each in Theme if each is not Theme.NONE]) for post in posts}
    old = posts[:stored]
    late = [replace(post, published=NOW - timedelta(minutes=draw.randint(0, 2880))) for post in posts[stored:]]
    edits = sorted(COPIES)
    late = [
        replace(post, text=COPIES[draw.choice(edits)](draw.choice(old).text, draw)) if number % 2 else post
        for number, post in enumerate(late)
    ]
    scope, copies = system(PROFILE.code), StoredCopies()
    calm = replace(PROFILE, repeat_days=60)
    with fresh() as store:
        enter(store, scope, old, themes)
        opening = grouped(store, scope, copies, calm)
        with store.read() as work:
            standing = work.incidents.find(scope, IncidentQuery(limit=1)).total
        enter(store, scope, late, themes)
        warm = grouped(store, scope, copies, calm)
    print(f"speed: {stored} posts opened {standing} incidents in {opening[0]:.1f} s")
    print(f"  then {new} more took {warm[0]:.2f} s by the clock, {warm[1]:.2f} s of work")
    return warm


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--open", type=int, default=10_000)
    asked.add_argument("--new", type=int, default=1_000)
    asked.add_argument("--threads", type=int, default=300)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--only", choices=["demo", "walls", "speed"], default="")
    given = asked.parse_args()
    if given.only in ("", "demo"):
        demo()
    if given.only in ("", "walls") and SHARED.is_dir():
        walls(given.threads, given.seed)
    if given.only in ("", "speed"):
        speed(given.open, given.new, given.seed)


if __name__ == "__main__":
    main()
