"""Our small tokeniser beside razdel: `python -m bench.tokens [texts.jsonl …]` (by default the walls of the data beside
the project; where they are absent, the demo's posts, and that is said).

Words and numbers are compared by their places in the text. What razdel keeps whole on purpose and we part (`5к2`,
`1.5`, addresses of pages) counts as a disagreement all the same.
"""

import json
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import razdel

from nlp.tokens import WORD

HERE = Path(__file__).resolve().parent
WALLS = HERE.parent.parent / "shared/data/walls"
DEMO = HERE.parent / "profiles/demo"
SHOWN = 12
Span = tuple[int, int]


def texts(path: Path) -> list[str]:
    with path.open(encoding="utf-8") as lines:
        return [row["text"] for row in map(json.loads, lines) if row.get("text")]


def ours(text: str) -> set[Span]:
    return {found.span() for found in WORD.finditer(text.lower())}


def theirs(text: str) -> set[Span]:
    """razdel's tokens that hold a letter or a digit that we read at all."""
    return {(token.start, token.stop) for token in razdel.tokenize(text) if WORD.search(token.text.lower())}


def agreement(some: Sequence[str]) -> tuple[float, float, float, Counter[str]]:
    """Precision, recall and F1 of our spans by razdel's over all texts, and razdel's tokens that we lack."""
    same = own = other = 0
    missed: Counter[str] = Counter()
    for text in some:
        if len(text.lower()) != len(text):
            continue
        left, right = ours(text), theirs(text)
        same, own, other = same + len(left & right), own + len(left), other + len(right)
        missed.update(text[start:end].lower() for start, end in right - left)
    return same / own, same / other, 2 * same / (own + other), missed


def files(given: Sequence[str]) -> Iterator[Path]:
    if given:
        yield from map(Path, given)
    elif WALLS.exists():
        yield from sorted(WALLS.glob("*.jsonl"))
    else:
        print("../shared is absent: the demo's posts instead, figures are not comparable")
        yield from sorted(DEMO.glob("*.jsonl"))


def main(given: Sequence[str]) -> None:
    for path in files(given):
        some = texts(path)
        precision, recall, f1, missed = agreement(some)
        print(f"{path.name:<28} {len(some):6} texts  precision {precision:.4f}  recall {recall:.4f}  F1 {f1:.4f}")
        print("   parted otherwise:", "  ".join(f"{word} {count}" for word, count in missed.most_common(SHOWN)))
        for title, work in (("ours", ours), ("razdel", theirs)):
            began = time.process_time()
            for text in some:
                work(text)
            print(f"   {title:<8} {len(some) / (time.process_time() - began):8.0f} texts/s of processor time")


if __name__ == "__main__":
    main(sys.argv[1:])
