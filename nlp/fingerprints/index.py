"""Many texts by their fingerprints: marks choose the candidates, the aligned words decide."""

from array import array
from typing import Generic, NamedTuple, TypeVar

import numpy as np

from nlp.fingerprints.likeness import LEAST_SHARE, MOST_WORDS, Reason, likeness
from nlp.fingerprints.reading import Reading, read
from nlp.fingerprints.sketch import sketch

Id = TypeVar("Id", int, str)


class Found(NamedTuple, Generic[Id]):
    """A stored text that is the asked one: its id, 0–1 (see `Likeness`), and why."""

    id: Id
    similarity: float
    reason: Reason


class Page(Generic[Id]):
    """One stored text with the ids that it came under."""

    __slots__ = ("ids", "marks", "reading")

    def __init__(self, reading: Reading, marks: tuple[int, ...]) -> None:
        self.reading = reading
        self.marks = marks
        self.ids: set[Id] = set()


class Duplicates(Generic[Id]):
    """Texts under ids, and the copies of any text among them.

    `threshold`: least similarity of a copy that differs in words. `candidates`: which share of the marks two texts must
    have in common before their words are compared. The answer depends on the stored texts alone: neither on the order
    of `add` nor on the process. About 6 KB of memory a text of 300 letters.
    """

    def __init__(self, threshold: float = 0.75, *, candidates: float = 0.2) -> None:
        self.threshold = threshold
        self.candidates = candidates
        self._pages: list[Page[Id]] = []
        self._free: list[int] = []
        self._row_of: dict[Id, int] = {}
        self._rows: dict[tuple[str, bytes], int] = {}
        self._postings: dict[int, array[int]] = {}
        self._sizes = np.zeros((2, 64), dtype=np.float32)

    def __len__(self) -> int:
        return len(self._row_of)

    def __contains__(self, key: object) -> bool:
        return key in self._row_of

    def add(self, key: Id, text: str) -> None:
        """Store a text; a text that stood under this id before is replaced."""
        self.discard(key)
        reading = read(text, MOST_WORDS)
        same = reading.line, reading.kinds
        row = self._rows.get(same)
        if row is None:
            row = self._rows[same] = self._store(Page(reading, sketch(reading.solid).marks))
        self._pages[row].ids.add(key)
        self._row_of[key] = row

    def discard(self, key: Id) -> None:
        """Forget the text under this id, if there is one."""
        row = self._row_of.pop(key, None)
        if row is None:
            return
        page = self._pages[row]
        page.ids.remove(key)
        if not page.ids:
            del self._rows[page.reading.line, page.reading.kinds]
            for mark in page.marks:
                self._postings[mark].remove(row)
            self._free.append(row)

    def similar(self, text: str) -> list[Found[Id]]:
        """Stored copies of a text, the most similar first, then by id."""
        reading = read(text, MOST_WORDS)
        found = []
        for row in self._likely(sketch(reading.solid).marks, reading.letters):
            page = self._pages[row]
            if like := likeness(reading, page.reading, self.threshold):
                found += [Found(key, *like) for key in page.ids]
        return sorted(found, key=lambda one: (-one.similarity, one.id))

    def _store(self, page: Page[Id]) -> int:
        row = self._free.pop() if self._free else len(self._pages)
        self._pages[row : row + 1] = [page]
        if row >= self._sizes.shape[1]:
            self._sizes = np.concatenate((self._sizes, np.zeros_like(self._sizes)), axis=1)
        self._sizes[:, row] = len(page.marks), page.reading.letters
        for mark in page.marks:
            self._postings.setdefault(mark, array("I")).append(row)
        return row

    def _likely(self, marks: tuple[int, ...], letters: int) -> list[int]:
        """Rows that share enough marks and are not too much longer or shorter."""
        lists = [np.frombuffer(rows, dtype=np.uint32) for rows in map(self._postings.get, marks) if rows]
        if not lists:
            return []
        hits = np.bincount(np.concatenate(lists), minlength=len(self._pages))
        sizes, lengths = self._sizes[:, : len(hits)]
        enough = (hits > 0) & (hits >= self.candidates * np.minimum(sizes, len(marks)))
        near = np.minimum(lengths, letters) >= LEAST_SHARE * np.maximum(lengths, letters)
        rows: list[int] = np.flatnonzero(enough & near).tolist()
        return rows
