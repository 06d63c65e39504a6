"""Plans and entered facts of indicators, requests of the ЦУР."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select, update

from core.errors import NotFound, Outdated
from core.indicators import Figure, Inquiry, InquiryKind
from core.scope import Scope
from store.rows import Row
from store.tables import indicators, inquiries
from store.upsert import put

KEY = ("profile_id", "code", "year", "month")
PLAIN = ("number", "what", "received", "due", "sent", "result", "by", "revision")


class IndicatorTable:
    """Fulfils `core.ports.Indicators`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def figures(self, scope: Scope, year: int) -> list[Figure]:
        """What was entered for a year."""
        mine = indicators.c.profile_id == scope.profile, indicators.c.year == year
        query = select(indicators).where(*mine).order_by(indicators.c.code, indicators.c.month)
        return [
            Figure(row["code"], row["year"], row["month"], row["plan"], row["fact"])
            for row in self._connection.execute(query).mappings()
        ]

    def put(self, scope: Scope, figure: Figure, at: datetime) -> None:
        """Keep a plan or a fact; the newest counts, the journal has the others."""
        own = {name: getattr(figure, name) for name in ("code", "year", "month", "plan", "fact")}
        put(self._connection, indicators, [{"profile_id": scope.profile, **own, "by": scope.who, "at": at}], KEY)

    def inquiries(self, scope: Scope, limit: int) -> list[Inquiry]:
        """Requests, the earliest term first among those that wait, then those that were answered."""
        query = select(inquiries).where(inquiries.c.profile_id == scope.profile)
        ordered = query.order_by(inquiries.c.sent.is_not(None), inquiries.c.due, inquiries.c.id).limit(limit)
        return [_inquiry_of(row) for row in self._connection.execute(ordered).mappings()]

    def inquiry(self, scope: Scope, inquiry_id: int) -> Inquiry:
        """One request. Raises NotFound."""
        query = select(inquiries).where(inquiries.c.profile_id == scope.profile, inquiries.c.id == inquiry_id)
        row = self._connection.execute(query).mappings().first()
        if row is None:
            raise NotFound(f"нет запроса {inquiry_id}")
        return _inquiry_of(row)

    def add_inquiry(self, scope: Scope, inquiry: Inquiry) -> Inquiry:
        """Enter one; gives it back with its id."""
        values = _columns(scope, inquiry)
        number = self._connection.execute(insert(inquiries).values(**values).returning(inquiries.c.id)).scalar_one()
        return replace(inquiry, id=number)

    def save_inquiry(self, scope: Scope, inquiry: Inquiry) -> Inquiry:
        """Keep a changed one; its revision grows. Raises Outdated."""
        mine = inquiries.c.id == inquiry.id, inquiries.c.profile_id == scope.profile
        values = _columns(scope, inquiry) | {"revision": inquiry.revision + 1}
        changed = update(inquiries).where(*mine, inquiries.c.revision == inquiry.revision).values(**values)
        if self._connection.execute(changed).rowcount != 1:
            raise Outdated(f"запрос {inquiry.id} изменился, пока вы решали")
        return replace(inquiry, revision=inquiry.revision + 1)


def _columns(scope: Scope, inquiry: Inquiry) -> dict[str, Any]:
    return {"profile_id": scope.profile, "kind": inquiry.kind, **{name: getattr(inquiry, name) for name in PLAIN}}


def _inquiry_of(row: Row) -> Inquiry:
    return Inquiry(id=row["id"], kind=InquiryKind(row["kind"]), **{name: row[name] for name in PLAIN})
