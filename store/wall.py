"""The second wall between municipalities on one PostgreSQL server: row-level security.

The first is the `Scope` that every query takes. Should a query ever forget it, the server itself shows the
application's role no row of another profile than the one that its connection named (`store.engine`), and takes none
from it. The owner of the tables, who migrates and copies, is not bound.
https://www.postgresql.org/docs/current/ddl-rowsecurity.html
"""

import re
from collections.abc import Iterator

from sqlalchemy import Connection, text

from store.tables import metadata

OPEN = {"search": "a policy keeps `@@` from the index of words, for it is not leakproof; it holds lemmas and ids only"}
"""Tables without a wall, and why. They are read together with one that has it."""
POLICY = "own_profile"
NAMED = "(SELECT current_setting('mcu.profile', true) AS current_setting)"
CONDITION = f"CASE WHEN profile_id = {NAMED} THEN true ELSE false END"
"""Not a plain equation, for the planner would take it as a way to find rows: a server that has not surveyed its tables
yet (a minute or more after a first import) thinks that a profile has one row in each, joins by the profile alone, and
makes 300 cards out of billions of pairs. Queries name the profile themselves; where they do not, they join by keys."""
IN_FORCE = """
SELECT tablename, qual FROM pg_policies JOIN pg_class ON oid = format('%I.%I', schemaname, tablename)::regclass
WHERE schemaname = current_schema() AND policyname = :policy AND relrowsecurity
  AND permissive = 'PERMISSIVE' AND cmd = 'ALL' AND roles = '{public}' AND with_check IS NULL
"""


def walled() -> list[str]:
    """The tables behind the wall."""
    return sorted(name for name, table in metadata.tables.items() if "profile_id" in table.c and name not in OPEN)


def statements(connection: Connection) -> Iterator[str]:
    """What raises the wall, or raises it again, where it does not stand. Each of them waits for all who use its table,
    so that a municipality which joins others at work must not ask for them all anew."""
    stands = _standing(connection)
    for table in (name for name in walled() if name not in stands):
        yield f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY"
        yield f"DROP POLICY IF EXISTS {POLICY} ON {table}"
        yield f"CREATE POLICY {POLICY} ON {table} USING ({CONDITION})"


def _standing(connection: Connection) -> set[str]:
    """The tables whose policy is in force and says what ours says."""
    found = connection.execute(text(IN_FORCE), {"policy": POLICY})
    return {table for table, told in found if _plain(told) == _plain(CONDITION)}


def _plain(condition: str) -> str:
    """A condition without the casts, brackets and spaces that the server adds when it tells it."""
    return re.sub(r"::\w+|[()\s]", "", condition)
