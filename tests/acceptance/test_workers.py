"""Two workers on one PostgreSQL database; one is killed in the middle of its work, the other takes it over."""

from pathlib import Path

from runtime.jobs import names
from tests.acceptance.program import train_model, write_posts
from tests.acceptance.workers import Workers
from tests.server import PostgresServer

POSTS, SEED = 1200, 20261127
"""More than one batch of an import: the kill falls between two."""


def test_what_a_killed_worker_had_under_way_is_finished_by_another_and_nothing_is_done_twice(
    tmp_path: Path, postgres: PostgresServer
) -> None:
    written = write_posts(tmp_path / "wall.jsonl", POSTS, SEED)
    with Workers(tmp_path, postgres.migrated(), train_model(tmp_path)) as workers:
        workers.start()
        workers.start()
        job = workers.order(tmp_path / "wall.jsonl")
        dead = workers.kill_at(job, "posts", 1)
        workers.until(lambda: workers.ended(job), "никто не продолжил загрузку")
        workers.until(lambda: not workers.count("posts WHERE due_assess OR due_score"), "не оценено")
        assert workers.count("posts") == workers.count("versions") == len(written)
        assert workers.count("assessments") == len(written)
        told = workers.said()
        assert f'"executor": "{dead}"' in told, told
        assert f'"queue": "{names.IMPORT}"' in told, told
