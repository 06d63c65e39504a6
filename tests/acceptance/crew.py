"""A crew of workers whose doings are written down: what was asked of the model, what is kept, which jobs overlapped."""

import hashlib
import json
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import text

from runtime.jobs import names
from tests.acceptance import program
from tests.acceptance.workers import Workers

STEPS = {names.IMPORT: names.READ_STEP, names.SETTLE: names.ASSESS_STEP, names.ASSESS: names.ASSESS_STEP}
"""What a job does as long as it has done nothing else: `settle` assesses before it weighs."""
CHECKED = (names.IMPORT, names.SETTLE, names.COLLECT, names.CONTROL)
"""Jobs of queues that let one through at a time; collection is checked by its queue, one a platform."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What lies in the database, and what came to be on the way.

    `posts` is the digest of (source, message, text) in order; `asked` by process: each batch's size; `overlaps` are
    queues in which a step began before the former one of another job had ended.
    """

    posts: str
    counts: dict[str, int]
    cards: list[tuple[str, str, int, str]]
    incidents: list[tuple[str, ...]]
    asked: dict[str, list[int]]
    overlaps: list[str]

    def wrong(self, files: Iterable[Path], posts: int, killed: int) -> list[str]:
        """What is not as it must be after so many kills; empty if all is."""
        found = [f"{what}: {count}, not {posts}" for what, count in self.counts.items() if count != posts]
        if self.posts != digest(_written(files)):
            found.append("texts differ from the files")
        if len({card[:2] for card in self.cards}) != len(self.cards):
            found.append("a post has two cards")
        if self.again > self.excused(killed):
            found.append(f"asked of the model again: {self.again}, excused {self.excused(killed)}")
        return found + [f"two at a time in the queue {queue}" for queue in self.overlaps]

    @property
    def again(self) -> int:
        """Texts that the model was asked for more than once."""
        return sum(map(sum, self.asked.values())) - self.counts["assessments"]

    def excused(self, killed: int) -> int:
        """At most what each dead one had asked for last; the greatest batches, for the dead are not told apart."""
        return sum(sorted((batches[-1] for batches in self.asked.values()), reverse=True)[:killed])


def digest(rows: Iterable[tuple[str, str, str]]) -> str:
    """SHA-256 over posts in the order of their keys."""
    made = hashlib.sha256()
    for row in sorted(rows):
        made.update(json.dumps(row, ensure_ascii=False).encode())
    return made.hexdigest()


def _written(files: Iterable[Path]) -> Iterator[tuple[str, str, str]]:
    for file in files:
        # By its line ends alone: texts hold other signs that Python takes for one.
        for line in file.read_text("utf-8").split("\n"):
            if line:
                row = json.loads(line)
                yield row["source"], str(row["id"]), row["text"]


class Crew(Workers):
    """Workers as they are, but each question to the model is written down."""

    MAIN = program.MAIN

    def rows(self, query: str) -> list[tuple[object, ...]]:
        """What the owner sees."""
        with self.engine.connect() as connection:
            return [tuple(row) for row in connection.execute(text(query))]

    def kill_busy(self, job: str, seconds: float) -> str:
        """kill -9 whoever is in the midst of the first stage of such a job; returns its name."""
        schema = self.jobs.split(".")[0]
        busy = (
            f"SELECT s.executor_id FROM {self.jobs} s WHERE s.name = '{job}' AND s.status = 'PENDING' AND EXISTS "
            f"(SELECT 1 FROM {schema}.operation_outputs o WHERE o.workflow_uuid = s.workflow_uuid) AND NOT EXISTS "
            f"(SELECT 1 FROM {schema}.operation_outputs o WHERE o.workflow_uuid = s.workflow_uuid "
            f"AND o.function_name <> '{STEPS[job]}')"
        )
        end = time.monotonic() + seconds
        while not (found := self.rows(busy)):
            if time.monotonic() > end:
                raise TimeoutError(f"nobody is at {job}\n{self.said()[-4000:]}")
            time.sleep(0.02)
        process = self.bearer(str(found[0][0]))
        process.kill()
        process.wait()
        return str(found[0][0])

    def idle(self) -> bool:
        """Whether nothing waits: no post, no card, no job of a file or of an assessment."""
        jobs = f"name IN ('{names.IMPORT}', '{names.SETTLE}') AND status IN ('ENQUEUED', 'PENDING')"
        waiting = ("posts WHERE due_assess OR due_score", "flags WHERE due_group", f"{self.jobs} WHERE {jobs}")
        return not any(map(self.count, waiting))

    def judged(self) -> bool:
        """Whether every text is assessed and weighed, and no share of an assessment is left; grouping, which takes most
        of the time and is one worker's, may go on."""
        shares = f"name = '{names.ASSESS}' AND status IN ('ENQUEUED', 'PENDING')"
        return not any(map(self.count, ("posts WHERE due_assess OR due_score", f"{self.jobs} WHERE {shares}")))

    def kept(self) -> Kept:
        """All that a verdict needs."""
        return Kept(
            digest(self.rows(TEXTS)),
            {
                "posts": self.count("posts"),
                "versions": self.count("versions"),
                "assessments": self.count("assessments"),
                "versions assessed": self.count("(SELECT DISTINCT version_id FROM assessments) told"),
                "posts with their assessment": self.count("posts WHERE assessment_id IS NOT NULL"),
            },
            self.rows(CARDS),
            self._incidents(),
            self._asked(),
            self._overlaps(),
        )

    def _incidents(self) -> list[tuple[str, ...]]:
        members = (
            "SELECT string_agg(p.source || '/' || p.message, ' ' ORDER BY p.source, p.message) "
            "FROM incident_posts m JOIN posts p ON p.id = m.post_id GROUP BY m.incident_id"
        )
        return sorted(tuple(str(row[0]).split()) for row in self.rows(members))

    def _asked(self) -> dict[str, list[int]]:
        asked: dict[str, list[int]] = {}
        for path in sorted(self.folder.glob("home-*/asked.txt")):
            for line in path.read_text().splitlines():
                process, size = line.split()
                asked.setdefault(process, []).append(int(size))
        return asked

    def _overlaps(self) -> list[str]:
        schema = self.jobs.split(".")[0]
        steps = (
            "SELECT s.queue_name, o.workflow_uuid, o.started_at_epoch_ms, o.completed_at_epoch_ms "
            f"FROM {schema}.operation_outputs o JOIN {self.jobs} s USING (workflow_uuid) "
            f"WHERE s.queue_name IS NOT NULL AND s.name IN ({', '.join(map(repr, CHECKED))}) "
            "AND o.completed_at_epoch_ms IS NOT NULL ORDER BY 1, 3"
        )
        found, last = set[str](), dict[str, tuple[str, int]]()
        for queue, job, begun, ended in self.rows(steps):
            before = last.get(str(queue), ("", 0))
            if before[0] != job and int(str(begun)) < before[1]:
                found.add(str(queue))
            last[str(queue)] = max(before, (str(job), int(str(ended))), key=lambda each: each[1])
        return sorted(found)


CARDS = "SELECT p.source, p.message, f.score, f.level FROM flags f JOIN posts p ON p.id = f.post_id ORDER BY 1, 2"
TEXTS = "SELECT p.source, p.message, v.text FROM posts p JOIN versions v ON v.post_id = p.id AND v.number = p.version"
