"""Campaigns and notices to columns and back. Pure: no connection here."""

from typing import Any

from sqlalchemy import ColumnElement

from core.campaigns import Campaign, Notice, NoticeKind, State, Verdict
from core.labels import Theme
from core.scope import Scope
from store.rows import Row, reasons_body, reasons_of

PLAIN = (
    *("code", "title", "block", "starts", "ends", "made_at", "made_by", "moved_at", "reason", "result"),
    *("incident_id", "notice_id", "revision"),
)
OF_TASK = ("title", "position", "due", "done_at", "done_by")
OF_NOTICE = (
    *("key", "title", "code", "block", "at", "starts", "ends", "incident_id"),
    *("decided_at", "decided_by", "campaign_id"),
)


def seen_by(scope: Scope, of: Any) -> list[ColumnElement[bool]]:
    """What a caller sees of campaigns or notices: those of his blocks."""
    found = [of.c.profile_id == scope.profile]
    return found if scope.blocks is None else [*found, of.c.block.in_(scope.blocks)]


def campaign_columns(campaign: Campaign) -> dict[str, Any]:
    """A campaign as columns, without its id and tasks."""
    return {name: getattr(campaign, name) for name in (*PLAIN, "theme", "state")}


def campaign_of(row: Row) -> Campaign:
    """A row of `campaigns` as a record without tasks."""
    plain = {name: row[name] for name in PLAIN}
    return Campaign(id=row["id"], theme=Theme(row["theme"]), state=State(row["state"]), **plain)


def notice_columns(notice: Notice) -> dict[str, Any]:
    """A notice as columns, without its id."""
    own = {name: getattr(notice, name) for name in (*OF_NOTICE, "theme", "kind", "verdict")}
    return own | {"reasons": reasons_body(notice.reasons)}


def notice_of(row: Row) -> Notice:
    """A row of `notices` as a record."""
    return Notice(
        id=row["id"],
        theme=Theme(row["theme"]),
        kind=NoticeKind(row["kind"]),
        verdict=Verdict(row["verdict"]),
        reasons=reasons_of(row["reasons"]),
        **{name: row[name] for name in OF_NOTICE},
    )
