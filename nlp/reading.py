"""The hot path: a batch of texts becomes counted units, and what the other rules need to know of their words.

It says exactly what `features.prepare` and `features.units` say, text by text; it is fast because most texts are plain
(`nlp.characters`), and because what can be known of a word is remembered (`nlp.numbering`).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np

from nlp import appeals, masks, naming, tokens
from nlp.bags import Bags, lay, marks
from nlp.characters import Tally, survey, tally
from nlp.features import CAPITAL, FEATURE_CHARS, cleared
from nlp.normalise import FOR_PLAIN, squeeze_spaces
from nlp.numbering import Numbering
from nlp.pairs import Numbers

APPEAL_AT, EXTRA_AT = 3, 16
"""Where the bits of appeals and those of the caller begin; the first three are `nlp.naming`'s."""
RUSSIAN_CHARS = 5_000
LONGEST_MASK = 12
"""Letters of "[дата рождения]"."""


@dataclass(frozen=True, slots=True)
class Reading:
    """N texts as they are judged: before persons are masked, prepared, their units, whether each is Russian, the
    caller's bits of their words, and whether each may be a call to appeal."""

    cleared: Sequence[str]
    prepared: Sequence[str]
    bags: Bags
    russian: Sequence[bool]
    extra: Sequence[int]
    may_call: Sequence[bool]


def bits(extra: Callable[[str], int]) -> Callable[[str], int]:
    """What is remembered of a token beside its units; `extra` are the caller's own bits."""

    def of(token: str) -> int:
        return naming.bits(token) | appeals.bits(token) << APPEAL_AT | extra(token) << EXTRA_AT

    return of


def read(texts: Sequence[str], units: Numbering) -> Reading:
    """Read N texts; time is linear in their length."""
    clear = _cleared([text[: 2 * FEATURE_CHARS] for text in texts])
    rows = [_rows(text, units) for text in clear]
    flat, sizes = _flat(rows)
    said = units.columns()[-1][flat]
    prepared, seen = list(clear), tally(clear)
    for at in _suspects(clear, said, sizes):
        prepared[at] = masks.names(clear[at])
        rows[at] = _rows(prepared[at], units)
        seen.capitals[at] = len(CAPITAL.findall(prepared[at]))
    words = _either(said, sizes).tolist()
    return Reading(
        clear,
        prepared,
        lay(units, *_flat(rows), marks(units, prepared, seen.capitals)),
        _russian(clear, seen),
        [one >> EXTRA_AT for one in words],
        [appeals.may_call(one >> APPEAL_AT) for one in words],
    )


def _cleared(texts: Sequence[str]) -> list[str]:
    """`features.cleared` of N texts that are cut already."""
    seen = survey(texts)
    return list(map(_clear, texts, seen.plain.tolist(), seen.spaced.tolist()))


def _clear(text: str, plain: bool, spaced: bool) -> str:
    if not plain:
        return cleared(text)
    for rule in FOR_PLAIN:
        text = rule(text)
    return (squeeze_spaces(text) if spaced else text)[:FEATURE_CHARS]


def _rows(text: str, units: Numbering) -> list[int]:
    return list(map(units.rows.__getitem__, tokens.tokens(text)))


def _flat(rows: Sequence[Sequence[int]]) -> tuple[Numbers, Numbers]:
    sizes = np.asarray(list(map(len, rows)), np.int64)
    return np.fromiter(chain.from_iterable(rows), np.int64, int(sizes.sum())), sizes


def _suspects(texts: Sequence[str], said: Numbers, sizes: Numbers) -> set[int]:
    """Texts that may name a person, by the bits of their words and by initials."""
    near = np.flatnonzero(naming.beside(said[:-1], said[1:]))
    by_words = np.searchsorted(np.cumsum(sizes), near, side="right")
    return {*by_words.tolist(), *(at for at, text in enumerate(texts) if naming.initials(text))}


def _either(said: Numbers, sizes: Numbers) -> Numbers:
    """Bits of the words of each text together, (N,)."""
    starts = np.cumsum(sizes) - sizes
    found = np.bitwise_or.reduceat(np.append(said, 0), starts) if len(sizes) else sizes
    return np.where(sizes > 0, found, 0)


def _russian(clear: Sequence[str], seen: Tally) -> list[bool]:
    """`tokens.is_russian` of each text, persons unmasked; the counts decide where masks cannot turn the scale."""
    masked = seen.openers * LONGEST_MASK
    sure = seen.listed & (seen.cyrillic >= masked + 2) & (2 * seen.cyrillic - seen.letters >= masked)
    return [
        (one and len(text) <= RUSSIAN_CHARS) or tokens.is_russian(text)
        for one, text in zip(sure.tolist(), clear, strict=True)
    ]
