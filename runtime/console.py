"""What the command line shows: tables and a progress bar to people, JSON lines to programs."""

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn
from rich.table import Table

PLAIN_WIDTH = 120


def console(*, stderr: bool = False) -> Console:
    """A console that is never narrower than its tables where nobody looks."""
    stream = sys.stderr if stderr else sys.stdout
    return Console(stderr=stderr, width=None if stream.isatty() else PLAIN_WIDTH, highlight=False, soft_wrap=False)


def complain(text: str) -> None:
    """One line to stderr."""
    console(stderr=True).print(f"mcu: {text}", style="red", markup=False, soft_wrap=True)


def lines(rows: Iterable[Mapping[str, object]]) -> None:
    """JSON Lines to stdout, each line at once."""
    for row in rows:
        sys.stdout.write(json.dumps(row, ensure_ascii=False).encode("utf-8", "replace").decode() + "\n")
    sys.stdout.flush()


def table(title: str, heads: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """A table to stdout. Cells are text as it is, never markup."""
    from rich.text import Text

    made = Table(title=title, title_justify="left", header_style="bold")
    for head in heads:
        made.add_column(head, overflow="fold")
    for row in rows:
        made.add_row(*(Text(str(cell)) for cell in row))
    console().print(made)


@contextmanager
def bars() -> Iterator[Callable[[str, int, int | None], None]]:
    """A progress bar a step, on stderr; the yielded function takes step, done, total."""
    shown: dict[str, TaskID] = {}
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=console(stderr=True)) as progress:

        def tell(step: str, done: int, total: int | None) -> None:
            if step not in shown:
                shown[step] = progress.add_task(step, total=total)
            progress.update(shown[step], completed=done, total=total)

        yield tell
