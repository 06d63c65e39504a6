"""What the masker finds and what it takes for personal without need: `python -m bench.masking` (make bench-masking).

The sets are tests/unit/nlp/cases/personal*.txt and impersonal*.txt, written for this: `personal` and `personal_more`
are those that the rules were mended on, of `personal_unseen` and `personal_fresh` the first look counts. Persons in
whole posts: `bench.naming`.
"""

import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench import naming
from nlp.masks import mask

CASES = Path(__file__).parents[1] / "tests" / "unit" / "nlp" / "cases"
SECRET = re.compile(r"\{([^{}]*)\}")
PART = re.compile(r"\w+")
SMALL = frozenset(["в", "и", "или", "рф", "номер", "серия", "собака", "точка", "at", "dot", "ru", "г", "р"])
LEAST = {"phone": 0.98, "mail": 0.98, "number": 0.98, "snils": 0.98, "document": 0.98, "flat": 0.9, "name": 0.9}
FALSE_MOST = 0.02


@dataclass(frozen=True)
class Case:
    """A text with its secrets between braces."""

    kind: str
    marked: str

    @property
    def text(self) -> str:
        return SECRET.sub(r"\1", self.marked)

    @property
    def secrets(self) -> set[str]:
        """Words and numbers that must not be left."""
        found = {part.lower() for secret in SECRET.findall(self.marked) for part in PART.findall(secret)}
        return found - SMALL

    def left(self) -> set[str]:
        """Which of them are left."""
        shown = {part.lower() for part in PART.findall(mask(self.text))}
        return self.secrets & shown


def lines(name: str) -> Iterator[str]:
    for line in (CASES / name).read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            yield line


def personal(name: str = "personal.txt") -> list[Case]:
    return [Case(kind.strip(), text.strip()) for kind, _, text in (line.partition("|") for line in lines(name))]


def false_masks(name: str = "impersonal.txt") -> list[tuple[str, str]]:
    """(text, what became of it) of texts without anything personal."""
    return [(text, mask(text)) for text in lines(name) if mask(text) != text]


def recall(cases: Sequence[Case], kind: str) -> tuple[int, int]:
    """How many of a kind are masked whole, of how many."""
    mine = [case for case in cases if case.kind == kind]
    return sum(not case.left() for case in mine), len(mine)


SETS = ("personal.txt", "personal_more.txt", "personal_unseen.txt", "personal_fresh.txt")
INNOCENT = ("impersonal.txt", "impersonal_more.txt")


def main() -> int:
    sets, cases = {name: personal(name) for name in SETS}, personal()
    for kind, least in LEAST.items():
        told = "; ".join(
            f"{name[:-4]} {found} of {whole}" for name in SETS for found, whole in [recall(sets[name], kind)]
        )
        print(f"{kind:10} (wanted {least})  {told}")
    missed, total = false_masks(), len(list(lines("impersonal.txt")))
    for name in INNOCENT:
        print(f"{'false':10} {name[:-4]} {len(false_masks(name))} of {len(list(lines(name)))}")
    print(*naming.told(), sep="\n")
    if "-v" in sys.argv:
        for case in (case for found in sets.values() for case in found if case.left()):
            print("  left:", case.kind, "|", case.text, "->", mask(case.text))
        for text, became in (each for name in INNOCENT for each in false_masks(name)):
            print("  false:", text, "->", became)
    low = any(found < least * whole for kind, least in LEAST.items() for found, whole in [recall(cases, kind)])
    return int(low or len(missed) > FALSE_MOST * total)


if __name__ == "__main__":
    sys.exit(main())
