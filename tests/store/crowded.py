"""A year of a district on PostgreSQL, made by the server itself in a few seconds: for the planner to have a choice.

`PLANS_POSTS` makes it the year of a larger one (`make bench-plans`).
"""

import json
import os
from pathlib import Path

from sqlalchemy import Engine, text

from core.reasons import Reason
from store.incident_rows import reason_body
from store.rows import assessment_body
from tests.made import said

DISTRICT = 20_000
POSTS = int(os.environ.get("PLANS_POSTS") or DISTRICT)
BODY = json.dumps(assessment_body(said()))
REASON = json.dumps(reason_body(Reason("copy", 1.0, {})))
STATEMENTS = Path(__file__).with_suffix(".sql")


def fill(engine: Engine, posts: int = POSTS) -> None:
    """Fill an empty, migrated database; then it is known to the planner, as autovacuum would have it."""
    pour(engine, posts)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM ANALYZE"))


def pour(engine: Engine, posts: int) -> None:
    """Fill it, and tell the planner nothing, as it is in the first minute."""
    with engine.begin() as connection:
        for each in STATEMENTS.read_text(encoding="utf-8").split(";\n")[:-1]:
            known = {"posts": posts, "body": BODY, "reason": REASON}
            connection.execute(text(each), {name: value for name, value in known.items() if f":{name}" in each})
