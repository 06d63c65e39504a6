"""kill -9 in the middle of an import and of an assessment: nothing is lost, nothing is done twice.

`make bench-kill` does the same with a hundred seeds.
"""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.acceptance.program import WAYS, Kill, Program, Stored, check, kills, train_model, write_posts
from tests.shelf import Shelf, as_environment

POSTS, SEED = 1_000, 20261121


@dataclass(frozen=True)
class Recording:
    """A file, its texts by message, a model, and what an undisturbed import makes of the file with it."""

    file: Path
    written: dict[str, str]
    model: Path
    undisturbed: Stored


@pytest.fixture(scope="module")
def recording(tmp_path_factory: pytest.TempPathFactory, shelf: Shelf) -> Recording:
    folder = tmp_path_factory.mktemp("recording")
    file, model = folder / "wall.jsonl", train_model(folder)
    written = write_posts(file, POSTS, SEED)
    with installed(shelf) as given, Program(folder / "undisturbed", model, given) as program:
        assert program.run("import", str(file)) == 0, program.said()
        return Recording(file, written, model, program.stored())


@contextmanager
def installed(shelf: Shelf) -> Iterator[dict[str, str]]:
    """What tells one program where its database is."""
    given = shelf.installed()
    yield as_environment(given)
    shelf.forget(given)


def killed(way: str, moments: list[Kill], recording: Recording, home: Path, shelf: Shelf) -> None:
    with installed(shelf) as given, Program(home, recording.model, given) as program:
        struck = WAYS[way](program, recording.file, moments)
        assert struck == len(moments), "a kill came too late to prove anything"
        assert check(program.stored(), recording.written, recording.undisturbed) == [], program.said()


@pytest.mark.sqlite("an import is handed over on SQLite only; on PostgreSQL test_workers kills those who work")
def test_a_service_killed_and_stopped_loses_no_post_and_does_nothing_twice(
    recording: Recording, tmp_path: Path, shelf: Shelf
) -> None:
    assert 0 < len(recording.undisturbed.flags) < POSTS
    stop = Kill("posts", 200, 0, signal.SIGTERM)
    killed("worker", [stop, *kills(SEED, POSTS, 3, 2, after=stop.rows)], recording, tmp_path, shelf)


def test_a_killed_import_is_run_again_as_if_nothing_had_happened(
    recording: Recording, tmp_path: Path, shelf: Shelf
) -> None:
    killed("import", kills(SEED, POSTS, 1, 1), recording, tmp_path, shelf)
