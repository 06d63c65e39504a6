"""Assessing by one worker and by two on one PostgreSQL: `python -m bench.sharing [--posts N]`.

Texts of real walls where they are, else the demo's; the shipped model. Told are posts a second of the clock and of the
workers' processors, from the order to the last assessment, the model's opening included: where cores are shared with
other work only the second says something. Both runs must leave the same cards.
"""

import argparse
import os
import tempfile
import time
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

import models
from bench.load import traffic
from tests.acceptance.crew import Crew
from tests.server import PostgresServer

END = datetime(2026, 11, 20, tzinfo=UTC)
TICKS = os.sysconf("SC_CLK_TCK")
USED = slice(13, 15)
"""Of a line of /proc: what the process used itself and by the system, in ticks."""


def used(processes: Iterable[int]) -> float:
    """Seconds of the processor that these processes have used."""
    lines = (Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split() for pid in processes)
    return sum(sum(map(int, line[USED.start - 2 : USED.stop - 2])) for line in lines) / TICKS


def run(folder: Path, server: PostgresServer, file: Path, posts: int, workers: int) -> list[tuple[str, str, int, str]]:
    """One way; gives its cards."""
    folder.mkdir()
    with Crew(folder, server.migrated(), models.default()) as crew:
        pids = [crew.start().pid for _ in range(workers)]
        job = crew.order(file)
        crew.until(lambda: crew.ended(job), "not imported", 300)
        before, began = used(pids), time.monotonic()
        crew.settle()
        crew.until(lambda: not crew.count("posts WHERE due_assess"), "not assessed", 300)
        clock, cores = time.monotonic() - began, used(pids) - before
        crew.until(crew.idle, "not weighed", 300)
        kept = crew.kept()
        shares = sum(map(len, kept.asked.values())), len(kept.asked)
        print(f"{workers} worker(s): {posts / clock:.0f} posts/s of the clock ({clock:.1f} s), ", end="")
        print(f"{posts / cores:.0f} of a core ({cores:.1f} s); {shares[0]} batches by {shares[1]}, again {kept.again}")
        return kept.cards


def main() -> None:
    """Print a line for each way."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--posts", type=int, default=5_000)
    posts, drawn = parser.parse_args().posts, traffic.read()
    print(f"texts: {drawn.told}")
    with tempfile.TemporaryDirectory(prefix="mcu-sharing-") as name, PostgresServer(Path(name) / "server") as server:
        file = traffic.walls(Path(name), drawn, posts, 1, 2026, END)[0]
        one, two = (run(Path(name) / str(number), server, file, posts, number) for number in (1, 2))
    print("the same cards" if one == two else f"CARDS DIFFER: {len(set(one) ^ set(two))}")


if __name__ == "__main__":
    main()
