"""The first card of each of several incidents, whatever the number of their posts."""

from collections.abc import Sequence

from sqlalchemy import Connection, func, select

from core.flags import Flag
from core.scope import Scope
from store.flags import cards_of
from store.tables import flags, incident_posts, posts


def openings(connection: Connection, scope: Scope, incident_ids: Sequence[int]) -> dict[int, Flag]:
    """Incident -> the card of its earliest post that has one; two statements. Whether the caller may see the incidents
    is asked before."""
    of = incident_posts.c
    turn = func.row_number().over(partition_by=of.incident_id, order_by=(posts.c.published_at, posts.c.id))
    ordered = (
        select(of.incident_id, of.post_id, turn.label("turn"))
        .join(posts, posts.c.id == of.post_id)
        .join(flags, flags.c.post_id == of.post_id)
        .where(of.profile_id == scope.profile, of.incident_id.in_(incident_ids))
        .subquery()
    )
    asked = select(ordered.c.post_id, ordered.c.incident_id).where(ordered.c.turn == 1)
    first = {row[0]: row[1] for row in connection.execute(asked)}
    cards = cards_of(connection, flags.c.profile_id == scope.profile, flags.c.post_id.in_(first))
    return {first[card.post_id]: card for card in cards}
