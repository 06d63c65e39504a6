"""In which territory of the profile a named place lies."""

from collections.abc import Callable, Iterable, Sequence

from core.profile import Territory
from core.routing.words import fold

Fold = Callable[[str], str]
"""A name in any form -> its words in their first form ("в Мойке" -> "в мойка")."""
Parents = Callable[[str], Sequence[str]]
"""A name in a text -> the names of what the gazetteer says it lies in, innermost first; none where it knows none."""


class Whereabouts:
    """Names of places -> a territory's code. The longest alias wins, so "Верхние Колодежи" is not "Колодежи"."""

    def __init__(
        self, territories: Iterable[Territory], words: Fold = str.lower, parents: Parents | None = None
    ) -> None:
        self._words, self._parents = words, parents
        named = [(self._fold(name), each.code) for each in territories for name in (each.title, *each.aliases)]
        self._names = sorted(((words, code) for words, code in named if words), key=lambda pair: -len(pair[0]))

    def _fold(self, name: str) -> tuple[str, ...]:
        return tuple(fold(self._words(name)))

    def of(self, places: Iterable[str]) -> str:
        """The territory of the first place that lies in one; empty where none does."""
        told = list(places)
        for place in told:
            if code := self._named(place):
                return code
        for place in told:
            for parent in self._parents(place) if self._parents else ():
                if code := self._named(parent):
                    return code
        return ""

    def _named(self, place: str) -> str:
        words = self._fold(place)
        for name, code in self._names:
            if any(words[start : start + len(name)] == name for start in range(len(words) - len(name) + 1)):
                return code
        return ""
