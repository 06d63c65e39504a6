"""Журнал: who did what to which thing, by ids; with the place of the chain to write down."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Annotated
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Depends, Query
from fastapi.responses import Response

from api.auth import Caller, ServicesDep
from api.web.entries import lines_of, told
from api.web.rendering import page
from api.web.visiting import may
from core.journal import GROUPS, Entry, JournalPage, JournalQuery
from core.scope import Right

router = APIRouter()
PATH = "/journal"
MayRead = Annotated[Caller, Depends(may(Right.READ_JOURNAL))]
LINES, MOST = 50, 500
Words = Annotated[str, Query(max_length=128)]


@dataclass(frozen=True, slots=True)
class Asked:
    """The filters as they were typed."""

    group: str = ""
    officer: str = ""
    about: str = ""
    since: str = ""
    until: str = ""

    def query(self, zone: str, before: int | None) -> JournalQuery:
        """As a question to the store; days are the centre's own, and a day that is none lets all through."""
        first, last = _midnight(self.since, zone), _midnight(self.until, zone, days=1)
        group = self.group if self.group in GROUPS else ""
        return JournalQuery(group, self.officer.strip(), self.about.strip(), first, last, before, LINES)

    def line(self, **more: object) -> str:
        """The address of these filters."""
        named = {name: getattr(self, name) for name in self.__slots__} | more
        return urlencode({name: value for name, value in named.items() if value})


def _midnight(day: str, zone: str, days: int = 0) -> datetime | None:
    try:
        found = date.fromisoformat(day)
        return datetime.combine(found, time.min, ZoneInfo(zone)).astimezone(UTC) + timedelta(days=days)
    except (ValueError, OverflowError):
        return None


def asked(group: Words = "", officer: Words = "", about: Words = "", since: Words = "", until: Words = "") -> Asked:
    """The filters of the address."""
    return Asked(*(each.replace("\x00", "") for each in (group, officer, about, since, until)))


def read(find: Callable[[int | None], JournalPage], before: int | None) -> tuple[list[Entry], int | None]:
    """A page of entries and where older ones begin: as many as make `LINES` lines, within reason."""
    entries: list[Entry] = []
    while True:
        found = find(before)
        entries, before = [*entries, *found.entries], found.next
        if before is None or len(lines_of(entries, {})) >= LINES or len(entries) >= MOST:
            return entries, before


@router.get(PATH)
def show(
    caller: MayRead,
    given: ServicesDep,
    ask: Annotated[Asked, Depends(asked)],
    before: Annotated[int | None, Query(ge=1, lt=2**53)] = None,
) -> Response:
    """The page."""
    zone = given.profile.timezone
    with given.ledger.read() as work:
        entries, older = read(lambda at: work.journal.find(caller.scope, ask.query(zone, at)), before)
        titles = {str(each.key): each.title for each in work.sources.list(caller.scope) if each.title}
        last = work.journal.last(caller.scope)
    return page(
        "journal.html",
        given,
        caller,
        lines=lines_of(entries, titles),
        told=lambda detail: told(detail, zone),
        ask=ask,
        groups=GROUPS,
        last=last,
        older=ask.line(before=older) if older else "",
        newest=ask.line() if before else None,
    )
