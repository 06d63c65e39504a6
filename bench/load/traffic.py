"""Posts as they come: the lengths, the themes and the hours of the week of real walls.

The walls of ../shared/data where they are, else the demo's posts, and it is said which. When all texts have been told
once, sentences of two are joined, so that a hundred thousand posts are not ten thousand told ten times: the lengths and
the themes stay what they were. Texts of one sentence come again as they are, as residents' do.
"""

import itertools
import json
import random
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import profiles

WALLS = Path(__file__).parents[3] / "shared" / "data" / "walls"
HOURS = 7 * 24
SENTENCE = re.compile(r"(?<=[.!?…])\s+")
WEEK = timedelta(weeks=1)


@dataclass(frozen=True, slots=True)
class Traffic:
    """Texts (n,) to draw from, and how many of them were published in each hour of the week (168,), Monday first."""

    texts: tuple[str, ...]
    hours: tuple[int, ...]
    real: bool

    @property
    def told(self) -> str:
        """Which texts these are, for the head of a table."""
        return f"{len(self.texts)} {'real walls’ texts' if self.real else 'demo texts (../shared is not here)'}"

    def lines(self, chance: random.Random) -> Iterator[str]:
        """Texts for ever: each once in a drawn order, then sentences of two joined."""
        order = chance.sample(range(len(self.texts)), len(self.texts))
        yield from (self.texts[each] for each in order)
        while True:
            one, two = (SENTENCE.split(self.texts[chance.randrange(len(order))]) for _ in range(2))
            yield " ".join(one[: (len(one) + 1) // 2] + two[(len(two) + 1) // 2 :])

    def moments(self, chance: random.Random, count: int, end: datetime, weeks: int) -> list[datetime]:
        """So many moments of the weeks before the end, in order, by the hours of the week that the walls show."""
        hours = chance.choices(range(HOURS), self.hours, k=count)
        begin = end - timedelta(days=end.weekday(), hours=end.hour, minutes=end.minute) - weeks * WEEK
        return sorted(
            begin + chance.randrange(weeks) * WEEK + timedelta(hours=hour, seconds=chance.randrange(3600))
            for hour in hours
        )

    @property
    def surge(self) -> float:
        """The busiest hour of the week to the mean one."""
        return max(self.hours) * HOURS / sum(self.hours)


def read() -> Traffic:
    """What is here. Its hours count each text once."""
    real = WALLS.is_dir()
    folder = WALLS if real else profiles.DEMO
    lines = [line for path in sorted(folder.glob("*.jsonl")) for line in path.read_text("utf-8").split("\n")]
    rows = [json.loads(line) for line in lines if line]
    told = [row for row in rows if row.get("text")]
    counted = Counter(_hour(datetime.fromisoformat(row["date"])) for row in told)
    texts = dict.fromkeys(row["text"] for row in told)
    return Traffic(tuple(texts), tuple(1 + counted[hour] for hour in range(HOURS)), real)


def _hour(at: datetime) -> int:
    return at.weekday() * 24 + at.hour


def write(path: Path, source: str, texts: Iterator[str], moments: list[datetime], chance: random.Random) -> None:
    """A recorded wall: one post a moment."""
    with path.open("w", encoding="utf-8") as file:
        for number, (text, at) in enumerate(zip(texts, moments, strict=False), 1):
            row = {"platform": "vk", "source": source, "id": number, "type": "post", "text": text}
            row |= {"date": at.astimezone(UTC).isoformat(), "views": chance.randint(10, 3000)}
            file.write(json.dumps(row, ensure_ascii=False) + "\n")


def walls(folder: Path, traffic: Traffic, posts: int, files: int, seed: int, end: datetime) -> list[Path]:
    """So many posts of eight weeks in so many walls of a file each, in the order of their dates."""
    chance = random.Random(seed)
    texts, size = traffic.lines(chance), -(-posts // files)
    made = []
    for number in range(files):
        few = min(size, posts - number * size)
        if few > 0:
            made.append(folder / f"wall-{number}.jsonl")
            moments = traffic.moments(chance, few, end, 8)
            write(made[-1], f"wall{number}", itertools.islice(texts, few), moments, chance)
    return made
