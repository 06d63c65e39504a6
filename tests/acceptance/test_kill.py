"""kill -9 in the middle of an import and of an assessment: nothing is lost, nothing is done twice.

`make bench-kill` does the same with a hundred seeds.
"""

import signal
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.acceptance.program import WAYS, Program, Stored, check, kills, train_model, write_posts

POSTS, SEED = 3_200, 20261121


@dataclass(frozen=True)
class Recording:
    """A file, its texts by message, a model, and what an undisturbed import makes of the file with it."""

    file: Path
    written: dict[str, str]
    model: Path
    undisturbed: Stored


@pytest.fixture(scope="module")
def recording(tmp_path_factory: pytest.TempPathFactory) -> Recording:
    folder = tmp_path_factory.mktemp("recording")
    file, model = folder / "wall.jsonl", train_model(folder)
    written = write_posts(file, POSTS, SEED)
    with Program(folder / "undisturbed", model) as program:
        assert program.run("import", str(file)) == 0, program.said()
        return Recording(file, written, model, program.stored())


@pytest.mark.parametrize("way", WAYS)
def test_a_killed_program_loses_no_post_and_does_nothing_twice(way: str, recording: Recording, tmp_path: Path) -> None:
    assert 0 < len(recording.undisturbed.flags) < POSTS
    with Program(tmp_path / "home", recording.model) as program:
        struck = WAYS[way](program, recording.file, kills(SEED + len(way), POSTS))
        assert struck >= 4, "the kills came too late to prove anything"
        assert check(program.stored(), recording.written, recording.undisturbed) == [], program.said()


def test_a_stop_in_the_middle_takes_less_than_ten_seconds_and_the_work_goes_on_later(
    recording: Recording, tmp_path: Path
) -> None:
    with Program(tmp_path / "home", recording.model) as program:
        service = program.serve("serve --port 0")
        client = program.start("import", str(recording.file))
        program.until(lambda: program.count("posts") > 500, "no posts")
        begun = time.monotonic()
        service.send_signal(signal.SIGTERM)
        assert service.wait(15) == 0, program.said()
        assert time.monotonic() - begun < 10
        assert program.count("posts") < POSTS
        program.serve()
        assert client.wait(60) == 0, program.said()
        assert check(program.stored(), recording.written, recording.undisturbed) == [], program.said()
