"""Reports that were made, with people's edits."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select, update

from core.errors import NotFound, Outdated
from core.papers import Edit, Report, body_of, paper_of
from core.scope import Scope
from store.rows import Row
from store.tables import reports

NAMED = ("key", "order", "made_at", "made_by", "revision")


class ReportTable:
    """Fulfils `core.ports.Reports`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def list(self, scope: Scope, limit: int) -> list[Report]:
        """Reports, the last made first."""
        query = select(reports).where(reports.c.profile_id == scope.profile)
        ordered = query.order_by(reports.c.made_at.desc(), reports.c.id.desc()).limit(limit)
        return [_report_of(row) for row in self._connection.execute(ordered).mappings()]

    def get(self, scope: Scope, report_id: int) -> Report:
        """One report. Raises NotFound."""
        found = self._first(scope, reports.c.id == report_id)
        if found is None:
            raise NotFound(f"нет отчёта {report_id}")
        return found

    def keyed(self, scope: Scope, key: str) -> Report | None:
        """The report of a question, if it was made."""
        return self._first(scope, reports.c.key == key)

    def _first(self, scope: Scope, condition: Any) -> Report | None:
        query = select(reports).where(reports.c.profile_id == scope.profile, condition)
        row = self._connection.execute(query).mappings().first()
        return _report_of(row) if row else None

    def add(self, scope: Scope, report: Report) -> Report:
        """Keep a new one; gives it back with its id."""
        number = self._connection.execute(
            insert(reports).values(**_columns(scope, report)).returning(reports.c.id)
        ).scalar_one()
        return replace(report, id=number)

    def save(self, scope: Scope, report: Report) -> Report:
        """Keep a changed one; its revision grows. Raises Outdated."""
        mine = reports.c.id == report.id, reports.c.profile_id == scope.profile
        values = _columns(scope, report) | {"revision": report.revision + 1}
        changed = update(reports).where(*mine, reports.c.revision == report.revision).values(**values)
        if self._connection.execute(changed).rowcount != 1:
            raise Outdated(f"отчёт {report.id} изменился, пока вы решали")
        return replace(report, revision=report.revision + 1)


def _columns(scope: Scope, report: Report) -> dict[str, Any]:
    edits = {
        code: {"text": each.text, "by": each.by, "at": each.at.isoformat(), "over": each.over}
        for code, each in report.edits.items()
    }
    own = {name: getattr(report, name) for name in NAMED}
    return {"profile_id": scope.profile, **own, "body": body_of(report.paper), "edits": edits}


def _report_of(row: Row) -> Report:
    return Report(
        id=row["id"], paper=paper_of(row["body"]), edits=_edits(row["edits"]), **{name: row[name] for name in NAMED}
    )


def _edits(body: Mapping[str, Any]) -> dict[str, Edit]:
    return {
        code: Edit(each["text"], each["by"], datetime.fromisoformat(each["at"]), each["over"])
        for code, each in body.items()
    }
