"""Lists of spellings, each a line of a file: a word as residents write it, and the word that they mean."""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

FILE = Path(__file__).parent / "typos.txt"
SHORT = Path(__file__).parent / "abbreviations.txt"


@lru_cache(maxsize=1)
def table() -> Mapping[str, str]:
    """The commonest mistakes: a wrong word -> the right one. Source: typos.txt, read once."""
    return _pairs(FILE)


@lru_cache(maxsize=1)
def short() -> Mapping[str, str]:
    """Abbreviations of residents -> the whole word. Source: abbreviations.txt, read once."""
    return _pairs(SHORT)


def _pairs(file: Path) -> Mapping[str, str]:
    lines = file.read_text(encoding="utf-8").splitlines()
    pairs = (line.split(" ", 1) for line in lines if line and not line.startswith("#"))
    return {wrong: right.strip() for wrong, right in pairs}
