"""Notices that a campaign is needed, and the habits of the themes out of which they come."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Connection, func, select, update

from core.campaigns import Notice, Verdict
from core.errors import NotFound, Outdated
from core.flags import FlagStatus
from core.labels import Theme
from core.scope import Scope
from store.campaign_rows import notice_columns, notice_of, seen_by
from store.tables import flags, notices
from store.upsert import insert_new


class NoticeTable:
    """The part of `core.ports.Campaigns` that keeps notices."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def notice(self, scope: Scope, found: Sequence[Notice]) -> int:
        """Keep notices whose keys are new; returns how many were."""
        return insert_new(
            self._connection, notices, [{"profile_id": scope.profile, **notice_columns(each)} for each in found]
        )

    def notices(self, scope: Scope, verdict: Verdict | None = None, after: int = 0, limit: int = 200) -> list[Notice]:
        """Notices behind a number, in the order of their numbers."""
        asked = select(notices).where(notices.c.id > after, *seen_by(scope, notices))
        if verdict is not None:
            asked = asked.where(notices.c.verdict == verdict)
        ordered = asked.order_by(notices.c.id).limit(limit)
        return [notice_of(row) for row in self._connection.execute(ordered).mappings()]

    def noticed(self, scope: Scope, notice_id: int) -> Notice:
        """One notice. Raises NotFound if there is none within the scope."""
        asked = select(notices).where(notices.c.id == notice_id, *seen_by(scope, notices))
        row = self._connection.execute(asked).mappings().first()
        if row is None:
            raise NotFound(f"нет уведомления К-{notice_id}")
        return notice_of(row)

    def save_notice(self, scope: Scope, notice: Notice) -> None:
        """Keep what was decided. Raises Outdated if somebody decided meanwhile."""
        mine = notices.c.id == notice.id, notices.c.profile_id == scope.profile, notices.c.verdict == Verdict.OPEN
        if self._connection.execute(update(notices).where(*mine).values(**notice_columns(notice))).rowcount != 1:
            raise Outdated(f"на уведомление К-{notice.id} уже ответили")

    def keys(self, scope: Scope) -> frozenset[str]:
        """Keys of all notices of the profile."""
        asked = select(notices.c.key).where(notices.c.profile_id == scope.profile)
        return frozenset(self._connection.execute(asked).scalars())

    def habits(self, scope: Scope, zone: str, since: date) -> Mapping[Theme, Mapping[date, int]]:
        """Flagged posts of each theme by local day, rejected cards left out."""
        first = datetime.combine(since, time(), ZoneInfo(zone))
        day = self._day(zone, first)
        mine = flags.c.profile_id == scope.profile, flags.c.status != FlagStatus.REJECTED
        asked = (
            select(flags.c.theme, day, func.count())
            .where(*mine, flags.c.published_at >= first)
            .group_by(flags.c.theme, day)
        )
        found: dict[str, dict[date, int]] = {}
        for theme, at, count in self._connection.execute(asked).all():
            found.setdefault(theme, {})[at if isinstance(at, date) else date.fromisoformat(at)] = count
        return {Theme(theme): counts for theme, counts in found.items()}

    def _day(self, zone: str, first: datetime) -> ColumnElement[Any]:
        """The local day of publication. SQLite knows no zones: there the distance from UTC is that of the first day.
        Russia has not changed its clocks since 2016."""
        if self._connection.dialect.name == "postgresql":
            return func.date(func.timezone(zone, flags.c.published_at))
        away = (first.utcoffset() or timedelta(0)) // timedelta(minutes=1)
        return func.date(flags.c.published_at, f"{away:+d} minutes")
