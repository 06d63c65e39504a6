"""What a caller sees of the incidents."""

from typing import Any

from sqlalchemy import ColumnElement, text

from core.scope import Scope
from store.tables import incidents

STORM: Any = text("incidents.storm")
"""The bare column: so the index over storms has it, and no other form of it is answered from there."""


def seen_by(scope: Scope) -> list[ColumnElement[bool]]:
    """The conditions of a scope."""
    found: list[ColumnElement[bool]] = [incidents.c.profile_id == scope.profile]
    if scope.blocks is not None:
        found.append(incidents.c.block.in_(scope.blocks))
    if scope.territories is not None:
        found.append(incidents.c.territory.in_(scope.territories))
    return found
