"""Labels of a file by the command: the good rows stay, the broken ones are named, and the exit code says so."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from core import usecases
from core.ports import Batch
from core.posts import Platform, SourceKey
from runtime.settings import load
from runtime.wiring import House, open_house
from tests.acceptance.conftest import Ran
from tests.made import post

BROKEN = "{это не строка JSON"


@pytest.fixture
def house(home: Path) -> Iterator[House]:
    opened = open_house(load())
    yield opened
    opened.store.close()


@pytest.fixture
def row(house: House) -> str:
    """A label for the only text of the house."""
    with house.store.begin() as work:
        batch = Batch((post(1, "Яма на Садовой"),), {})
        usecases.receive(work, house.scope, SourceKey(Platform.VK, "wall"), batch, house.clock.now())
    with house.store.read() as work:
        (example,) = work.labels.some(house.scope, [1])
    return json.dumps({"id": example.id, "theme": "roads", "at": "2026-11-01T10:00:00+03:00"})


@pytest.mark.parametrize(("lines", "code"), [(1, 0), (2, 3)])
def test_the_exit_code_of_labels_tells_whether_all_rows_were_good(
    mcu: Callable[..., Ran], row: str, tmp_path: Path, lines: int, code: int
) -> None:
    file = tmp_path / "labels.jsonl"
    file.write_text("\n".join([row, BROKEN][:lines]), encoding="utf-8")
    ran = mcu("labels", "import", file)
    assert ran.code == code
    assert "Меток добавлено: 1" in ran.out
    assert ("строка 2" in ran.err) == (lines == 2)


def test_a_file_without_one_good_row_is_an_error(mcu: Callable[..., Ran], row: str, tmp_path: Path) -> None:
    file = tmp_path / "labels.jsonl"
    file.write_text(BROKEN, encoding="utf-8")
    assert mcu("labels", "import", file).code == 1
