"""`mcu serve` and `mcu worker`: the service that runs by itself."""

import errno
import os
import signal
import socket
import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from types import FrameType
from typing import Annotated
from uuid import uuid4

import typer

from core.errors import Busy
from runtime import lock
from runtime.commands.house import opened
from runtime.console import console
from runtime.wiring import House

STOPPING = (signal.SIGTERM, signal.SIGINT)
REQUESTS_WITHIN = 3
"""Seconds for requests that are being answered when the stop comes; jobs have five, and all of it ten."""


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
    with bound(host, port) as door, _stopped() as stop, running(house, "serve"):
        console().print(f"МЦУ-Монитор: http://{host}:{door.getsockname()[1]}/", markup=False)
        if not stop.is_set():
            _answer(house, door)


def worker() -> None:
    """Вести сбор и оценку без страницы. На SQLite — вместо mcu serve: вместе с mcu serve --no-jobs."""
    with opened() as house, _stopped() as stop, working(house, "worker"):
        console().print("МЦУ-Монитор: сбор и оценка идут", markup=False)
        stop.wait()
    _leave()


@contextmanager
def working(house: House, doing: str) -> Iterator[None]:
    """Jobs for the length of the block. Raises Busy if another process works with this data folder."""
    from runtime.jobs.engine import EMBEDDED, launch

    settings, now = house.settings, house.clock.now()
    if settings.is_sqlite:
        with lock.hold(settings.home / lock.NAME, doing, now) as ready:
            jobs = launch(house, EMBEDDED)
            ready()
            try:
                yield
            finally:
                jobs.stop()
        return
    with lock.number(settings.home, doing, now) as number:
        jobs = launch(house, f"{_home_id(house)}-{number}")
        try:
            yield
        finally:
            jobs.stop()


def _nothing(house: House, doing: str) -> AbstractContextManager[None]:
    return nullcontext()


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


def _answer(house: House, door: socket.socket) -> None:
    """Answer requests until a signal comes."""
    import uvicorn

    from api import create_app
    from runtime.services import make

    config = uvicorn.Config(
        create_app(make(house)),
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=REQUESTS_WITHIN,
    )
    # It stops at a signal and raises it again for the handler that stood before; ours only notes it.
    uvicorn.Server(config).run(sockets=[door])


def _leave() -> None:
    """End at once if a job did not leave in time: Python would wait for its thread. Its work is resumed later."""
    if any(thread.name.startswith("dbos-executor") for thread in threading.enumerate()):
        os._exit(0)
