"""What is said of a table as a whole, beside its rows: it is taken all the same."""

from collections.abc import Iterator

from collectors.sheets import Table, letter, missing
from core.exchange import Layout, Spoilt, normal

NUMBERED = "строка с номерами столбцов (1, 2, 3…): пропущена, это не запись"
BARE = "в таблице нет ни одной строки под шапкой"
LACKS = "нет {missing}; у записей, которые уже есть, эти значения остаются прежними"
TWICE = "столбец «{name}» стоит {times} ({letters}): взят первый"


def doubled(table: Table, layout: Layout) -> Iterator[Spoilt]:
    """Columns that would be kept and stand more than once."""
    for name in layout.kept:
        if every := table.again.get(normal(name)):
            letters = [letter(at) for at in every]
            told = f"{', '.join(letters[:-1])} и {letters[-1]}"
            times = "дважды" if len(every) == 2 else f"несколько раз: {len(every)}"
            yield Spoilt(table.name, table.place, "", TWICE.format(name=name, times=times, letters=told), True)


def lacking(table: Table, layout: Layout) -> Iterator[Spoilt]:
    """Usual columns that are not there, with what is like them: the values that are known stay."""
    if lacks := layout.lacks(table.columns.values()):
        titles = {normal(name): name for name in layout.columns}
        told = missing([normal(name) for name in lacks], table.strangers, titles)
        yield Spoilt(table.name, table.place, "", LACKS.format(missing=told), True)


def numbered(table: Table, layout: Layout) -> Iterator[Spoilt]:
    """A row of column numbers under the head is no record."""
    if table.numbers is not None:
        yield Spoilt(table.name, table.numbers, "", NUMBERED, True)


def bare(table: Table) -> Spoilt:
    """A head under which nothing stands."""
    return Spoilt(table.name, table.place, "", BARE, True)
