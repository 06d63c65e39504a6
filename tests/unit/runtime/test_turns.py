"""Who holds the data folder, when a source has its turn, and records on their way between processes."""

import json
import os
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from core.errors import BadInput, Busy, Conflict, McuError, Poison
from core.ports import Change, Refusal
from core.posts import Platform, SourceKey, SourceState
from runtime import lock
from runtime.flow import FileOrder, Taken
from runtime.jobs import turns
from runtime.jobs.rows import REFUSALS, error_of, order_of, order_row, taken_of, taken_row

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
WALL = SourceKey(Platform.VK, "wall")
HOLD = "import sys,time; from pathlib import Path; from datetime import UTC,datetime; from runtime import lock\n"
HOLD += "with lock.hold(Path(sys.argv[1]), 'serve', datetime.now(UTC)): print('held', flush=True); time.sleep(60)"


# The lock


def test_the_lock_excludes_and_names_its_holder_and_is_freed_by_kill_9(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    other = subprocess.Popen([sys.executable, "-c", HOLD, str(path)], stdout=subprocess.PIPE, cwd=Path.cwd())
    with other:
        assert other.stdout
        other.stdout.readline()
        with pytest.raises(Busy, match=rf"mcu serve \(процесс {other.pid}, с 20"), lock.hold(path, "import", NOW):
            pass
        assert not lock.is_free(path)
        other.kill()
    assert lock.is_free(path)
    with lock.hold(path, "import", NOW) as ready:
        assert lock.holder(path) == lock.Holder(os.getpid(), NOW.isoformat(), "import")
        ready()
        assert lock.holder(path) == lock.Holder(os.getpid(), NOW.isoformat(), "import", jobs=True)
    assert lock.holder(path) is None


def test_a_worker_that_starts_again_gets_its_number_back(tmp_path: Path) -> None:
    with lock.number(tmp_path, "worker", NOW) as first, lock.number(tmp_path, "worker", NOW) as second:
        assert (first, second) == (1, 2)
    with lock.number(tmp_path, "worker", NOW) as again:
        assert again == 1


# When a source has its turn


def test_a_source_has_one_turn_in_each_interval() -> None:
    slots = [turns.slot("vk:wall", NOW + minute * MINUTE, 5 * MINUTE) for minute in range(60)]
    assert len(set(slots)) in (12, 13)
    assert slots == sorted(slots)


# Records on their way


def test_an_order_and_its_result_survive_the_way() -> None:
    order = FileOrder(Path("/data/wall.jsonl"), Platform.VK, "wall", strict=True, to_now=True, shift=MINUTE)
    assert order_of(json.loads(json.dumps(order_row(order)))) == order
    refused = (Refusal("не JSON", "text", 3, payload="житель"),)
    taken = Taken(WALL, Change(1, 2, 3, 4), 7, refused, SourceState.SLOWED, "ждём", wait=MINUTE)
    row = json.dumps(taken_row(taken), ensure_ascii=False)
    assert "житель" not in row
    assert taken_of(json.loads(row)) == replace(taken, refused=(Refusal("не JSON", "text", 3),))


def test_of_very_many_refusals_the_first_travel_and_the_rest_are_counted() -> None:
    taken = Taken(WALL, refused=tuple(Refusal("не JSON", line=line) for line in range(REFUSALS + 5)))
    there = taken_of(taken_row(taken))
    assert (len(there.refused), there.beyond, there.unread) == (REFUSALS, 5, REFUSALS + 5)
    assert (there + there).unread == 2 * (REFUSALS + 5)


@pytest.mark.parametrize("error", [BadInput("нет файла"), Poison("плохо", field="date", line=3), Conflict("занято")])
def test_an_error_comes_back_as_itself(error: McuError) -> None:
    back = error_of(type(error).__name__, str(error))
    assert (type(back), str(back)) == (type(error), str(error))
