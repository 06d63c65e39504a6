"""Near-duplicates: quality by kind of pair and speed, beside two rivals on the same pairs in the same run.

    python bench/duplicates.py [--each 300] [--stored 10000] [--show KIND] [--datasketch SITE_PACKAGES]

Texts are those of ../shared/data (train, unlabelled, walls), else the demo's posts. The pairs are made by the seeded
generator in bench/duplicate_pairs.py. A rival is given the threshold that suits it best on these very pairs.
"""

import argparse
import importlib
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from rapidfuzz import fuzz, process

from bench.corpus import corpus
from bench.duplicate_pairs import Pair, pairs
from nlp.fingerprints import Duplicates, fingerprint

Table = dict[tuple[bool, str], Counter[bool]]


def judged(index: Duplicates[str], made: Iterable[Pair]) -> Table:
    """(same, kind) -> how often the index was right and wrong."""
    table: Table = defaultdict(Counter)
    for pair in made:
        joined = any(found.id == pair.key for found in index.similar(pair.other))
        table[pair.same, pair.kind][joined == pair.same] += 1
    return table


def figures(table: Table) -> tuple[float, float]:
    """Precision and recall over all kinds."""
    hit = sum(right[True] for (same, _), right in table.items() if same)
    missed = sum(right[False] for (same, _), right in table.items() if same)
    wrong = sum(right[False] for (same, _), right in table.items() if not same)
    return hit / (hit + wrong), hit / (hit + missed)


def show(table: Table) -> None:
    for (same, kind), right in sorted(table.items(), key=lambda row: (not row[0][0], row[0][1])):
        share = right[True] / right.total()
        print(
            f"  {'copy ' if same else 'other'} {kind:<12} {right.total():5d} {'found' if same else 'apart'} {share:.3f}"
        )
    precision, recall = figures(table)
    print(f"  all: precision {precision:.4f}, recall {recall:.4f}")


def strangers(index: Duplicates[str], made: list[Pair]) -> None:
    """How many stored texts beside the original are said to be copies of a copy (real repeats among them)."""
    asked = [pair for pair in made if pair.same]
    found = sum(sum(one.id != pair.key for one in index.similar(pair.other)) for pair in asked)
    print(f"  other stored texts joined to {len(asked)} copies: {found}")


def timed(title: str, count: int, work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    spent = time.perf_counter() - began
    print(f"  {title:<44} {spent:7.3f} s  {count / spent:9.0f} /s")
    return spent


def speed(stored: dict[str, str], asked: list[str]) -> None:
    texts, index = list(stored.values()), Duplicates[str]()
    print(f"mean length of a text: {sum(map(len, texts)) / len(texts):.0f} characters")
    timed(f"fingerprint of {len(texts)} texts", len(texts), lambda: [fingerprint(text) for text in texts])
    sizes = [len(bytes(fingerprint(text))) for text in texts]
    timed(f"add {len(texts)}", len(texts), lambda: [index.add(key, text) for key, text in stored.items()])
    timed(f"{len(asked)} queries against {len(index)}", len(asked), lambda: [index.similar(text) for text in asked])
    print(f"  bytes of a fingerprint: mean {sum(sizes) / len(sizes):.0f}, most {max(sizes)}")


def best(scores: list[tuple[Pair, float]]) -> None:
    """The rival's table at the threshold of its best F1."""

    def at(limit: float) -> Table:
        table: Table = defaultdict(Counter)
        for pair, score in scores:
            table[pair.same, pair.kind][(score >= limit) == pair.same] += 1
        return table

    def harmonic(limit: float) -> float:
        precision, recall = figures(at(limit))
        return 2 * precision * recall / (precision + recall)

    limit = max((step / 50 for step in range(10, 51)), key=harmonic)
    print(f"  its best threshold: {limit:.2f}")
    show(at(limit))


def token_sets(made: list[Pair], stored: dict[str, str], asked: list[str]) -> None:
    print("rival: rapidfuzz token_set_ratio over all stored texts")
    best([(pair, fuzz.token_set_ratio(pair.one.lower(), pair.other.lower()) / 100) for pair in made])
    texts = list(stored.values())
    few = asked[: max(1, len(asked) // 10)]
    timed(f"{len(few)} queries", len(few), lambda: process.cdist(few, texts, scorer=fuzz.token_set_ratio, workers=1))


def minhashes(made: list[Pair], stored: dict[str, str], asked: list[str]) -> None:
    try:
        datasketch: Any = importlib.import_module("datasketch")
    except ImportError:
        print("rival: datasketch is not here (give its site-packages with --datasketch)")
        return

    def minhash(text: str) -> Any:
        text = " ".join(text.lower().split())
        made = datasketch.MinHash(num_perm=128)
        made.update_batch([text[at : at + 5].encode() for at in range(max(1, len(text) - 4))])
        return made

    print("rival: datasketch MinHash of 128, shingles of 5 characters")
    best([(pair, minhash(pair.one).jaccard(minhash(pair.other))) for pair in made])
    index = datasketch.MinHashLSH(threshold=0.5, num_perm=128)
    sketches: dict[str, Any] = {}
    timed("minhash", len(stored), lambda: sketches.update({key: minhash(text) for key, text in stored.items()}))
    timed("add", len(stored), lambda: [index.insert(key, sketch) for key, sketch in sketches.items()])
    timed(f"{len(asked)} queries", len(asked), lambda: [index.query(minhash(text)) for text in asked])


def mistakes(index: Duplicates[str], made: list[Pair], kind: str) -> None:
    for pair in made:
        found = [one for one in index.similar(pair.other) if one.id == pair.key]
        if pair.kind == kind and bool(found) != pair.same:
            print("---", found, pair.one, ">>>", pair.other, sep="\n", flush=True)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--each", type=int, default=300)
    options.add_argument("--stored", type=int, default=10_000)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--show", default="")
    options.add_argument("--datasketch", default="")
    given = options.parse_args()
    texts = corpus(given.stored)
    made = pairs(texts, given.each, given.seed)
    stored = {text.key: text.text for text in texts} | {pair.key: pair.one for pair in made}
    index = Duplicates[str]()
    for key, text in stored.items():
        index.add(key, text)
    if given.show:
        return mistakes(index, made, given.show)
    print(f"ours ({len(stored)} stored texts, {len(made)} pairs)")
    show(judged(index, made))
    strangers(index, made)
    asked = [pair.other for pair in made][:: max(1, len(made) // 1000)][:1000]
    speed({text.key: text.text for text in texts}, asked)
    sys.path.append(given.datasketch)
    token_sets(made, stored, asked)
    minhashes(made, {text.key: text.text for text in texts}, asked)
    return None


if __name__ == "__main__":
    main()
