"""Two workers on one PostgreSQL database assess at once; one of them is killed between two batches of its share."""

from pathlib import Path

from runtime.jobs import names
from tests.acceptance.crew import Crew
from tests.acceptance.program import train_model, write_posts
from tests.server import PostgresServer

POSTS, SEED, PATIENCE = 2600, 20261128, 200.0


def test_one_that_is_killed_while_assessing_leaves_no_text_unjudged_and_none_but_its_last_batch_is_asked_again(
    tmp_path: Path, postgres: PostgresServer
) -> None:
    file = tmp_path / "wall.jsonl"
    write_posts(file, POSTS, SEED)
    with Crew(tmp_path, postgres.migrated(), train_model(tmp_path)) as crew:
        crew.start()
        crew.start()
        job = crew.order(file)
        crew.until(lambda: crew.ended(job), "не загружено")
        crew.settle()
        dead = crew.kill_busy(names.ASSESS, PATIENCE)
        at_death = crew.count("assessments")
        crew.until(crew.judged, "никто не продолжил оценку")
        kept = crew.kept()
        assert 0 < at_death < POSTS
        assert kept.wrong([file], POSTS, killed=1) == []
        assert len(kept.asked) == 2
        taken = [line for line in crew.said().splitlines() if "jobs.taken_over" in line and names.ASSESS in line]
        assert len(taken) == 1, crew.said()
        assert f'"executor": "{dead}"' in taken[0]
