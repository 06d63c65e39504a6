"""Heads of tables: in any order of columns, over several rows with joined cells, under titles."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from types import MappingProxyType
from typing import BinaryIO

from collectors.sheets.book import Row
from collectors.sheets.opening import sheets
from core.errors import BadInput

SHEETS_TOLD = 5
HEADER_WITHIN = 30
"""Rows within which a head must end."""


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet that carries what is looked for: column (from 0) -> name, and the rows behind its head."""

    name: str
    columns: dict[int, str]
    rows: Iterator[Row] = field(repr=False)

    def where(self, place: int, column: str = "") -> str:
        """A cell as a person finds it: «лист «Sheet0», строка 7, столбец C «Дата создания»»."""
        at = next((at for at, name in self.columns.items() if name == column), None)
        told = "" if at is None else f", столбец {letter(at)}"
        return f"лист «{self.name}», строка {place}{told}"


def letter(at: int) -> str:
    """A column's letters.

    >>> letter(0), letter(25), letter(26), letter(701), letter(702)
    ('A', 'Z', 'AA', 'ZZ', 'AAA')
    """
    found, at = "", at + 1
    while at:
        at, rest = divmod(at - 1, 26)
        found = chr(ord("A") + rest) + found
    return found


def named(value: object) -> str:
    """The name of a column as it is compared: spaces made one, small letters, ё as е, without what stands in brackets
    at its end."""
    text = " ".join(str(value).split()).lower().replace("ё", "е")
    head, opened, tail = text.rpartition(" (")
    return head if opened and tail.endswith(")") else text


def tables(
    file: BinaryIO, needed: Sequence[str], titles: Mapping[str, str] = MappingProxyType({})
) -> Iterator[tuple[int, Table]]:
    """The sheets that have these columns, each with the number of rows before it; others (notes, sums) are passed over.

    Raises BadInput where no sheet has them: it names the sheet that comes nearest, what it lacks (by its title, where
    one is told), and what is like it.
    """
    base, told, seen = 0, "", list[str]()
    for sheet in sheets(file):
        seen.append(sheet.name)
        rows = _Counted(sheet.rows)
        columns, lacks = header(rows, needed)
        if not lacks:
            told = "-"
            yield base, Table(sheet.name, columns, rows)
        elif not told and len(lacks) < len(needed):
            told = f"на листе «{sheet.name}» нет {missing(lacks, columns.values(), titles)}"
        base += rows.place
    if told != "-":
        raise BadInput(told or f"ни на одном листе ({_listed(seen)}) нет {missing(needed, (), titles)}")


class _Counted:
    """Rows, and the place of the last one."""

    def __init__(self, rows: Iterator[Row]) -> None:
        self._rows, self.place = rows, 0

    def __iter__(self) -> Iterator[Row]:
        return self

    def __next__(self) -> Row:
        found = next(self._rows)
        self.place = found[0]
        return found


def header(rows: Iterator[Row], needed: Collection[str]) -> tuple[dict[int, str], list[str]]:
    """Column -> name, and the needed names that are not there. Of a head of several rows with joined cells the lower
    name counts, else the upper one. Where some are missing, no row below the nearest head is told: cells of residents
    stand there, not names of columns."""
    found: dict[int, str] = {}
    best, nearest = list(needed), dict[int, str]()
    for place, row in rows:
        names = {at: named(value) for at, value in enumerate(row) if value not in (None, "")}
        found |= names
        held = set(found.values())
        missing = [name for name in needed if name not in held]
        if not missing:
            return found, []
        if len(missing) < len(best):
            best, nearest = missing, dict(found)
        if place >= HEADER_WITHIN:
            break
    return nearest, best


def missing(lacks: Sequence[str], there: Iterable[str], titles: Mapping[str, str] = MappingProxyType({})) -> str:
    """What is missing, each with the column that is most like it: `столбца «Тема» (похож столбец «Темы»)`."""
    known = list(there)
    told = []
    for name in lacks:
        like = get_close_matches(name, known, 1)
        told.append(f"«{titles.get(name, name)}»" + (f" (похож столбец «{like[0]}»)" if like else ""))
    return f"{'столбца' if len(told) == 1 else 'столбцов'} {', '.join(told)}"


def _listed(names: Sequence[str]) -> str:
    shown = [f"«{name}»" for name in names[:SHEETS_TOLD]]
    return ", ".join([*shown, "…"] if len(names) > SHEETS_TOLD else shown)
