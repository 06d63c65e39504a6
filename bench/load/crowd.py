"""Fifty signed-in clients of a real `mcu serve` on loopback."""

import math
import random
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import requests

from runtime.settings import Settings
from tests.acceptance.program import environment

ROOT = Path(__file__).parents[2]
CLIENTS = 50
LOGIN, PASSWORD = "bench", "долгий пароль стенда"
SEARCHES = ("/search?q=яма", "/search?q=вода&what=posts", "/search?q=свет&what=incidents")
PAGES = {"queue": ("/queue",), "search": SEARCHES}


@contextmanager
def served(settings: Settings) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """`mcu serve` on loopback, and its address once it answers."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    own = {"MCU_HOME": str(settings.home), "MCU_SECURE_COOKIES": "false", "PYTHONPATH": str(ROOT)}
    own |= {"MCU_DATABASE_URL": settings.database_url} if settings.database_url else {}
    with (settings.home / "said.txt").open("wb") as out:
        command = [sys.executable, "-c", "from runtime.cli import main; main()", "serve", "--port", str(port)]
        process = subprocess.Popen(command, cwd=settings.home, env=environment(own), stdout=out, stderr=out)
    try:
        _answers(f"http://127.0.0.1:{port}", time.monotonic() + 180)
        yield f"http://127.0.0.1:{port}", process
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _answers(address: str, end: float) -> None:
    while True:
        try:
            requests.get(f"{address}/login", timeout=60).raise_for_status()
        except (requests.ConnectionError, requests.Timeout):
            if time.monotonic() > end:
                raise
            time.sleep(0.5)
        else:
            return


def signed_in(address: str) -> dict[str, str]:
    """The cookies of the one person of the stand."""
    with requests.Session() as browser:
        page = browser.get(f"{address}/login", timeout=60).text
        given = {"login": LOGIN, "password": PASSWORD, "guard": page.split('name="guard" value="')[1].split('"')[0]}
        browser.post(f"{address}/login", data=given, timeout=60)
        seen = browser.get(f"{address}/queue", timeout=60, allow_redirects=False)
        assert seen.status_code == 200, "not signed in"
        return browser.cookies.get_dict()


def crowd(address: str, seconds: float, think: float) -> dict[str, list[float]]:
    """Milliseconds of each answer by page, of 50 clients that begin one after another; infinite where none came."""
    cookies, times, end = signed_in(address), {page: list[float]() for page in PAGES}, time.monotonic() + seconds

    def one(number: int) -> None:
        chance = random.Random(number)
        with requests.Session() as browser:
            browser.cookies.update(cookies)
            time.sleep(chance.uniform(0, think))
            while time.monotonic() < end:
                page = chance.choice(list(PAGES))
                began = time.perf_counter()
                answered = _asked(browser, address + chance.choice(PAGES[page]))
                times[page].append(1000 * (time.perf_counter() - began) if answered else math.inf)
                time.sleep(chance.expovariate(1 / think))

    people = [threading.Thread(target=one, args=(number,)) for number in range(CLIENTS)]
    for each in people:
        each.start()
    for each in people:
        each.join()
    return times


def _asked(browser: requests.Session, url: str) -> bool:
    """Whether a page came within a minute."""
    try:
        return browser.get(url, timeout=60).ok
    except (requests.ConnectionError, requests.Timeout):
        return False


def peak(process: subprocess.Popen[bytes]) -> float:
    """MB that a living process has held at most."""
    lines = Path(f"/proc/{process.pid}/status").read_text("ascii").splitlines()
    return int(next(line for line in lines if line.startswith("VmHWM")).split()[1]) / 1e3
