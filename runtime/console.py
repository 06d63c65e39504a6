"""What the command line shows: tables and a progress bar to people, JSON lines to programs."""

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn
from rich.table import Table

PLAIN_WIDTH = 10_000
"""A pipe has no edge: what reads it is not to find lines that were cut or folded."""
BORDERS = 3
"""Characters of a table's rules beside each column."""


def console(*, stderr: bool = False) -> Console:
    """A console that is never narrower than its tables where nobody looks."""
    stream = sys.stderr if stderr else sys.stdout
    return Console(stderr=stderr, width=None if stream.isatty() else PLAIN_WIDTH, highlight=False, soft_wrap=False)


def complain(text: str) -> None:
    """One line to stderr."""
    console(stderr=True).print(f"mcu: {text}", style="red", markup=False, soft_wrap=True)


def tell(text: str) -> None:
    """One line to stderr for whoever waits."""
    console(stderr=True).print(text, markup=False, soft_wrap=True)


def lines(rows: Iterable[Mapping[str, object]]) -> None:
    """JSON Lines to stdout, each line at once."""
    for row in rows:
        sys.stdout.write(json.dumps(row, ensure_ascii=False).encode("utf-8", "replace").decode() + "\n")
    sys.stdout.flush()


def table(title: str, heads: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """A table to stdout. Cells are text as it is, never markup."""
    from rich.text import Text

    cells = [[str(cell) for cell in row] for row in rows]
    least = [max(map(longest_word, column)) for column in zip(heads, *cells, strict=True)]
    shown = console()
    if sum(least) + BORDERS * len(heads) + 1 > shown.width:
        _cards(shown, title, heads, cells)
        return
    made = Table(title=title, title_justify="left", header_style="bold")
    for head, width in zip(heads, least, strict=True):
        made.add_column(head, overflow="fold", min_width=width)
    for row in cells:
        made.add_row(*map(Text, row))
    shown.print(made)


def longest_word(text: str) -> int:
    """Characters of the longest word."""
    return max(map(len, text.split()), default=0)


def _cards(shown: Console, title: str, heads: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """The rows of a table one under another, for a screen on which words of its columns would be broken."""
    shown.print(title, style="bold", markup=False)
    for row in rows:
        shown.print()
        for head, cell in zip(heads, row, strict=True):
            if cell.strip() not in ("", "—"):
                shown.print(f"{head}: {cell}", markup=False, soft_wrap=True)


@contextmanager
def bars() -> Iterator[Callable[[str, int, int | None], None]]:
    """A progress bar a step, on stderr; the yielded function takes step, done, total. Nothing is drawn, not even an
    empty line, before the first step."""
    shown: dict[str, TaskID] = {}
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    progress = Progress(*columns, console=console(stderr=True))

    def tell(step: str, done: int, total: int | None) -> None:
        if not shown:
            progress.start()
        if step not in shown:
            shown[step] = progress.add_task(step, total=total)
        progress.update(shown[step], completed=done, total=total)

    try:
        yield tell
    finally:
        if shown:
            progress.stop()
