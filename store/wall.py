"""The second wall between municipalities on one PostgreSQL server: row-level security.

The first is the `Scope` that every query takes. Should a query ever forget it, the server itself shows the
application's role no row of another profile than the one that its connection named (`store.engine`), and takes none
from it. The owner of the tables, who migrates and copies, is not bound.
https://www.postgresql.org/docs/current/ddl-rowsecurity.html
"""

from collections.abc import Iterator

from store.tables import metadata

OPEN = {"search": "a policy keeps `@@` from the index of words, for it is not leakproof; it holds lemmas and ids only"}
"""Tables without a wall, and why. They are read together with one that has it."""
POLICY = "own_profile"


def walled() -> list[str]:
    """The tables behind the wall."""
    return sorted(name for name, table in metadata.tables.items() if "profile_id" in table.c and name not in OPEN)


def statements() -> Iterator[str]:
    """What raises the wall, or raises it again."""
    for table in walled():
        yield f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY"
        yield f"DROP POLICY IF EXISTS {POLICY} ON {table}"
        yield f"CREATE POLICY {POLICY} ON {table} USING (profile_id = current_setting('mcu.profile', true))"
