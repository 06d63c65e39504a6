"""Questions whether two incidents are one, and which posts a person kept apart from which incidents."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, delete, func, or_, select, update

from core.errors import NotFound
from core.incidents import Answered, Proposal
from core.scope import Scope
from store.incident_rows import proposal_of, proposal_row
from store.sight import seen_by
from store.tables import apart, incidents, proposals
from store.upsert import insert_new, put


class ProposalTable:
    """Fulfils `core.ports.Proposals`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def put(self, scope: Scope, asked: Sequence[Proposal]) -> int:
        """Keep new questions; a pair that was asked about once is not asked about again."""
        return insert_new(self._connection, proposals, [proposal_row(scope.profile, each) for each in asked])

    def get(self, scope: Scope, proposal_id: int) -> Proposal:
        """A question by its id. Raises NotFound if there is none within the scope."""
        query = _visible(scope).where(proposals.c.id == proposal_id)
        row = self._connection.execute(query).mappings().first()
        if row is None:
            raise NotFound(f"нет предложения {proposal_id}")
        return proposal_of(row)

    def find(self, scope: Scope, status: Answered, incident_id: int | None = None, limit: int = 200) -> list[Proposal]:
        """Questions of a state, of one incident or of all, the surest first."""
        query = _visible(scope).where(proposals.c.status == status)
        if incident_id is not None:
            query = query.where(or_(proposals.c.incident_id == incident_id, proposals.c.other_id == incident_id))
        order = proposals.c.score.desc(), proposals.c.id
        # Sorted are numbers, from an index; reasons are read of those that are shown.
        numbers = self._connection.execute(query.with_only_columns(proposals.c.id).order_by(*order).limit(limit))
        shown = select(proposals).where(proposals.c.id.in_(numbers.scalars().all())).order_by(*order)
        return [proposal_of(row) for row in self._connection.execute(shown).mappings()]

    def count(self, scope: Scope, status: Answered) -> int:
        """How many questions of a state there are."""
        query = _visible(scope).where(proposals.c.status == status).with_only_columns(func.count())
        return int(self._connection.execute(query).scalar_one())

    def save(self, scope: Scope, proposal: Proposal) -> None:
        """Keep what was decided."""
        mine = proposals.c.id == proposal.id, proposals.c.profile_id == scope.profile
        self._connection.execute(update(proposals).where(*mine).values(**proposal_row(scope.profile, proposal)))

    def void(self, scope: Scope, incident_id: int, at: datetime) -> int:
        """Drop the open questions about an incident that was emptied; returns how many there were."""
        about = or_(proposals.c.incident_id == incident_id, proposals.c.other_id == incident_id)
        mine = proposals.c.profile_id == scope.profile, proposals.c.status == Answered.OPEN, about
        return self._connection.execute(
            update(proposals).where(*mine).values(status=Answered.VOID, decided_at=at)
        ).rowcount

    def reopen(self, scope: Scope, incident_id: int, at: datetime) -> int:
        """Ask again what a merge of that moment answered or dropped about an incident that has its posts again; returns
        how many questions. Those whose other incident has gone over to a third since stay as they are."""
        stands = select(incidents.c.id).where(
            incidents.c.profile_id == scope.profile, incidents.c.merged_into.is_(None)
        )
        mine = (
            proposals.c.profile_id == scope.profile,
            proposals.c.status.in_((Answered.VOID, Answered.ACCEPTED)),
            proposals.c.decided_at == at,
            or_(proposals.c.incident_id == incident_id, proposals.c.other_id == incident_id),
            proposals.c.incident_id.in_(stands),
            proposals.c.other_id.in_(stands),
        )
        return self._connection.execute(
            update(proposals).where(*mine).values(status=Answered.OPEN, decided_by="", decided_at=None)
        ).rowcount

    def keep_apart(
        self, scope: Scope, pairs: Sequence[tuple[int, int]], at: datetime, *, lightly: bool = False
    ) -> None:
        """Note that these (post, incident) never come together by a rule. What was kept apart already is kept so by
        this from now on; `lightly`, still by what did it first."""
        rows = [
            {"profile_id": scope.profile, "post_id": post, "incident_id": incident, "at": at, "by": scope.who}
            for post, incident in pairs
        ]
        if lightly:
            insert_new(self._connection, apart, rows)
        elif rows:
            put(self._connection, apart, rows, key=("post_id", "incident_id"))

    def let_together(self, scope: Scope, incident_ids: tuple[int, int], at: datetime) -> int:
        """Forget what was kept apart from these incidents at that moment; returns how many pairs."""
        mine = apart.c.profile_id == scope.profile, apart.c.incident_id.in_(incident_ids), apart.c.at == at
        return self._connection.execute(delete(apart).where(*mine)).rowcount

    def kept_apart(self, scope: Scope, incident_id: int) -> list[int]:
        """Posts that must not come into this incident, those of the ones that it absorbed included."""
        holders = select(incidents.c.id).where(incidents.c.id == incident_id).cte(recursive=True)
        holders = holders.union(select(incidents.c.id).join(holders, incidents.c.merged_into == holders.c.id))
        query = (
            select(apart.c.post_id)
            .distinct()
            .where(apart.c.profile_id == scope.profile, apart.c.incident_id.in_(select(holders.c.id)))
        )
        return list(self._connection.execute(query).scalars())


def _visible(scope: Scope):  # type: ignore[no-untyped-def]  # a Select of all columns
    """Both incidents of a question are within the scope."""
    query = select(proposals).where(proposals.c.profile_id == scope.profile)
    if scope.blocks is None and scope.territories is None:
        return query
    mine = select(incidents.c.id).where(*seen_by(scope))
    return query.where(proposals.c.incident_id.in_(mine), proposals.c.other_id.in_(mine))
