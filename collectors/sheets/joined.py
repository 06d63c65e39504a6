"""A head of several rows whose cells are joined: a joined cell stands in its first column, the others are empty."""

from collections import deque
from collections.abc import Collection, Mapping, Sequence

ROWS_ABOVE = 3
"""Rows above a name in which the cell that is joined over it may stand."""
Names = dict[int, str]


def named(value: object) -> str:
    """The name of a column as it is compared: spaces made one, small letters, ё as е, without what stands in brackets
    at its end."""
    text = " ".join(str(value).split()).lower().replace("ё", "е")
    head, opened, tail = text.rpartition(" (")
    return head if opened and tail.endswith(")") else text


class Head:
    """Column -> name, row by row. The lower name counts, else the upper one; a part of a name is read together with
    the cell joined over it («Дата» over «поступления»), where a column of that name is known."""

    def __init__(self, needed: Collection[str], known: Collection[str]) -> None:
        self.names: Names = {}
        self._written: Names = {}
        self._needed = frozenset(needed)
        self._known = frozenset(map(named, known)) | self._needed
        self._above: deque[Names] = deque(maxlen=ROWS_ABOVE)

    def add(self, row: Sequence[object]) -> None:
        """A further row of the head."""
        cells = _cells(row)
        self.names |= self._whole(cells)
        self._written |= {at: " ".join(str(row[at]).split()) for at in cells}
        self._above.append(cells)

    @property
    def missing(self) -> frozenset[str]:
        """The needed names that are not there."""
        return self._needed - set(self.names.values())

    @property
    def strangers(self) -> Names:
        """The columns that nobody knows by their names, as they are written."""
        return {at: self._written[at] for at, name in sorted(self.names.items()) if name not in self._known}

    def goes_on(self, row: Sequence[object]) -> bool:
        """Whether a row below holds nothing but names of columns, or parts of them, and takes no needed one away."""
        cells = self._whole(_cells(row))
        held = set((self.names | cells).values())
        return bool(cells) and held >= self._needed and all(map(self._speaks, cells.values()))

    def _whole(self, cells: Names) -> Names:
        return {at: name if name in self._known else self._composed(at, name) for at, name in cells.items()}

    def _composed(self, at: int, name: str) -> str:
        uppers = (_over(above, at) for above in reversed(self._above))
        return next((whole for upper in uppers if (whole := f"{upper} {name}") in self._known), name)

    def _speaks(self, name: str) -> bool:
        if name in self._known:
            return True
        return any(known.startswith(f"{name} ") or known.endswith(f" {name}") for known in self._known)


def _cells(row: Sequence[object]) -> Names:
    return {at: named(value) for at, value in enumerate(row) if value not in (None, "")}


def _over(above: Mapping[int, str], at: int) -> str:
    """The cell above, or the one to its left that may be joined over it."""
    return next((above[left] for left in range(at, -1, -1) if left in above), "")
