"""The answers of an incident as its page tells them: one that was given to many posts stands there once."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

from core.incidents import Answer


@dataclass(frozen=True, slots=True)
class Told:
    """The same words of the same person, given once or many times: the last of them, with the links of all."""

    each: tuple[Answer, ...]

    @property
    def last(self) -> Answer:
        """The one that was given last: links are added to it."""
        return self.each[-1]

    @property
    def links(self) -> dict[str, int]:
        """Link -> the id of the answer that brought it first, in the order in which they were given."""
        brought: dict[str, int] = {}
        for answer in self.each:
            for link in answer.links:
                brought.setdefault(link, answer.id)
        return brought

    @property
    def platforms(self) -> list[str]:
        """Where they stand."""
        return list(dict.fromkeys(chain.from_iterable(answer.platforms for answer in self.each)))


def told_of(answers: Sequence[Answer]) -> list[Told]:
    """The answers in the order of their first words. Nothing is lost: each is told once."""
    found: dict[tuple[str, bool, str], list[Answer]] = {}
    for answer in answers:
        found.setdefault((answer.text, answer.final, answer.by), []).append(answer)
    return [Told(tuple(same)) for same in found.values()]
