"""`python -m models.naming TEXTS.jsonl …`: learn the weights of the judge of names from real texts and drawn names."""

import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random

from models.data import lines
from models.naming.hearsay import told
from models.naming.people import Drawing, known
from models.naming.teaching import matrix, packed, taught
from models.naming.texts import Marked, borrowed, drawn, frames, peopled
from nlp.guess.judge import WEIGHTS

LONGEST = 500
"""Characters of a text that are read."""
REPEATS = 38
"""Texts drawn of each frame."""
LEAST = -0.6
"""The sum of weights above which a word is a name: chosen on the sets of cases that were seen (docs/reliability.md)."""
SEED = 11
NOUN_LENGTHS = range(4, 10)


def real(paths: Sequence[Path]) -> list[str]:
    """Beginnings of the files' texts, each once."""
    rows = (json.loads(line)["text"][:LONGEST] for path in paths for line in lines(path) if line)
    return list(dict.fromkeys(text for text in rows if text.strip()))


def lessons(texts: Sequence[str], draw: Random) -> Iterator[Marked]:
    """Frames and real texts with drawn persons."""
    lent = borrowed(texts)
    people = Drawing(known([noun for noun in lent.living if len(noun) in NOUN_LENGTHS]), draw)
    for frame in frames():
        for _ in range(REPEATS):
            yield drawn(frame, people, lent)
    for text, spans in zip(texts, told(texts), strict=True):
        yield peopled(text, spans, people)


def main() -> None:
    """Read, draw, learn, write."""
    texts = real([Path(each) for each in sys.argv[1:]])
    WEIGHTS.write_bytes(packed(*taught(*matrix(lessons(texts, Random(SEED)))), LEAST))  # noqa: S311 (nothing secret is drawn)


if __name__ == "__main__":
    main()
