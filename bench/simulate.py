"""The country by measured figures: how many tokens, workers and bytes keep a lag. `python -m bench.simulate --lag 60`.

An estimate by counting, not a trial: what is put in stands in docs/benchmarks.md with its command, or is said here.
"""

import argparse
from dataclasses import dataclass
from math import ceil

DAY, HOUR, MINUTE = 86_400, 3_600, 60
MUNICIPALITIES, PAGES = 18_000, 175_000
"""Of the country, and their official pages (госпаблики)."""
REGIONS, A_REGION = 89, 20_000
"""Posts a day that a region's centre with forty districts reads."""
SURGE = 6
"""A storm multiplies a week by so much."""


@dataclass(frozen=True, slots=True)
class Measured:
    """Service times: `read` posts a second of one process from platform to store (by the clock of a busy machine),
    `assess` posts a second of one core with places and a cold memory, `size` bytes a post with all that is made of it,
    `peak` the busiest hour over the mean."""

    read: float = 356
    assess: float = 206
    size: int = 2_200
    peak: float = 2.5


@dataclass(frozen=True, slots=True)
class Quota:
    """What one token may ask: calls a second, calls a day (of the method that reads a wall), walls a call."""

    per_second: float = 3.0
    per_day: int = 5_000
    walls: int = 1


@dataclass(frozen=True, slots=True)
class Load:
    """`pages` that are read, `posts` a day from them in an ordinary week, `lag` seconds from publication to card."""

    pages: int
    posts: float
    lag: float
    surge: float = SURGE


@dataclass(frozen=True, slots=True)
class Need:
    """Tokens; cores that collect and that assess; bytes after a year; the seconds of the lag that reading takes."""

    tokens: int
    collecting: int
    assessing: int
    year: int
    interval: float

    @property
    def workers(self) -> int:
        """Processes, one core each."""
        return self.collecting + self.assessing


def need(load: Load, measured: Measured | None = None, quota: Quota | None = None) -> Need:
    """What keeps the lag in the busiest hour of a storm.

    Half of the lag goes to waiting for a page's next turn (a post waits half an interval in the mean, an interval at
    most), half to the queue behind it. Raises ValueError for a lag or load that is none.
    """
    if load.lag <= 0 or load.pages <= 0 or load.posts < 0:
        raise ValueError(load)
    measured, quota = measured or Measured(), quota or Quota()
    interval = load.lag / 2
    calls = load.pages / quota.walls / interval
    tokens = max(ceil(calls / quota.per_second), ceil(calls * DAY / quota.per_day))
    rate = load.posts / DAY * measured.peak * load.surge
    return Need(
        tokens=tokens,
        collecting=max(1, _cores(rate, measured.read, load.lag / 4)),
        assessing=max(1, _cores(rate, measured.assess, load.lag / 4)),
        year=round(load.posts * 365 * measured.size),
        interval=interval,
    )


def _cores(rate: float, service: float, wait: float) -> int:
    """Servers that keep the mean wait of a queue (M/M/c by its bound of one fast server) under so many seconds."""
    return ceil((rate + 1 / wait) / service)


PLACES = {
    "a district": Load(ceil(PAGES / MUNICIPALITIES), 300, HOUR),
    "a region": Load(PAGES // REGIONS, A_REGION, HOUR),
    "the country": Load(PAGES, REGIONS * A_REGION, HOUR),
}
"""Whose load is told; the lag is what is asked for."""


def main() -> None:
    """Print a row a place."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--lag", type=float, default=60, help="minutes from publication to card")
    lag = parser.parse_args().lag * MINUTE
    print(f"{'':12} {'pages':>8} {'posts/day':>10} {'tokens':>7} {'collect':>8} {'assess':>7} {'GB a year':>10}")
    for name, load in PLACES.items():
        found = need(Load(load.pages, load.posts, lag))
        figures = f"{found.tokens:>7,} {found.collecting:>8} {found.assessing:>7} {found.year / 1e9:>10.1f}"
        print(f"{name:12} {load.pages:>8,} {load.posts:>10,.0f} {figures}")


if __name__ == "__main__":
    main()
