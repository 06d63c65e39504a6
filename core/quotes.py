"""Words of a resident within a text of ours: found by runs of words, and taken out whole. Pure.

A report that was made keeps quotes and gists, cut and masked, sometimes moved by a person into a text of their own.
They are known by any run of five words that the resident's text has too, in the masked or the plain form; a text of
fewer words is known as a whole, and so is a shorter quote behind «Пишут:» that is a piece of the resident's text.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

RUN, LEAST = 5, 3
"""Words of a run that tells a text; a text of fewer than three words stands in many places and tells none."""
GONE, QUOTING = "публикация удалена", "Пишут:"
_WORD = re.compile(r"\w+")
_NAMED = re.compile(r"№\u00a0\d+\. ")
Spoken = frozenset[tuple[str, ...]]
"""Runs of words, in lower case."""
Stretch = tuple[int, int]


def spoken(texts: Iterable[str]) -> Spoken:
    """The runs by which these texts are known."""
    return frozenset(run for text in texts for run in _runs(_WORD.findall(text.lower())))


def _runs(words: Sequence[str]) -> Iterator[tuple[str, ...]]:
    size = min(RUN, len(words))
    if size >= LEAST:
        yield from (tuple(words[at : at + size]) for at in range(len(words) - size + 1))


def without(value: Any, runs: Spoken) -> Any:
    """A value of JSON whose strings do not hold the texts any more: a quote («…») or a gist («№ 7. …») of theirs goes
    whole, other words of theirs where they stand."""
    if isinstance(value, str):
        return _told(value, runs)
    if isinstance(value, list | tuple):
        return type(value)(without(each, runs) for each in value)
    return {name: without(each, runs) for name, each in value.items()} if isinstance(value, dict) else value


def inside(value: Any, change: Callable[[str], str]) -> Any:
    """A value of JSON whose quotes («…») and gists («№ 7. …») are changed; all other words of ours stay."""
    if isinstance(value, str):
        return _within_quotes(value, change)
    if isinstance(value, list | tuple):
        return type(value)(inside(each, change) for each in value)
    return {name: inside(each, change) for name, each in value.items()} if isinstance(value, dict) else value


def _within_quotes(text: str, change: Callable[[str], str]) -> str:
    named = _NAMED.match(text)
    parts = [(named.end(), len(text))] if named else list(_quotes(text))
    for start, end in reversed(parts):
        text = text[:start] + change(text[start:end]) + text[end:]
    return text


def _told(text: str, runs: Spoken) -> str:
    found = _merged([*(_within(text, stretch) for stretch in _stretches(text, runs)), *_pieces(text, runs)])
    for start, end in reversed(found):
        text = text[:start] + GONE + text[end:]
    return text


def _stretches(text: str, runs: Spoken) -> Iterator[Stretch]:
    """Where the runs stand."""
    words = list(_WORD.finditer(text))
    low = [each[0].lower() for each in words]
    for size in {len(run) for run in runs}:
        for at in range(len(low) - size + 1):
            if tuple(low[at : at + size]) in runs:
                yield words[at].start(), words[at + size - 1].end()


def _pieces(text: str, runs: Spoken) -> Iterator[Stretch]:
    """Quotes of fewer words than a run that stand in a run as they are. Only where the note quotes residents: a title
    of three words in quotation marks is none of theirs."""
    begins = text.find(QUOTING)
    for start, end in _quotes(text) if begins >= 0 else ():
        words = tuple(_WORD.findall(text[start:end].lower()))
        if start > begins and LEAST <= len(words) < RUN and any(_inside(words, run) for run in runs):
            yield start, end


def _inside(words: tuple[str, ...], run: tuple[str, ...]) -> bool:
    return any(run[at : at + len(words)] == words for at in range(len(run) - len(words) + 1))


def _within(text: str, stretch: Stretch) -> Stretch:
    """The whole quote or gist that a stretch lies in; the stretch itself where it lies in none."""
    start, end = stretch
    named = _NAMED.match(text)
    if named and start >= named.end():
        return named.end(), len(text)
    return next(((first, last) for first, last in _quotes(text) if first <= start and end <= last), stretch)


def _quotes(text: str) -> Iterator[Stretch]:
    """The insides of outermost quotation marks; a mark that is not closed opens none."""
    depth, first = 0, 0
    for at, letter in enumerate(text):
        if letter == "«":
            first, depth = (at + 1, 1) if not depth else (first, depth + 1)
        elif letter == "»" and depth:
            depth -= 1
            if not depth:
                yield first, at


def _merged(found: Iterable[Stretch]) -> list[Stretch]:
    made: list[Stretch] = []
    for start, end in sorted(found):
        if made and start <= made[-1][1]:
            made[-1] = made[-1][0], max(made[-1][1], end)
        else:
            made.append((start, end))
    return made
