"""A large table is parted among processes, and what comes of it is the same."""

import multiprocessing
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from collectors.exchange import Door, read
from core.exchange import Item, Spoilt, System
from nlp.masks import mask
from tests import tables

LATEST, ZONE = datetime.now(UTC) + timedelta(days=400), ZoneInfo("Europe/Moscow")
ROWS, BROKEN = 1100, 700


def deadly(text: str) -> str:
    """A mask that kills whoever helps."""
    if multiprocessing.parent_process() is not None:
        os._exit(9)
    return text


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Path:
    rows = list(tables.rows(System.POS, ROWS))
    rows[BROKEN]["Дата поступления"] = "позавчера"
    return tables.write(tmp_path_factory.mktemp("table") / "t.xlsx", System.POS, rows)


def found(path: Path, door: Door, alone: int) -> list[Item | Spoilt]:
    with path.open("rb") as file:
        return list(read(file, System.POS, door, alone))


def test_helpers_give_the_rows_that_one_process_gives_in_their_order(table: Path) -> None:
    alone = found(table, Door(mask, LATEST, ZONE), 10 * ROWS)
    helped = found(table, Door(mask, LATEST, ZONE), 0)
    assert helped == alone
    assert len(helped) == ROWS
    spoilt = helped[BROKEN]
    assert isinstance(spoilt, Spoilt)
    assert (spoilt.row, spoilt.column) == (BROKEN + 2, "J «Дата поступления»")


def test_helpers_that_were_killed_lose_no_row(table: Path) -> None:
    assert len(found(table, Door(deadly, LATEST, ZONE), 0)) == ROWS
