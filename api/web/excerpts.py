"""The part of a text where what was looked for stands, with the words marked: «яма» marks «ям»."""

from api.web.words import READ_CHARS, WORD, Piece, lemma_of
from nlp.lemmas import LONGEST_WORD, TOGETHER, index_line

BEFORE, LENGTH = 110, 340
TITLE = "то, что искали"


def asked_of(text: str) -> frozenset[str]:
    """The lemmas of a question."""
    return frozenset(index_line(text).split())


def _indexed(word: str) -> str:
    """A word as the index keeps it."""
    lemma = lemma_of(word)
    return TOGETHER.get(lemma, lemma)


def excerpt(text: str, asked: frozenset[str]) -> list[Piece]:
    """Pieces of the text around the first word that was asked for; the beginning where there is none."""
    hits = [
        (found.start(), found.end())
        for found in WORD.finditer(text, 0, READ_CHARS)
        if asked and len(found.group()) <= LONGEST_WORD and _indexed(found.group()) in asked
    ]
    start = max(0, hits[0][0] - BEFORE) if hits else 0
    start = text.rfind(" ", 0, start) + 1 if start else 0
    end = min(len(text), start + LENGTH)
    pieces = [Piece("…")] if start else []
    for since, until in hits:
        if until > end:
            break
        pieces += [Piece(text[start:since])] if since > start else []
        pieces.append(Piece(text[since:until], TITLE))
        start = until
    pieces += [Piece(text[start:end].rstrip())] if end > start else []
    return [*pieces, Piece("…")] if end < len(text) else pieces
