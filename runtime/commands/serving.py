"""`mcu serve` and `mcu worker`: the service that runs by itself."""

import errno
import os
import signal
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Annotated
from uuid import uuid4

import typer

from core.errors import Busy
from runtime import listening, lock
from runtime.commands.house import opened
from runtime.console import console
from runtime.patience import Patient
from runtime.settings import Settings
from runtime.wiring import House

if TYPE_CHECKING:
    from runtime.jobs.engine import Jobs

STOPPING = (signal.SIGTERM, signal.SIGINT)
REQUESTS_WITHIN = 3
"""Seconds for requests that are being answered when the stop comes; jobs have five, and all of it ten."""
PATIENCE = 60.0
"""Seconds that a service which starts waits for a command at work."""


def serve(
    host: Annotated[str, typer.Option(help="Адрес, на котором отвечать.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="Порт; 0 — любой свободный.")] = 8000,
    jobs: Annotated[bool, typer.Option("--jobs/--no-jobs", help="Вести сбор и оценку здесь же.")] = True,
    page: Annotated[bool, typer.Option("--page/--no-page", hidden=True)] = True,
) -> None:
    """Запустить службу: страница, API, сбор по расписанию, оценка."""
    if not page:
        return worker()
    with opened() as house:
        run(house, host, port, jobs=jobs)
    return _leave()


def run(house: House, host: str, port: int, *, jobs: bool = True) -> None:
    """Answer on an address until a signal comes, with the jobs of this data folder beside."""
    running = working if jobs else _nothing
    with bound(host, port) as door, _stopped() as stop, running(house, "serve", stop) as ran:
        console().print(f"МЦУ-Монитор: http://{host}:{door.getsockname()[1]}/", markup=False)
        if not stop.is_set():
            _answer(house, door, ran)


def worker() -> None:
    """Вести сбор и оценку без страницы. На SQLite — вместо mcu serve: вместе с mcu serve --no-jobs."""
    with opened() as house, _stopped() as stop, working(house, "worker", stop):
        console().print("МЦУ-Монитор: сбор и оценка идут", markup=False)
        stop.wait()
    _leave()


@contextmanager
def working(house: House, doing: str, stop: threading.Event | None = None) -> Iterator["Jobs"]:
    """Jobs for the length of the block.

    A command at work is waited for, until `stop`. Raises Busy if another service works with this data folder.
    """
    from runtime.jobs.engine import EMBEDDED, launch

    settings, now = house.settings, house.clock.now()
    if settings.is_sqlite:
        with _alone(settings, doing, now), lock.hold(settings.home / lock.NAME, doing, now, _patience(stop)) as ready:
            jobs = launch(house, EMBEDDED)
            ready()
            yield from _running(house, jobs)
        return
    with lock.number(settings.home, doing, now) as number:
        yield from _among_peers(house, f"{_home_id(house)}-{number}")


def _among_peers(house: House, name: str) -> Iterator["Jobs"]:
    """One worker of many: it is known by its name, and takes over what a dead one has left."""
    from runtime.jobs import peers
    from runtime.jobs.engine import launch

    engine = house.store.engine
    with peers.named(engine, name) as bearer:
        jobs = launch(house, name)
        with peers.watched(engine, bearer, house.settings.peers_every):
            yield from _running(house, jobs)


@contextmanager
def _alone(settings: Settings, doing: str, now: datetime) -> Iterator[None]:
    """Nobody else serves the same database from another data folder, even if it lies in a data folder.
    Raises Busy, which names the other."""
    file = Path(settings.database.removeprefix("sqlite:///")).resolve()
    with lock.hold(file.with_name(file.name + ".lock"), doing, now):
        yield


def _running(house: House, jobs: "Jobs") -> Iterator["Jobs"]:
    try:
        with listening.to_events(house):
            yield jobs
    finally:
        jobs.stop()


@contextmanager
def _nothing(house: House, doing: str, stop: threading.Event) -> Iterator[None]:
    yield


def _patience(stop: threading.Event | None) -> Callable[[lock.Holder | None], bool]:
    """Wait for a command, but not for another service; said once. A stop meanwhile ends the program quietly."""
    end, said = time.monotonic() + PATIENCE, list[str]()

    def wait_for(holder: lock.Holder | None) -> bool:
        if stop and stop.is_set():
            raise typer.Exit
        if (holder and holder.is_service) or time.monotonic() > end:
            return False
        if holder and not said:
            said.append(f"Жду до {PATIENCE:.0f} с, пока закончит {holder}")
            console(stderr=True).print(said[0], markup=False, soft_wrap=True)
        return True

    return wait_for


def _home_id(house: House) -> str:
    """A name of this data folder that no other machine has: made once, so that a worker gets its own work back."""
    path = house.settings.home / "worker-id"
    if not path.exists():
        fresh = path.with_suffix(f".{os.getpid()}")
        fresh.write_text(uuid4().hex, encoding="ascii")
        try:
            os.link(fresh, path)
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
    return path.read_text(encoding="ascii")


@contextmanager
def bound(host: str, port: int) -> Iterator[socket.socket]:
    """A listening socket, taken before anything is started. Raises Busy if the port is taken."""
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        door = socket.create_server(address[:2], family=family, backlog=128)
    except OSError as error:
        taken = error.errno == errno.EADDRINUSE
        why = "он занят другой программой" if taken else error.strerror
        raise Busy(f"порт {port} на {host} открыть нельзя: {why}; укажите другой (--port)") from None
    with door:
        yield door


@contextmanager
def _stopped() -> Iterator[threading.Event]:
    """Set by SIGTERM and SIGINT, which then do nothing else."""
    stop = threading.Event()

    def note(number: int, frame: FrameType | None) -> None:
        stop.set()

    former = {number: signal.signal(number, note) for number in STOPPING}
    try:
        yield stop
    finally:
        for number, handler in former.items():
            signal.signal(number, handler)


def _answer(house: House, door: socket.socket, jobs: "Jobs | None") -> None:
    """Answer requests until a signal comes."""
    import uvicorn

    from api import create_app
    from api.limits import HEADERS_MOST
    from runtime.services import make

    services = make(house)
    if jobs:
        services = replace(services, checks={**services.checks, "jobs": jobs.ailing})
    config = uvicorn.Config(
        create_app(services),
        log_config=None,
        access_log=False,
        server_header=False,
        http=Patient,
        h11_max_incomplete_event_size=HEADERS_MOST,
        timeout_graceful_shutdown=REQUESTS_WITHIN,
    )
    # It stops at a signal and raises it again for the handler that stood before; ours only notes it.
    uvicorn.Server(config).run(sockets=[door])


def _leave() -> None:
    """End at once if a job did not leave in time: Python would wait for its thread. Its work is resumed later."""
    if any(thread.name.startswith("dbos-executor") for thread in threading.enumerate()):
        os._exit(0)
