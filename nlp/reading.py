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
from nlp.characters import Flags, Survey, survey
from nlp.features import CAPITAL, FEATURE_CHARS
from nlp.normalise import FOR_PLAIN, normalise, squeeze_spaces
from nlp.numbering import Numbering
from nlp.pairs import Numbers

APPEAL_AT, EXTRA_AT = 3, 16
"""Where the bits of appeals and those of the caller begin; the first three are `nlp.naming`'s."""
RUSSIAN_CHARS = 5_000
LONGEST_MASK = 12
"""Letters of "[дата рождения]"."""


@dataclass(frozen=True, slots=True)
class Reading:
    """N texts as they are judged: prepared, their units, whether each is Russian, the caller's bits of their words,
    and whether each may be a call to appeal."""

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
    begun = [text[: 2 * FEATURE_CHARS] for text in texts]
    seen = survey(begun)
    whole = seen.plain & (np.asarray(list(map(len, texts)), np.int64) <= FEATURE_CHARS)
    prepared = list(map(_cleared, begun, whole.tolist(), seen.spaced.tolist()))
    rows = [_rows(text, units) for text in prepared]
    for at in _suspects(prepared, rows, units):
        masked = masks.names(prepared[at])
        if masked != prepared[at]:
            prepared[at], rows[at], whole[at] = masked, _rows(masked, units), False
    flat, sizes = _flat(rows)
    said = _either(units.columns()[-1][flat], sizes).tolist()
    calls = [not sure or appeals.may_call(one >> APPEAL_AT) for one, sure in zip(said, whole.tolist(), strict=True)]
    return Reading(
        prepared,
        lay(units, flat, sizes, marks(units, prepared, _capitals(prepared, seen, whole))),
        _russian(prepared, seen, whole),
        [one >> EXTRA_AT for one in said],
        calls,
    )


def _cleared(text: str, plain: bool, spaced: bool) -> str:
    """A text before persons are masked."""
    if not plain:
        return masks.contacts(normalise(text)[:FEATURE_CHARS])
    for rule in FOR_PLAIN:
        text = rule(text)
    return squeeze_spaces(text) if spaced else text


def _rows(text: str, units: Numbering) -> list[int]:
    return list(map(units.rows.__getitem__, tokens.tokens(text)))


def _flat(rows: Sequence[Sequence[int]]) -> tuple[Numbers, Numbers]:
    sizes = np.asarray(list(map(len, rows)), np.int64)
    return np.fromiter(chain.from_iterable(rows), np.int64, int(sizes.sum())), sizes


def _suspects(texts: Sequence[str], rows: Sequence[Sequence[int]], units: Numbering) -> set[int]:
    """Texts that may name a person."""
    flat, sizes = _flat(rows)
    said = units.columns()[-1][flat]
    near = np.flatnonzero(naming.beside(said[:-1], said[1:]))
    by_words = np.searchsorted(np.cumsum(sizes), near, side="right")
    return {*by_words.tolist(), *(at for at, text in enumerate(texts) if naming.initials(text))}


def _either(said: Numbers, sizes: Numbers) -> Numbers:
    """Bits of the words of each text together, (N,)."""
    starts = np.cumsum(sizes) - sizes
    found = np.bitwise_or.reduceat(np.append(said, 0), starts) if len(sizes) else sizes
    return np.where(sizes > 0, found, 0)


def _capitals(prepared: Sequence[str], seen: Survey, whole: Flags) -> Numbers:
    found = seen.capitals.copy()
    for at in np.flatnonzero(~whole).tolist():
        found[at] = len(CAPITAL.findall(prepared[at]))
    return found


def _russian(prepared: Sequence[str], seen: Survey, whole: Flags) -> list[bool]:
    """`tokens.is_russian` of each prepared text; the counts decide where masks cannot turn the scale."""
    masked = seen.openers * LONGEST_MASK
    sure = whole & (seen.cyrillic >= masked + 2) & (2 * seen.cyrillic - seen.letters >= masked)
    return [
        (one and len(text) <= RUSSIAN_CHARS) or tokens.is_russian(text)
        for one, text in zip(sure.tolist(), prepared, strict=True)
    ]
