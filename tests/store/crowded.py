"""A year of a district on PostgreSQL, made by the server itself in a few seconds: for the planner to have a choice."""

from pathlib import Path

from sqlalchemy import Engine, text

POSTS = 20_000
STATEMENTS = Path(__file__).with_suffix(".sql")


def fill(engine: Engine, posts: int = POSTS) -> None:
    """Fill an empty, migrated database; then it is known to the planner, as autovacuum would have it."""
    with engine.begin() as connection:
        for each in STATEMENTS.read_text(encoding="utf-8").split(";\n")[:-1]:
            connection.execute(text(each), {"posts": posts} if ":posts" in each else {})
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM ANALYZE"))
