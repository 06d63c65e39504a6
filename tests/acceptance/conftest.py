"""Running the real program within the test's process, with a data folder of its own."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from runtime.cli import main
from runtime.settings import Settings, load
from store.engine import Engine, open_engine
from tests.shelf import as_environment


@dataclass(frozen=True)
class Ran:
    """What a command left behind."""

    code: int
    out: str
    err: str

    def rows(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.out.splitlines()]


@pytest.fixture
def home(installed: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in Settings.model_fields:
        monkeypatch.delenv(f"MCU_{name.upper()}", raising=False)
    for name, value in as_environment({"home": str(tmp_path / "home"), **installed}).items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(tmp_path)
    return tmp_path / "home"


@pytest.fixture
def base(home: Path) -> Iterator[Engine]:
    """The installation's database as its owner sees it, whom no wall binds."""
    settings = load()
    engine = open_engine(settings.migrate_url.get_secret_value() or settings.database)
    yield engine
    engine.dispose()


@pytest.fixture
def mcu(home: Path, capfd: pytest.CaptureFixture[str]) -> Callable[..., Ran]:
    def run(*words: object) -> Ran:
        with pytest.raises(SystemExit) as stop:
            main([str(word) for word in words])
        told = capfd.readouterr()
        return Ran(int(stop.value.code or 0), told.out, told.err)

    return run
