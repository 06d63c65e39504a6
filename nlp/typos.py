"""Slips of the keyboard: a word that no dictionary knows becomes the known word that is one slip away.

One slip: two neighbours swapped, a letter doubled, lost, added or put for another. The commonest mistakes of residents
are a table (typos.txt), as are abbreviations, which become whole words (abbreviations.txt). Words that are short,
known, or without a known neighbour stay as they are.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from nlp.dictionary import dictionary
from nlp.spellings import short, table
from nlp.vectors import embedding

LEAST, MOST = 6, 20
"""Shorter words have too many neighbours; longer ones are rarely slips."""
CYRILLIC = re.compile(r"[а-я]+")
PERSONAL = frozenset({"Name", "Surn", "Patr"})
LETTERS = "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъ"


@lru_cache(maxsize=100_000)
def mended(word: str) -> str:
    """A lower-case word without its slip, or the word itself; names of persons are never guessed."""
    listed = table().get(word) or short().get(word)
    if listed is not None:
        return listed
    if not LEAST <= len(word) <= MOST or not CYRILLIC.fullmatch(word) or _known(word):
        return word
    for slips in SLIPS:
        near = sorted({one for one in slips(word) if one in embedding() and dictionary().word_is_known(one)})
        forms = [form for one in near if not PERSONAL & (form := dictionary().parse(one)[0]).tag.grammemes]
        if forms:
            return near[0] if len({form.normal_form for form in forms}) == 1 and len(forms) == len(near) else word
    return word


def swapped(word: str) -> Iterator[str]:
    """Two neighbours back in their places; the first letter is trusted here and below."""
    return (word[:at] + word[at + 1] + word[at] + word[at + 2 :] for at in range(1, len(word) - 1))


def without(word: str) -> Iterator[str]:
    """A letter that was added taken out."""
    return (word[:at] + word[at + 1 :] for at in range(1, len(word)))


def filled(word: str) -> Iterator[str]:
    """A letter that was lost put back."""
    return (word[:at] + letter + word[at:] for at in range(1, len(word) + 1) for letter in LETTERS)


def changed(word: str) -> Iterator[str]:
    """Another letter in the place of one."""
    return (word[:at] + letter + word[at + 1 :] for at in range(1, len(word)) for letter in LETTERS)


SLIPS = (swapped, without, filled, changed)
"""In this order: the first kind that gives known words decides, and only if they are forms of one word."""


def _known(word: str) -> bool:
    return dictionary().word_is_known(word) or word in embedding()
