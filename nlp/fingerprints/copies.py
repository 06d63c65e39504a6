"""Near-duplicates for grouping: an index that lives as long as the process and follows what is stored."""

from collections.abc import Mapping, Sequence

from core.incidents import Copy
from nlp.fingerprints.index import Duplicates


class StoredCopies:
    """Fulfils `core.ports.Copies`. Only texts that are new or changed since the last call are read (0.2 ms each)."""

    def __init__(self) -> None:
        self._index = Duplicates[int]()
        self._known: dict[int, str] = {}

    def __call__(self, stored: Mapping[int, str], asked: Mapping[int, str]) -> dict[int, Sequence[Copy]]:
        """For each asked post its copies among the stored and the asked ones, the most similar first."""
        self._follow({**stored, **asked})
        return {post: self._copies(post, text) for post, text in asked.items()}

    def _copies(self, post: int, text: str) -> list[Copy]:
        found = self._index.similar(text)
        return [Copy(each.id, each.similarity, each.reason.value) for each in found if each.id != post]

    def _follow(self, texts: Mapping[int, str]) -> None:
        for gone in self._known.keys() - texts.keys():
            self._index.discard(gone)
            del self._known[gone]
        for post, text in texts.items():
            if self._known.get(post) != text:
                self._index.add(post, text)
                self._known[post] = text
