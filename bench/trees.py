"""The memory of a process and of all that it started, at once: the proportional set (PSS), in which what is shared is
counted once. Linux only."""

import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

LOOK = 1.0
"""Seconds between two looks: a look at a large process costs it some time."""


def children(pid: int) -> Iterator[int]:
    """A process and all that it started."""
    yield pid
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            found = task.read_text().split()
        except OSError:
            continue
        for child in found:
            yield from children(int(child))


def held(pid: int) -> int:
    """Bytes that a process holds; nothing of one that has just ended."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))


def peak(process: subprocess.Popen[bytes]) -> tuple[int, list[int]]:
    """The most that all held at once, by the time it ends, with what each held then."""
    most: tuple[int, list[int]] = (0, [])
    while process.poll() is None:
        each = sorted(map(held, children(process.pid)), reverse=True)
        most = max(most, (sum(each), each))
        time.sleep(LOOK)
    return most
