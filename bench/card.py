"""The tables of the model card, from the shipped artefact and the labelled texts: nothing in them is written by hand.

    python -m bench.card DATA_FOLDER [--card models/cards/default.md]

DATA_FOLDER holds dev.jsonl and thread_dev.jsonl; every run is one look at them, to be entered into the card's log. The
words around the tables stay; a table is known by its head, and one that the card lacks is an error.
"""

import argparse
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import models
from core.labels import Assessment
from models import heads, intervals, manifest, registry
from models.data import Labelled, read, with_context
from models.evaluate import measures, spread
from models.reference import of

FILES = ("dev.jsonl", "thread_dev.jsonl")
CARD = Path(models.__file__).parent / "cards" / "default.md"
DASH = "—"

Judged = Mapping[str, tuple[Sequence[Labelled], Sequence[Assessment]]]


def main() -> None:
    """Judge both files once and put the tables into the card."""
    asked = argparse.ArgumentParser(description="tables of the model card")
    asked.add_argument("data", type=Path)
    asked.add_argument("--card", type=Path, default=CARD)
    told = asked.parse_args()
    judged = {name: _judge(told.data / name) for name in FILES}
    told.card.write_text(filled(told.card.read_text(encoding="utf-8"), tables(judged)), encoding="utf-8")


def _judge(path: Path) -> tuple[Sequence[Labelled], Sequence[Assessment]]:
    rows = read(path, use_context=with_context(path))
    return rows, registry.load(models.default()).assess([row.subject() for row in rows], why=False)


def tables(judged: Judged) -> list[list[str]]:
    """Every table of the card with its head, in the order in which they stand."""
    known = manifest.read(models.default())
    return [
        table("file | rows | sha256", ((f"`{one.name}`", one.rows, f"`{one.sha256[:16]}…`") for one in known.data)),
        table("measure | value", ((name, _figure(value)) for name, value in known.metrics.items())),
        table("measure | dev | 95 % | reference | thread_dev | 95 % | reference", _measures(judged)),
        *(table("class | n | precision | recall | F1 | 95 % interval", _classes(*judged[name])) for name in FILES),
        table("true | said | dev | thread_dev", _confused(judged)),
    ]


def table(head: str, rows: Iterable[Sequence[object]]) -> list[str]:
    """Lines of a Markdown table."""
    return [f"| {head} |", "|---" * (head.count("|") + 1) + "|", *(f"| {' | '.join(map(str, row))} |" for row in rows)]


def filled(card: str, made: Sequence[Sequence[str]]) -> str:
    """The card with its tables replaced. Raises ValueError where it has no table of such a head."""
    lines, at = card.split("\n"), 0
    for each in made:
        at = lines.index(each[0], at)
        end = next(number for number in range(at, len(lines)) if not lines[number].startswith("|"))
        lines[at:end] = each
        at += len(each)
    return "\n".join(lines)


def _measures(judged: Judged) -> Iterable[Sequence[object]]:
    found = {name: measures(*both) for name, both in judged.items()}
    ends = {name: spread(*both) for name, both in judged.items()}
    for one in found[FILES[0]]:
        beside = [(_figure(found[name][one]), _span(ends[name][one]), _figure(of(name).get(one))) for name in FILES]
        yield (one, *(cell for cells in beside for cell in cells))


def _classes(rows: Sequence[Labelled], made: Sequence[Assessment]) -> Iterable[Sequence[object]]:
    for part, names, true, said in (
        ("theme", heads.THEMES, [row.theme for row in rows], [one.theme for one in made]),
        ("kind", heads.KINDS, [row.kind for row in rows], [one.kind for one in made]),
    ):
        order = [list(names).index(one) for one in true], [list(names).index(one) for one in said]
        ends = intervals.f1_intervals(*order, len(names))
        for code, name in enumerate(names):
            cells = _scores(code, *order)
            if cells[0]:
                yield (f"{part}:{name}", *cells, "–".join(f"{end:.2f}" for end in ends[code]))


def _scores(code: int, true: Sequence[int], said: Sequence[int]) -> tuple[int, str, str, str]:
    n, named = true.count(code), said.count(code)
    right = sum(one == other == code for one, other in zip(true, said, strict=True))
    shares = (right / max(named, 1), right / max(n, 1), 2 * right / max(n + named, 1))
    precision, recall, score = (f"{share:.2f}" for share in shares)
    return n, precision, recall, score


def _confused(judged: Judged) -> Iterable[Sequence[object]]:
    pairs = {
        name: intervals.confused([row.theme for row in rows], [one.theme for one in made], len(rows))
        for name, (rows, made) in judged.items()
    }
    counts = {name: {(true, said): count for true, said, count in found} for name, found in pairs.items()}
    keys = {pair for found in counts.values() for pair in found}
    total = sorted(keys, key=lambda pair: (-sum(counts[name].get(pair, 0) for name in FILES), pair))
    return [(*pair, *(counts[name].get(pair, 0) for name in FILES)) for pair in total[:12]]


def _figure(value: float | None) -> str:
    return DASH if value is None or value != value else f"{value:.3f}"


def _span(ends: tuple[float, float]) -> str:
    return DASH if ends[0] != ends[0] else f"{ends[0]:.3f}–{ends[1]:.3f}"


if __name__ == "__main__":
    main()
