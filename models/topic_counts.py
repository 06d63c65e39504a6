"""Counts what unlabelled texts say of the lexicon: texts by word, shares of topics (topic_words, topic_shares .csv).

Only words that a sign of the lexicon can use are kept, in at least `FEWEST` texts, and no persons' names: the tables
hold no text and no personal data. `build` is run again after the lexicon has changed (docs/topics.md).
"""

import csv
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np

from models import lexicon
from models.lexicon import Group
from models.topics import PRIOR, SHARES, Doubles, Topics
from nlp.lemmas import form

FEWEST = 3
ROUNDS = 3
"""Rounds in which shares and texts are reconciled; more of them starve the rare topics."""
LEAST = 0.5
"""Texts that every topic is granted."""
NAMES = frozenset({"Name", "Surn", "Patr"})
Texts = Sequence[tuple[str, str]]


def build(paths: Iterable[Path], table: Path = lexicon.TABLE, shares: Path = SHARES) -> None:
    """Write both tables from files of texts with `theme` or `weak_theme`."""
    texts = [row for path in paths for row in themed(path)]
    rows = word_counts(texts, lexicon.load(table=table))
    _write(table, ("group", "word", "texts"), rows)
    found = topic_shares(texts, lexicon.load(table=table))
    _write(shares, ("topic", "share"), [(topic, f"{share:.5f}") for topic, share in found.items()])


def themed(path: Path) -> Iterator[tuple[str, str]]:
    """Pairs (group, text) of a file."""
    for line in path.read_text(encoding="utf-8").split("\n"):
        row = json.loads(line) if line.strip() else {}
        if theme := row.get("theme") or row.get("weak_theme"):
            yield theme, row["text"]


def word_counts(texts: Texts, groups: Mapping[str, Group]) -> list[tuple[str, str, int]]:
    """Rows (group, lemma, texts); the empty lemma counts all texts of the group."""
    found: dict[str, Counter[str]] = {code: Counter() for code in groups}
    for code, text in texts:
        if code in found:
            found[code].update({"", *(form(word).lemma for word in lexicon.read_words(text))})
    return [
        (code, lemma, count)
        for code, lemmas in found.items()
        for lemma, count in sorted(lemmas.items())
        if not lemma or (count >= FEWEST and groups[code].words(lemma) and not form(lemma).tags & NAMES)
    ]


def topic_shares(texts: Texts, groups: Mapping[str, Group]) -> dict[str, float]:
    """Share of each topic in its group, as the signs of the lexicon find it."""
    ranker = Topics(groups, {})
    found: dict[str, list[Doubles]] = defaultdict(list)
    for code, text in texts:
        if code in groups:
            found[code].append(ranker.evidence(lexicon.read_words(text), code))
    return {
        topic: float(share)
        for code, group in groups.items()
        for topic, share in zip(group.topics, reconciled(found[code], len(group.topics)), strict=True)
    }


def reconciled(evidence: Sequence[Doubles], size: int) -> Doubles:
    """Shares of `size` topics that agree with the evidence of texts and with themselves."""
    shares = np.full(size, 1 / size)
    for _ in range(ROUNDS if evidence else 0):
        powers = np.exp(np.stack(evidence) + PRIOR * np.log(shares))
        counts = (powers / powers.sum(axis=1, keepdims=True)).sum(axis=0) + LEAST
        shares = np.asarray(counts / counts.sum())
    return shares


def _write(path: Path, head: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(head)
        writer.writerows(rows)
