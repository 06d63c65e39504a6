"""Words of a rule in a text: a word stands for all that begin with it, a phrase for its words one after another."""

import re
from collections.abc import Iterable, Sequence

WORD = re.compile(r"\w+")


def fold(text: str) -> list[str]:
    """The words of a text, lower-cased, ё as е.

    >>> fold("Ёлка-то, 5!")
    ['елка', 'то', '5']
    """
    return WORD.findall(text.lower().replace("ё", "е"))


def _at(words: Sequence[str], start: int, wanted: Sequence[str]) -> bool:
    piece = words[start : start + len(wanted)]
    return len(piece) == len(wanted) and all(word.startswith(each) for word, each in zip(piece, wanted, strict=True))


def mentioned(text: str, terms: Iterable[str]) -> str:
    """The first of the terms that a text holds; empty where it holds none.

    >>> mentioned("Прорвало трубу на Мира", ["засор", "прорва труб"])
    'прорва труб'
    """
    words = fold(text)
    for term in terms:
        wanted = fold(term)
        if wanted and any(_at(words, start, wanted) for start in range(len(words))):
            return term
    return ""
