"""The telling words of a text: those that moved the model's decision, marked in the text as it was written."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from core.labels import Why
from nlp.lemmas import LONGEST_WORD, form
from nlp.normalise import normalise

WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
READ_CHARS = 10_000
"""Words are looked for in the beginning of a text, as the model reads it."""
TELLING = ("risk", "theme", "neg")
"""The parts whose words a person must see; words of the others (kind) would only tire the eye."""
FUNCTION_WORDS = frozenset({"PREP", "CONJ", "PRCL", "NPRO", "PRED", "INTJ"})
STRONG = 0.25


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a text; `title` says why it is marked, empty: it is not."""

    text: str
    title: str = ""
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Weight:
    """How much a word gave, and to what."""

    value: float
    title: str


@lru_cache(maxsize=20_000)
def _plain(word: str) -> str:
    return normalise(word).lower()


def _lemma(word: str) -> str:
    return form(word).lemma if word else ""


def lemma_of(word: str) -> str:
    """The dictionary form of a word as it was written."""
    return _lemma(_plain(word))


def _tells(term: str) -> bool:
    """Whether a term is a word that says something by itself."""
    return WORD.fullmatch(term) is not None and term.isalpha() and not FUNCTION_WORDS & form(term).tags


def _title(why: Why) -> str:
    about = "на риск" if why.part == "risk" else "на негатив" if why.part == "neg" else "на тему"
    return f"влияет {about}: {why.weight:.2f}".replace(".", ",")


def weights(why: Sequence[Why]) -> dict[str, Weight]:
    """Lemmas of the telling words with their greatest weight."""
    found: dict[str, Weight] = {}
    for each in sorted(why, key=lambda each: -each.weight):
        term = each.term.lstrip("^")
        if each.part.partition(":")[0] in TELLING and _tells(term):
            found.setdefault(_lemma(term), Weight(each.weight, _title(each)))
    return found


def _marked(word: str, known: dict[str, Weight]) -> Weight | None:
    if len(word) > LONGEST_WORD:
        return None
    plain = _plain(word)
    return known.get(plain) or known.get(_lemma(plain))


def mark(text: str, why: Sequence[Why]) -> list[Piece]:
    """The text as pieces that together are the text; telling words are pieces of their own."""
    known = weights(why)
    return list(_pieces(text, known)) if known else [Piece(text)]


def _pieces(text: str, known: dict[str, Weight]) -> Iterator[Piece]:
    done = 0
    for found in WORD.finditer(text, 0, READ_CHARS):
        weight = _marked(found.group(), known)
        if weight is None:
            continue
        if found.start() > done:
            yield Piece(text[done : found.start()])
        yield Piece(found.group(), weight.title, weight.value >= STRONG)
        done = found.end()
    if done < len(text):
        yield Piece(text[done:])
