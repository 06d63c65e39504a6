"""A number that stands twice in a file: the first row is taken, another one that says something else is refused and
told with both rows, so that a person decides which of them is right."""

from collectors.exchange.mapping import Row
from collectors.sheets import Table, cells, letter
from core.exchange import Spoilt, normal


class Once:
    """The rows of a file by their numbers: where each stood first, and a mark of what it said."""

    def __init__(self, column: str) -> None:
        self._column = column
        self._known: dict[str, tuple[str, int, int]] = {}

    def told(self, table: Table, place: int, row: Row) -> tuple[int, Row | Spoilt]:
        """The row, or why it is not taken; the same row again is no other."""
        number = str(cells.plain(row.get(normal(self._column)))).strip()
        if not number:
            return place, row
        mark = hash(frozenset(row.items()))
        sheet, first, before = self._known.setdefault(number, (table.name, place, mark))
        if mark == before:
            return place, row
        where = f"строке {first}" if sheet == table.name else f"строке {first} листа «{sheet}»"
        reason = f"номер уже стоит в {where} с другими данными: взята строка {first}, а эта, {place}, — нет"
        at = next((at for at, known in table.columns.items() if known == normal(self._column)), None)
        return place, Spoilt(table.name, place, _column(at, self._column), reason)


def _column(at: int | None, name: str) -> str:
    return f"{letter(at)} «{name}»" if at is not None else f"«{name}»"
