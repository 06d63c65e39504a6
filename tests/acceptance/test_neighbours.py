"""Two municipalities in one database of a server: whatever one of them commands, nothing of the other's changes.

The commands work here as the owner of the tables, whom no policy of the server binds: what keeps the two apart is the
scope of every query alone. Walls, numbers of posts, logins and names of keys are the same in both.
"""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from runtime.cli import COMMANDS
from store.engine import open_engine
from tests.acceptance.conftest import Ran
from tests.acceptance.program import write_posts
from tests.server import PostgresServer
from tests.unit.api.test_neighbours import rows

OURS, THEIRS = "batetsky", "gubkin"
PLACES = Path(__file__).parents[2] / "profiles" / "demo" / "gazetteer.csv"
COMMANDED = """
init --profile batetsky
import wall.jsonl
source add vk:wall --keep 30
source add file:{folder}/more.jsonl
collect --once
flags
posts export --source vk:wall
gazetteer import {places}
user add olga --role monitor
user password olga
user roles olga --role deputy
user factor olga
user disable olga
user enable olga
key add risk-team --role crc
key revoke risk-team
labels export --out labels.jsonl
labels agreement
rules dry-run
alerts list
alerts replay
model drift
report weekly --week 2026-W41 --out .
export incidents --out all.xlsx
rescore --since 2026-01-01
remask
personal
doctor
audit verify
audit export
renew-key --stopped
forget --post vk:wall:2
forget --author-of vk:wall:3
source remove file:{folder}/more.jsonl
retention
"""
"""A line a command; each of our own things, which the other has under the same names."""
APART = {
    "migrate": "alters tables, rows of nobody",
    "assess": "keeps nothing",
    "train": "reads files",
    "evaluate": "reads files",
    "demo": "has a database of its own",
    "serve": "runs what tests/unit/api/test_neighbours.py and the commands above do",
    "worker": "runs what the commands above do",
    "backup": "takes the whole database",
    "restore": "brings the whole database",
    "move": "goes to an empty database",
    "telegram": "keeps a session in the data folder",
    "profile": "reads files",
    "region": "keeps a list in the data folder",
}
"""Commands that have no rows of one municipality to change, each with the reason."""


@pytest.fixture
def together(
    mcu: Callable[..., Ran], tmp_path: Path, postgres: PostgresServer, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Engine]:
    """Both in one database, by turns: the other has lived already. Gives the database."""
    url = postgres.migrated()
    monkeypatch.setenv("MCU_DATABASE_URL", url)
    monkeypatch.setenv("MCU_MIGRATE_URL", url)
    write_posts(tmp_path / "wall.jsonl", 40, 1)
    shutil.copy(tmp_path / "wall.jsonl", tmp_path / "more.jsonl")
    monkeypatch.setenv("MCU_HOME", str(tmp_path / THEIRS))
    for words in ("init --profile gubkin", *lines(tmp_path)[1:14], "key add risk-team --role crc"):
        done = mcu(*words.split())
        assert done.code in (0, 3), (words, done.err)
    monkeypatch.setenv("MCU_HOME", str(tmp_path / OURS))
    engine = open_engine(url)
    yield engine
    engine.dispose()
    postgres.drop(url)


def lines(folder: Path) -> list[str]:
    return COMMANDED.format(folder=folder, places=PLACES).strip().splitlines()


def test_no_command_changes_a_row_of_the_other(mcu: Callable[..., Ran], together: Engine, tmp_path: Path) -> None:
    assert {words.split()[0] for words in lines(tmp_path)} | set(APART) == set(COMMANDS)
    before = rows(together, THEIRS)
    assert {"posts", "flags", "incidents", "steps", "users", "keys", "gazetteer", "sources", "journal"} <= {
        name for name, kept in before.items() if kept
    }
    refused = []
    for words in lines(tmp_path):
        done = mcu(*words.split())
        refused += [(words, done.err)] if done.code not in (0, 3) else []
        changed = [name for name, kept in rows(together, THEIRS).items() if kept != before[name]]
        assert changed == [], words
    assert refused == []
    assert len(rows(together, OURS)["posts"]) < len(before["posts"])
