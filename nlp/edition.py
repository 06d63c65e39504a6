"""By which rules a text is masked: one short word, another one as soon as any rule or the dictionary is another.

Masked copies that are kept bear it, so that those of former rules are known and made anew. It is taken from the sources
of the rules themselves: nobody has to remember to count it up, and a changed comment costs one more round.
"""

import hashlib
import re
from collections.abc import Iterator
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BEGINNINGS = "nlp.lemmas", "core.houses"
"""The mask, the line of words that the index keeps of it, how addresses end."""
DICTIONARY = "pymorphy3-dicts-ru"
DIGITS = 16
IMPORTED = re.compile(r"^\s*(?:from|import) ((?:nlp|core)(?:\.\w+)*)(?: import (\([^)]*\)|[^\n#]+))?", re.MULTILINE)

NAMED = re.compile(r"\"([\w.-]+\.(?:txt|bin|csv|toml|json))\"")


@lru_cache(maxsize=1)
def edition() -> str:
    """The word, 16 hexadecimal digits."""
    told = hashlib.sha256(version(DICTIONARY).encode())
    for path in sorted(sources()):
        told.update(path.name.encode() + b"\0" + path.read_bytes())
    return told.hexdigest()[:DIGITS]


def sources() -> set[Path]:
    """The files of the rules: those above and all of ours that they import, however deep."""
    found: set[Path] = set()
    waiting = list(BEGINNINGS)
    while waiting:
        path = _file(waiting.pop())
        if path and path not in found:
            found.add(path)
            source = path.read_text(encoding="utf-8")
            waiting += _imports(source)
            found |= _tables(path, source)
    return found


def _file(module: str) -> Path | None:
    """The file of a module; None for a name within one."""
    beside = ROOT.joinpath(*module.split("."))
    return next((path for path in (beside.with_suffix(".py"), beside / "__init__.py") if path.is_file()), None)


def _tables(path: Path, source: str) -> set[Path]:
    """Lists and weights beside a rule that it names."""
    return {beside for name in NAMED.findall(source) if (beside := path.parent / name).is_file()}


def _imports(source: str) -> Iterator[str]:
    for module, names in IMPORTED.findall(source):
        yield module
        yield from (f"{module}.{name}" for name in re.findall(r"\w+", names))
