"""What a caller sees of things that have a block and a territory."""

from typing import Any

from sqlalchemy import ColumnElement, Table, text

from core.scope import Scope
from store.tables import incidents

STORM: Any = text("incidents.storm")
"""The bare column: so the index over storms has it, and no other form of it is answered from there."""


def seen_by(scope: Scope) -> list[ColumnElement[bool]]:
    """Of the incidents, as conditions."""
    return reached(scope, incidents)


def reached(scope: Scope, table: Table) -> list[ColumnElement[bool]]:
    """Rows of the profile within the blocks and territories of a scope."""
    found: list[ColumnElement[bool]] = [table.c.profile_id == scope.profile]
    if scope.blocks is not None:
        found.append(table.c.block.in_(scope.blocks))
    if scope.territories is not None:
        found.append(table.c.territory.in_(scope.territories))
    return found
