"""`mcu.json`: what a transformer's folder says of itself, and the check that the folder is what it says."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from core.errors import StaleModel
from core.labels import LEVELS, Kind, Sign, Theme
from models.manifest import digest

FORMAT = 1
CARD, MODEL, TOKENIZER, HEADS = "mcu.json", "model.onnx", "tokenizer.json", "heads.npz"
PROSE = "card.md"
UNSEALED = frozenset({CARD, PROSE})
"""Files without a digest: the one that holds the digests, and prose that is only shown."""
REMEDY = "Верните папку, какой её сдали, или проверьте её и запечатайте заново (docs/transformer.md)."

GRADES = tuple(str(level) for level in LEVELS)
CODES: Mapping[str, tuple[str, ...]] = {
    "theme": tuple(Theme),
    "kind": tuple(Kind),
    "solvable": ("yes",),
    "neg": GRADES,
    "risk": GRADES,
    "signs": tuple(Sign),
}
"""Heads and the labels that each may have. Themes, kinds and signs that a model was not taught may be left out."""
CHOICES = frozenset({"theme", "kind"})
WHOLE = frozenset({"solvable", "neg", "risk"})
POOLINGS = ("cls", "mean")
CUTS = (0.5, 1.5, 2.5)
LENGTHS = range(8, 8193)
HOTTEST = 100.0


@dataclass(frozen=True, slots=True)
class Head:
    """Labels in the order of the logits, the temperature that divides them, and for a graded head the ascending
    cuts of its expected grade."""

    labels: tuple[str, ...]
    temperature: float = 1.0
    cuts: tuple[float, ...] = CUTS


@dataclass(frozen=True, slots=True)
class Embedding:
    """Which output of the graph `heads.npz` reads (empty: the first), how tokens become one vector, and whether the
    vector is brought to length 1."""

    output: str = ""
    pooling: str = "cls"
    unit: bool = False


@dataclass(frozen=True, slots=True)
class Card:
    """Name of the version, longest input in tokens, heads, digests of all files (name -> sha256), probability of the
    theme below which the model abstains."""

    version: str
    max_length: int
    heads: Mapping[str, Head]
    files: Mapping[str, str]
    threshold: float = 0.0
    embedding: Embedding = Embedding()


def stale(text: str, remedy: str = REMEDY) -> StaleModel:
    """A refusal in Russian that says what to do."""
    return StaleModel(f"Модель не загружена: {text}. {remedy}")


def read(folder: Path) -> Card:
    """The card of a folder. Raises StaleModel where it is missing, damaged, of another format or has a wrong field."""
    path = folder / CARD
    raw = _json(path)
    if raw.get("format") != FORMAT:
        raise stale(f"{path} другого формата (нужен {FORMAT})")
    try:
        return _card(raw)
    except KeyError as error:
        raise stale(f"в {path} нет поля {error}") from error
    except ValueError as error:
        raise stale(f"в {path} {error}") from error
    except (TypeError, AttributeError) as error:
        raise stale(f"в {path} значение не того вида ({error})") from error


def verify(folder: Path, card: Card) -> None:
    """Every file of the folder is listed and is what is listed. Raises StaleModel; opens nothing but to digest it."""
    found, listed = _files(folder), set(card.files)
    for name in sorted(listed - found):
        raise stale(f"нет файла {folder / name}")
    for name in sorted(found - listed):
        raise stale(f"в папке посторонний файл {folder / name}")
    for name, sha256 in card.files.items():
        if digest(folder / name) != sha256:
            raise stale(f"{folder / name} не тот, что описан в {CARD} (sha256)")


def seal(folder: Path) -> Card:
    """Write into `mcu.json` the digests of all files that lie in the folder now, and read it back."""
    path = folder / CARD
    raw = _json(path) | {"format": FORMAT, "files": {name: digest(folder / name) for name in sorted(_files(folder))}}
    path.write_text(json.dumps(raw, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    return read(folder)


def _files(folder: Path) -> set[str]:
    found = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if not path.is_dir()}
    return found - UNSEALED


def _json(path: Path) -> dict[str, Any]:
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise stale(f"{path} нет или он повреждён") from error
    if not isinstance(raw, dict):
        raise stale(f"{path} другого формата (нужен объект JSON)")
    return raw


def _card(raw: Mapping[str, Any]) -> Card:
    card = Card(
        version=raw["version"],
        max_length=raw["max_length"],
        heads={name: _head(name, raw["heads"][name]) for name in CODES},
        files=dict(raw["files"]),
        threshold=raw.get("threshold", 0.0),
        embedding=Embedding(**raw.get("embedding", {})),
    )
    _hold(isinstance(card.version, str) and card.version != "", "version", "имя версии")
    _hold(card.max_length in LENGTHS, "max_length", f"целое от {LENGTHS[0]} до {LENGTHS[-1]}")
    _hold({MODEL, TOKENIZER} <= set(card.files), "files", f"sha256 файлов {MODEL} и {TOKENIZER}")
    _hold(0 <= card.threshold <= 1, "threshold", "число от 0 до 1")
    _hold(card.embedding.pooling in POOLINGS, "embedding.pooling", " или ".join(POOLINGS))
    return card


def _head(name: str, raw: Mapping[str, Any]) -> Head:
    head = Head(tuple(raw["labels"]), raw.get("temperature", 1.0), tuple(raw.get("cuts", CUTS)))
    codes = set(CODES[name])
    known = set(head.labels) <= codes and len(set(head.labels)) == len(head.labels)
    _hold(known, f"heads.{name}.labels", f"разные коды из: {', '.join(CODES[name])}")
    least = len(codes) if name in WHOLE else 2 if name in CHOICES else 1
    _hold(len(head.labels) >= least, f"heads.{name}.labels", f"не меньше {least} кодов")
    _hold(0 < head.temperature <= HOTTEST, f"heads.{name}.temperature", f"число больше 0, не больше {HOTTEST:g}")
    ascending = len(head.cuts) == len(CUTS) and 0 < head.cuts[0] < head.cuts[1] < head.cuts[2] < LEVELS[-1]
    _hold(ascending, f"heads.{name}.cuts", "три возрастающих числа между 0 и 3")
    return head


def _hold(right: bool, field: str, expected: str) -> None:
    if not right:
        raise ValueError(f"поле «{field}»: ожидается {expected}")
