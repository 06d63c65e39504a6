"""Журнал: who did what to which thing, by ids; with the place of the chain to write down."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Query
from fastapi.responses import Response

from api.auth import Caller, ServicesDep
from api.web import times
from api.web.entries import lines_of, told
from api.web.filters import day, ends, known, plain
from api.web.rendering import page
from api.web.visiting import may
from core.journal import GROUPS, Entry, JournalPage, JournalQuery
from core.scope import Right

router = APIRouter()
PATH = "/journal"
MayRead = Annotated[Caller, Depends(may(Right.READ_JOURNAL))]
LINES, MOST = 50, 500
NAMES = ("group", "officer", "about", "since", "until")
Words = Annotated[str, Query(max_length=128)]


@dataclass(frozen=True, slots=True)
class Asked:
    """The filters as they were typed; `wrong` says what was left out."""

    group: str = ""
    officer: str = ""
    about: str = ""
    since: str = ""
    until: str = ""
    wrong: tuple[str, ...] = ()

    def query(self, zone: str, before: int | None) -> JournalQuery:
        """As a question to the store; days are the centre's own."""
        first, last = times.day_start(self.since, zone), times.day_start(self.until, zone, days=1)
        return JournalQuery(self.group, self.officer.strip(), self.about.strip(), first, last, before, LINES)

    def line(self, **more: object) -> str:
        """The address of these filters."""
        named = {name: getattr(self, name) for name in NAMES} | more
        return urlencode({name: value for name, value in named.items() if value})


def asked(
    given: ServicesDep, group: Words = "", officer: Words = "", about: Words = "", since: Words = "", until: Words = ""
) -> Asked:
    """The filters of the address; what cannot be read is left out and said so."""
    wrong: list[str] = []
    days = [day(name, plain(said), given.profile, wrong) for name, said in (("since", since), ("until", until))]
    first, last = ends(wrong, *days)
    return Asked(known("group", group, GROUPS, wrong), plain(officer), plain(about), first, last, tuple(wrong))


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
        misread=ask.wrong,
        groups=GROUPS,
        last=last,
        older=ask.line(before=older) if older else "",
        newest=ask.line() if before else None,
    )
