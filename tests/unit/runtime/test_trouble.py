"""Trouble that passes and trouble that is said: the tick, the log, a command's lock, an import without a model."""

import json
import logging
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
import typer
from dbos import DBOS
from sqlalchemy.exc import IntegrityError

from core import planning
from core.errors import Busy, StaleModel, Transient
from core.ports import Batch, Change
from core.posts import Platform, Source, SourceKey, SourceState
from runtime import lock, logs, platforms
from runtime.commands import importing, serving
from runtime.flow import Taken
from runtime.jobs import history, names, requests
from runtime.jobs.engine import Jobs
from runtime.wiring import House
from tests.unit.runtime.test_jobs import LOCK, NOW, house, jobs, tick, until  # noqa: F401

SECRET = "Иванова с Ленина, 5"
TWO = (SourceKey(Platform.VK, "selo"), SourceKey(Platform.VK, "gorod"))


# The tick


class Walls:
    """Two walls; posts come, and then one of them breaks off as it is told."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.breaks = ""

    def batches(self, source: Source) -> Iterator[Batch]:
        self.asked.append(source.key.address)
        yield Batch((), {"asked": len(self.asked)})
        if source.key.address == self.breaks:
            raise Transient("площадка занята", timedelta(minutes=1))


@pytest.fixture
def walls(house: House, monkeypatch: pytest.MonkeyPatch) -> Walls:  # noqa: F811
    made = Walls()
    monkeypatch.setitem(platforms.COLLECTORS, Platform.VK, lambda house: made)
    # As if each batch brought a new post, so that the collection asks for an assessment.
    monkeypatch.setattr(Taken, "with_batch", lambda taken, batch, change: taken + Taken(taken.source, Change(new=1)))
    with house.store.begin() as work:
        for key in TWO:
            work.sources.add(house.scope, Source(key, added_at=NOW))
    return made


def states(house: House) -> list[SourceState]:  # noqa: F811
    with house.store.read() as work:
        return [work.sources.get(house.scope, key).state for key in TWO]


def idle() -> bool:
    return not DBOS.list_workflows(status=["ENQUEUED", "PENDING"])


def test_after_a_trouble_that_came_with_posts_both_sources_are_read_again(
    house: House,  # noqa: F811
    walls: Walls,
    jobs: Jobs,  # noqa: F811
) -> None:
    until(lambda: len(walls.asked) == 2 and idle())
    walls.breaks, later = "selo", house.clock.now() + planning.LONGEST
    tick(later)
    until(lambda: states(house)[0] is SourceState.SLOWED and len(walls.asked) == 4 and idle())
    with house.store.read() as work:
        assert [work.sources.get(house.scope, key).visits.failures for key in TWO] == [1, 0]
    walls.breaks = ""
    tick(later + timedelta(hours=4))
    until(lambda: len(walls.asked) == 6 and idle())
    assert sorted(walls.asked[4:]) == ["gorod", "selo"]
    assert (states(house), jobs.ailing()) == ([SourceState.ACTIVE] * 2, "")


def test_a_source_that_cannot_be_asked_for_stops_no_other_and_is_said(
    house: House,  # noqa: F811
    walls: Walls,
    jobs: Jobs,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    until(lambda: len(walls.asked) == 2 and idle())
    ask = requests.to_collect

    def broken(profile: str, key: SourceKey, turn: str) -> requests.Request:
        if key == TWO[1]:
            raise RuntimeError(SECRET)
        return ask(profile, key, turn)

    monkeypatch.setattr(requests, "to_collect", broken)
    with pytest.raises(Exception, match=r"не удалось частей: 1 \(RuntimeError\)"):
        tick(house.clock.now() + planning.LONGEST)
    until(lambda: walls.asked[2:] == ["selo"])
    assert "удался не весь" in jobs.ailing()


def test_a_schedule_that_stands_still_is_said(jobs: Jobs, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811
    until(lambda: history.last_tick() and idle())
    assert jobs.ailing() == ""
    monkeypatch.setattr("runtime.jobs.engine.LATE", timedelta(0))
    assert "расписание стоит" in jobs.ailing()


def test_the_tick_comes_oftener_only_where_sources_are_read_oftener(house: House) -> None:  # noqa: F811
    assert names.pace(house.settings) == "* * * * *"
    assert names.pace(house.settings.model_copy(update={"collect_every": 10})) == "*/10 * * * * *"


# The log


@pytest.fixture
def logged() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers, root.level
    logs.configure("WARNING")
    yield
    root.handlers, root.level = handlers, level


@pytest.mark.parametrize("name", ["uvicorn.error", "sqlalchemy.pool", "dbos"])
def test_what_libraries_log_is_json_without_the_words_of_errors(
    name: str, logged: None, capsys: pytest.CaptureFixture[str]
) -> None:
    import traceback

    logger = logging.getLogger(name)
    former, logger.handlers, logger.propagate = (logger.handlers, logger.propagate), [], True
    level, logger.disabled = logger.level, False
    logger.setLevel(logging.NOTSET)
    try:
        raise IntegrityError("INSERT", {"text": SECRET}, ValueError(SECRET))
    except IntegrityError as error:
        logger.exception("Exception in ASGI application\n")
        logger.error(f"failed: {error}")
        logger.error("failed: %s", error)
        logger.warning(f"failed: {traceback.format_exc()}")
    logger.handlers, logger.propagate = former
    logger.setLevel(level)
    said = capsys.readouterr().err
    rows = [json.loads(line) for line in said.splitlines()]
    assert "Иванова" not in json.dumps(rows, ensure_ascii=False)
    assert {(row["logger"], row["error"]) for row in rows} == {(name, "IntegrityError")}
    assert len(rows) == 4
    assert all("test_trouble.py" in row["at"][-1] for row in rows)


# The lock of a command


@pytest.mark.sqlite(LOCK)
def test_a_service_waits_for_a_command_and_says_so_once(
    house: House,  # noqa: F811
    capsys: pytest.CaptureFixture[str],
) -> None:
    path = house.settings.home / lock.NAME

    def start() -> str:
        with lock.hold(path, "serve", NOW, serving._patience(None)):
            return "started"

    with ThreadPoolExecutor(1) as pool:
        with lock.hold(path, "import", NOW):
            waiting = pool.submit(start)
            time.sleep(0.8)
            assert not waiting.done()
        assert waiting.result(10) == "started"
    assert capsys.readouterr().err.count("пока закончит mcu import") == 1


@pytest.mark.sqlite(LOCK)
def test_a_service_waits_neither_for_another_one_nor_for_ever_nor_beyond_a_stop(
    house: House,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    path, stop = house.settings.home / lock.NAME, threading.Event()
    with lock.hold(path, "worker", NOW), pytest.raises(Busy), serving.working(house, "serve", stop):
        pass
    with lock.hold(path, "import", NOW):
        with monkeypatch.context() as short:
            short.setattr(serving, "PATIENCE", 0.1)
            with pytest.raises(Busy, match="mcu import"), serving.working(house, "serve", stop):
                pass
        stop.set()
        with pytest.raises(typer.Exit), serving.working(house, "serve", stop):
            pass


# An import whose assessment fails


class Desk:
    """A service that stores and cannot assess."""

    def submit_import(self, *_: object) -> str:
        return "import"

    def submit_settle(self, *_: object) -> str:
        return "settle"

    def taken(self, *_: object) -> Taken:
        return Taken(TWO[0], Change(new=2), 2)

    def wait(self, *_: object) -> None:
        raise StaleModel("модель не читается")


def test_an_import_whose_assessment_fails_says_what_came_and_why(
    house: House,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    from pathlib import Path

    def work(house: House, doing: str, *, handed: Any, **_: object) -> object:
        return handed(Desk())

    monkeypatch.setattr("runtime.jobs.handing.work", work)
    monkeypatch.setenv("MCU_HOME", str(house.settings.home))
    monkeypatch.setenv("MCU_DATABASE_URL", house.settings.database)
    with pytest.raises(typer.Exit) as ended:
        importing.import_(Path("wall.jsonl"))
    said = capsys.readouterr()
    assert ended.value.exit_code == 3
    assert "новых публикаций: 2" in said.out
    assert "оценка не удалась: модель не читается" in said.err
