"""What the decrees say: our independent copies, and the texts themselves where they lie beside the project."""

import re
import tomllib
from pathlib import Path
from typing import Any

import profiles
from core.profile import Profile

TESTS = Path(__file__).parents[2]
COPIES = TESTS / "data" / "decrees"
TEXTS = TESTS.parents[1] / "shared" / "decrees"
DECREED = sorted(path.stem for path in COPIES.glob("*.toml"))


def profile(code: str) -> Profile:
    return profiles.read(profiles.path_of(code))


def raw(code: str) -> dict[str, Any]:
    return tomllib.loads(profiles.path_of(code).read_text(encoding="utf-8"))


def copy(code: str) -> dict[str, Any]:
    """The decree's blocks as copied by hand into tests/data/decrees."""
    return tomllib.loads((COPIES / f"{code}.toml").read_text(encoding="utf-8"))


def text(code: str) -> str:
    """The decree's text, empty where it does not lie beside the project."""
    return "\n".join(path.read_text(encoding="utf-8") for path in sorted(TEXTS.glob(copy(code)["file"])))


def capital(words: str) -> str:
    """A list's item as a title: decrees write both with a small and with a capital letter."""
    return words[:1].upper() + words[1:]


def plain(words: str) -> str:
    """Without case, line breaks, quotation marks and dashes, in which scans and tables differ."""
    return re.sub(r"\s+", " ", re.sub(r"[«»“”\"*—–-]", "", words)).strip().lower()


def quoted(position: str, decree: str) -> bool:
    """Whether a position is quoted from a decree; only its first word may stand in another case."""
    first, _, rest = plain(position).partition(" ")
    return re.search(rf"\b{re.escape(first[:-2])}\w* {re.escape(rest)}", plain(decree)) is not None


def shortened(position: str, full: str) -> bool:
    """Whether a position is the decree's one, but for the words at its end that name the administration."""
    tail = r"(?: Администрации)?(?: (?:Батецкого|Некрасовского) муниципального (?:округа|района)(?: \w+ области)?)?"
    return re.fullmatch(re.escape(position) + tail, full) is not None
