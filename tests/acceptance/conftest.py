"""Running the real program within the test's process, with a data folder of its own."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from runtime.cli import main
from runtime.settings import Settings
from tests.shelf import ON_POSTGRES, Shelf


@dataclass(frozen=True)
class Ran:
    """What a command left behind."""

    code: int
    out: str
    err: str

    def rows(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.out.splitlines()]


@pytest.fixture
def home(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    for name in Settings.model_fields:
        monkeypatch.delenv(f"MCU_{name.upper()}", raising=False)
    monkeypatch.setenv("MCU_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)
    if not ON_POSTGRES:
        yield tmp_path / "home"
        return
    shelf: Shelf = request.getfixturevalue("shelf")
    url = shelf.fresh()
    monkeypatch.setenv("MCU_DATABASE_URL", url)
    yield tmp_path / "home"
    shelf.drop(url)


@pytest.fixture
def mcu(home: Path, capfd: pytest.CaptureFixture[str]) -> Callable[..., Ran]:
    def run(*words: object) -> Ran:
        with pytest.raises(SystemExit) as stop:
            main([str(word) for word in words])
        told = capfd.readouterr()
        return Ran(int(stop.value.code or 0), told.out, told.err)

    return run
