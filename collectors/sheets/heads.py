"""Heads of tables: in any order of columns, over several rows with joined cells, under titles."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from itertools import chain
from types import MappingProxyType
from typing import BinaryIO

from collectors.sheets.book import Row
from collectors.sheets.joined import Head, named
from collectors.sheets.opening import sheets
from core.errors import BadInput

SHEETS_TOLD, LONGEST = 5, 60
"""So many sheets or columns are named; so long a name of a column is shown whole."""
HEADER_WITHIN, NUMBERED_LEAST, LETTERS = 30, 3, "АБВГ"
"""Rows within which a head must end; columns from which numbers under it are no data; letters before the numbers."""


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet that carries what is looked for: column (from 0) -> name, and the rows behind its head, which ends at
    `place`. Of columns of one name the first counts; `again` has all of them. `numbers` is the place of a row that
    numbers the columns: it is none of the rows. `strangers` are columns that nobody knows, as they are written."""

    name: str
    columns: dict[int, str]
    rows: Iterator[Row] = field(repr=False)
    place: int
    again: Mapping[str, tuple[int, ...]]
    numbers: int | None = None
    strangers: Mapping[int, str] = field(default_factory=dict)

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


def tables(
    file: BinaryIO,
    needed: Sequence[str],
    titles: Mapping[str, str] = MappingProxyType({}),
    known: Collection[str] = (),
) -> Iterator[tuple[int, Table]]:
    """The sheets that have these columns, each with the number of rows before it; others (notes, sums) are passed over.
    `known` are further names of columns, by which a head of several rows is read.

    Raises BadInput where no sheet has them: it names the sheet that comes nearest, what it lacks (by its title, where
    one is told), and what is like it.
    """
    base, told, seen = 0, "", list[str]()
    for sheet in sheets(file):
        seen.append(sheet.name)
        rows = _Counted(sheet.rows)
        strangers, lacks, ends = header(rows, head := Head(needed, known), needed)
        if not lacks:
            told = "-"
            yield base, _table(sheet.name, head, rows)
        elif not told and len(lacks) < len(needed):
            told = f"на листе «{sheet.name}» (шапка — строка {ends}) нет {missing(lacks, strangers, titles)}"
        base += rows.place
    if told != "-":
        raise BadInput(told or f"ни на одном листе ({_listed(seen)}) нет {missing(needed, {}, titles)}")


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


def header(rows: Iterator[Row], head: Head, needed: Sequence[str]) -> tuple[Mapping[int, str], list[str], int]:
    """Read a head to the row that has the last needed name. Where some are missing, they are returned with the columns
    that nobody knows and the row of the nearest head; no row below it is told: cells of residents stand there, not
    names of columns."""
    best, strangers, ends = list(needed), dict[int, str](), 0
    for place, row in rows:
        head.add(row)
        missing = [name for name in needed if name in head.missing]
        if not missing:
            return {}, [], place
        if len(missing) < len(best):
            best, strangers, ends = missing, head.strangers, place
        if place >= HEADER_WITHIN:
            break
    return strangers, best, ends


def _table(name: str, head: Head, rows: _Counted) -> Table:
    """What stands under a head; rows of names right below its last needed name are the head's."""
    place, under, numbers = rows.place, list[Row](), None
    for below in rows:
        if numbers is None and is_numbering(below[1]):
            numbers = below[0]
        elif numbers is None and head.goes_on(below[1]):
            head.add(below[1])
            place = below[0]
        else:
            under = [below]
            break
    stands: dict[str, list[int]] = {}
    for at in sorted(head.names):
        stands.setdefault(head.names[at], []).append(at)
    columns = {every[0]: known for known, every in stands.items()}
    again = {known: tuple(every) for known, every in stands.items() if len(every) > 1}
    return Table(name, columns, chain(under, rows), place, again, numbers, head.strangers)


def is_numbering(row: Sequence[object]) -> bool:
    """Whether a row numbers the columns as forms of reports do: 1, 2, 3 …, behind letters where some have these.

    >>> is_numbering(("А", "Б", 1, "2", 3.0, None)), is_numbering((1, 2, "03.11.2026"))
    (True, False)
    """
    told = [
        str(int(cell) if isinstance(cell, float) and cell.is_integer() else cell) for cell in row if cell is not None
    ]
    said = [each.strip() for each in told if each.strip()]
    letters = sum(one == other for one, other in zip(said, LETTERS, strict=False))
    wanted = [*LETTERS[:letters], *map(str, range(1, len(said) - letters + 1))]
    return len(said) >= NUMBERED_LEAST and letters < len(said) and said == wanted


def missing(
    lacks: Sequence[str], strangers: Mapping[int, str], titles: Mapping[str, str] = MappingProxyType({})
) -> str:
    """What is missing, each with the unknown column that is most like it, else those that there are: a column that is
    known by its own name is no other one's.

    >>> missing(["тема", "категория"], {2: "Темы", 4: "Рубрика"})
    'столбцов «тема» (похож столбец C «Темы»), «категория» (незнакомый столбец: E «Рубрика»)'
    """
    likes = {name: _like(name, strangers) for name in lacks}
    free = [_called(at, each) for at, each in strangers.items() if at not in likes.values()]
    last = next((name for name in reversed(lacks) if likes[name] is None), "")
    told = []
    for name in lacks:
        at = likes[name]
        said = f" (похож столбец {_called(at, strangers[at])})" if at is not None else ""
        if name == last and free:
            said = f" ({'незнакомый столбец' if len(free) == 1 else 'незнакомые столбцы'}: {_some(free)})"
        told.append(f"«{titles.get(name, name)}»{said}")
    return f"{'столбца' if len(told) == 1 else 'столбцов'} {', '.join(told)}"


def _like(name: str, strangers: Mapping[int, str]) -> int | None:
    """The column whose name is close to this one, or a part of it («Текст» for «Текст инцидента»)."""
    known = {named(each): at for at, each in sorted(strangers.items(), reverse=True)}
    close = get_close_matches(name, known, 1)
    parts = (each for each in known if f"{name} ".startswith(f"{each} ") or f"{each} ".startswith(f"{name} "))
    found = close[0] if close else next(parts, None)
    return None if found is None else known[found]


def _called(at: int, written: str) -> str:
    return f"{letter(at)} «{written if len(written) <= LONGEST else f'{written[: LONGEST - 1]}…'}»"


def _some(told: Sequence[str]) -> str:
    return ", ".join([*told[:SHEETS_TOLD], "…"] if len(told) > SHEETS_TOLD else told)


def _listed(names: Sequence[str]) -> str:
    return _some([f"«{name}»" for name in names])
