"""What notebooks stand on: rows from files or from the centre's store, pictures, and a register to try things in."""

import tempfile
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from numpy.typing import NDArray

import models
from charts import shown as picture
from core.labels import THEME_TITLES
from core.learning import Agreement, Example, agreement, incoming
from core.learning.exchange import Format
from core.ports import Assessor
from core.posts import Platform, PostKey
from models import centre, data, heads, registry, slices, trial
from models.data import Labelled
from models.gate import Judged, Limits
from models.pipelines import Recipe
from models.shelf.back import rollback
from models.shelf.files import Files
from models.shelf.proposing import promote, propose
from models.shelf.signing import Signer, Signers
from models.slices import Facts
from models.trial import Trial
from nlp.masks import mask
from runtime.commands.house import opened
from runtime.commands.learning import own_lessons
from runtime.settings import load

__all__ = [
    "Bench",
    "agreed",
    "bench",
    "codes",
    "counted",
    "crossed",
    "facts",
    "labelled",
    "picture",
    "rows",
    "search",
    "shipped",
    "taught",
    "themes",
]
Alike = Sequence[tuple[str, int]]


def rows(file: Path, *, own: bool = False) -> list[Labelled]:
    """The rows of a file, with the centre's labels for learning from its store where they are wanted."""
    return centre.merged(data.read(file), taught(own=own))


def taught(*, own: bool) -> tuple[Labelled, ...]:
    """The centre's rows for learning from its store, where they are wanted."""
    return own_lessons().taught if own else ()


def facts(file: Path, found: Sequence[Labelled], *, own: bool = False) -> list[Facts]:
    """What is known of each of the `rows` of the file, and of the centre's own, beside the labels."""
    read = zip(data.read(file), slices.facts(file), strict=True)
    known: dict[object, Facts] = {_name(row): each for row, each in read}
    for each in labelled(file, own=True) if own else ():
        known[each.id] = slices.of(each.text, f"{each.key.platform}:{each.key.source}", each.published.date())
    return [known.get(row.id) or known.get(_name(row)) or slices.of(row.text, "", None) for row in found]


def _name(row: Labelled) -> tuple[str, str]:
    return row.id, row.text


def agreed(found: Sequence[Example], *, blind: bool = False) -> Sequence[Agreement] | str:
    """How far people agree on each field, or in words that there is nothing to measure by."""
    measured = [each for each in agreement(found, blind=blind) if each.texts]
    how = " without the model's opinion in sight" if blind else ""
    return measured or f"{len(found)} texts are labelled, none of them by two people{how}: nothing to measure."


def labelled(file: Path, *, own: bool = False) -> list[Example]:
    """Labelled texts of an export (`mcu labels export`; none where there is no such file), or those of the store,
    masked as in an export."""
    if not own and not file.is_file():
        return []
    if own:
        with opened() as house, house.store.read() as work:
            return [
                replace(each, text=mask(each.text), context=mask(each.context))
                for each in work.labels.examples(house.scope)
            ]
    found: dict[str, Example] = {}
    read = incoming.read(file.read_text(encoding="utf-8"), Format.JSONL, "file")
    for at, each in enumerate(read.labels):
        known = found.get(each.id) or Example(PostKey(Platform.FILE, "", str(at)), 1, each.text, each.label.at)
        found[each.id] = Example(known.key, 1, each.text, known.published, labels=(*known.labels, each.label))
    return list(found.values())


def counted(words: Iterable[str]) -> Alike:
    """Each word with its count, the commonest first."""
    return Counter(words).most_common()


def themes(found: Sequence[Labelled]) -> Alike:
    """Texts of each theme by its title."""
    return counted(THEME_TITLES[row.theme] for row in found)


def crossed(known: Sequence[Facts], found: Sequence[Labelled], kind: str) -> list[tuple[str, str, int]]:
    """Theme × a fact of the texts (`source`, `length`, …): title, value, texts."""
    pairs = Counter(
        (THEME_TITLES[row.theme], each[kind]) for each, row in zip(known, found, strict=True) if kind in each
    )
    return [(theme, value, count) for (theme, value), count in sorted(pairs.items())]


def codes(numbers: NDArray[Any]) -> list[str]:
    """Numbers of themes as their codes."""
    return [str(heads.THEMES[int(at)]) for at in numbers]


def search(found: Sequence[Labelled], recipes: Sequence[Recipe]) -> list[Trial]:
    """Try recipes on the same folds; on a Dask cluster where `MCU_DASK` names one."""
    return trial.search(found, recipes, dask=load().dask)


def shipped() -> Assessor:
    """The model that comes with the program."""
    return registry.load(models.default())


@dataclass(frozen=True, slots=True)
class Bench:
    """A register in a folder that is thrown away, and a key to sign with."""

    folder: Path
    files: Files
    signer: Signer

    def propose(self, model: Path, judged: Sequence[Labelled], champion: Assessor, *, why: str) -> tuple[str, Judged]:
        """Through the gate, with limits for so few texts."""
        limits, now = Limits(slower=1e6, texts=1), datetime.now(UTC)
        return propose(
            self.files, model, judged, champion, registry.load, signer=self.signer, why=why, at=now, limits=limits
        )

    def promoted_and_back(self, version: str, champion: Assessor, *, passed: bool) -> None:
        """Promote what has passed, and take it back."""
        if passed:
            now = datetime.now(UTC)
            promote(self.files, version, champion.version, signer=self.signer, why="notebook", at=now)
            rollback(self.files, "notebook", "shown how", now)


def bench() -> Bench:
    """A new one."""
    folder = Path(tempfile.mkdtemp(prefix="mcu-bench-"))
    signers = Signers(folder / "signers")
    signers.make("notebook", folder / "key.pem")
    return Bench(folder, Files(folder / "models", signers), signers.signer(folder / "key.pem"))
