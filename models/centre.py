"""The centre's own labels as rows to learn from and to judge by."""

import hashlib
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from core.learning import Example, judged, settled, spoken, teaches
from models.data import Labelled
from models.manifest import DataFile

NAME = "метки центра"


@dataclass(frozen=True, slots=True)
class Lessons:
    """Rows that are learnt, and rows that are kept for the gate (never learnt from, at any training) with the fields of
    each on which a person's word stands."""

    taught: tuple[Labelled, ...] = ()
    judged: tuple[Labelled, ...] = ()
    spoken: tuple[frozenset[str], ...] = ()


def lessons(examples: Iterable[Example], mask: Callable[[str], str]) -> Lessons:
    """Labelled texts, masked -> rows. Texts of which nobody spoke, or whose fields are not all known, teach nothing."""
    useful = [example for example in examples if teaches(example)]
    kept = [example for example in useful if judged(example)]
    taught = tuple(_row(example, mask) for example in useful if not judged(example))
    words = tuple(frozenset().union(*map(spoken, example.labels)) for example in kept)
    return Lessons(taught, tuple(_row(example, mask) for example in kept), words)


def _row(example: Example, mask: Callable[[str], str]) -> Labelled:
    said, text = settled(example), mask(example.text)
    if said.theme is None or said.kind is None:
        raise ValueError(f"{example.id}: not settled")
    return Labelled(
        id=example.id,
        text=text,
        theme=said.theme,
        kind=said.kind,
        solvable=bool(said.solvable),
        neg=said.neg or 0,
        risk=said.risk or 0,
        signs=said.flags or frozenset(),
        places=tuple(place for place in said.places or () if place in text),
        context=mask(example.context) or None,
    )


def merged(base: Sequence[Labelled], centre: Sequence[Labelled]) -> list[Labelled]:
    """Base rows and the centre's; where both label the same words, the centre's word counts."""
    own = {_words(row) for row in centre}
    return [*(row for row in base if _words(row) not in own), *centre]


def _words(row: Labelled) -> tuple[str, bool]:
    return " ".join(row.text.casefold().split()), row.context is not None


def described(rows: Sequence[Labelled], name: str = NAME) -> DataFile:
    """The rows as a manifest names them: how many, and a digest of all they say."""
    body = [
        [row.id, row.text, row.theme, row.kind, row.solvable, row.neg, row.risk, sorted(row.signs), row.places]
        for row in rows
    ]
    digest = hashlib.sha256(json.dumps(body, ensure_ascii=False).encode("utf-8", "surrogatepass")).hexdigest()
    return DataFile(name, digest, len(rows))
