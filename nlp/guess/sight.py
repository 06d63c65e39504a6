"""What stands around a word that may name a person: numbers of features below `BUCKETS`, a file format.

Numbers of words are mixed by multiplication, not by strings: a post is read in tens of microseconds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from nlp.guess.words import Word, word

BITS = 16
BUCKETS = 1 << BITS
MASK32 = 0xFFFFFFFF
TOKEN = re.compile(r"\[[^\[\]\s]{1,20}\]|[А-Яа-яЁё]+(?:-[А-Яа-яЁё]+)*|[A-Za-z]+|\d+|\n|[^\s]")
EDGE = word("\n")
BORDER = (EDGE,) * 4
NEAR = 4


def candidates(seen: Sequence[Word]) -> Iterator[int]:
    """Which words are looked at: those that may be a name by themselves, others with a capital within a sentence."""
    for at in range(NEAR, len(seen) - NEAR):
        each = seen[at]
        if each.maybe and (each.anywhere or not seen[at - 1].ends):
            yield at


def features(at: int, seen: Sequence[Word]) -> list[int]:
    """Buckets of the token `at`; `seen` has four `EDGE`s before the text and behind it, which `at` counts."""
    own, before, after = seen[at], seen[at - 1], seen[at + 1]
    before2, after2 = seen[at - 2], seen[at + 2]
    look, tags = own.look, before.tag * 31 + after.tag
    start = 7 if before.ends or before is EDGE else 11
    mixed = [
        look,
        look * start,
        own.kind * 3,
        own.cases * 5 + look,
        before.lemma * 13,
        before.lemma * 17 + look,
        before.tag * 19 + look,
        before.tag * 23 + own.cases,
        before.look * 29 + look,
        before.look * 37 + start,
        after.lemma * 41,
        after.lemma * 43 + look,
        after.tag * 47 + look,
        after.tag * 53 + own.cases,
        after.look * 59 + look,
        before2.lemma * 61 + before.lemma,
        before2.tag * 67 + before.tag * 71 + look,
        before2.lemma * 73 + look,
        before2.look * 79 + before.look * 83 + look,
        after2.lemma * 89 + after.lemma,
        after2.tag * 97 + after.tag * 101 + look,
        after2.look * 103 + after.look * 107 + look,
        tags * 109 + look,
        before.lemma * 113 + after.lemma,
        before.lemma * 127 + after.tag * 131 + look,
        after.lemma * 137 + look * start,
        after.tag * 139 + own.cases * start,
        before.lemma * 149 + own.cases,
    ]
    mixed += [each * 151 for each in own.own]
    mixed += [each * 157 + start for each in own.own]
    self = own.own[-1] if own.own else look
    mixed += [self * 193 + after.tag, self * 197 + before.tag, self * 199 + after.lemma, self * 211 + before.lemma]
    mixed += [(each.lemma * 163 + look) for each in (before, before2, seen[at - 3], seen[at - 4])]
    mixed += [(each.lemma * 167 + look) for each in (after, after2, seen[at + 3], seen[at + 4])]
    master = next((each for each in (before, before2, seen[at - 3], seen[at - 4]) if each.living), EDGE)
    doing = next((each for each in (after, after2, seen[at + 3]) if each.acting), EDGE)
    mixed += [master.lemma * 173, master.tag * 179 + own.cases, doing.tag * 181 + own.cases, doing.lemma * 191 + look]
    return [(each * 2654435761 & MASK32) >> (32 - BITS) for each in mixed]


def read(text: str) -> list[Word]:
    """What the tokens of a text say, with borders: token `n` is word `n + NEAR`."""
    return [*BORDER, *map(word, TOKEN.findall(text)), *BORDER]
