"""Журнал: who did what to which thing, by ids; with the place of the chain to write down."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Query
from fastapi.responses import Response

from api.auth import Caller, ServicesDep
from api.web import times
from api.web.entries import Line, lines_of, told
from api.web.filters import day, ends, known, plain
from api.web.rendering import page
from api.web.visiting import may
from core.journal import GROUPS, Entry, JournalPage, JournalQuery
from core.scope import Right

router = APIRouter()
PATH = "/journal"
MayRead = Annotated[Caller, Depends(may(Right.READ_JOURNAL))]
LINES, MOST = 50, 500
UNFOLDED = 20
"""So many entries of a run stand under its line; the others have a page of their own."""
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


def rest_of(line: Line, ask: Asked) -> str:
    """The address of a run's entries behind those that stand under its line; empty where all of them do."""
    if len(line.entries) <= UNFOLDED:
        return ""
    return ask.line(before=line.entries[UNFOLDED - 1].number, oldest=line.first.number)


def run(find: Callable[[int | None], JournalPage], before: int | None, oldest: int) -> tuple[list[Entry], int | None]:
    """A page of a run's entries down to its oldest one, and where the following page begins."""
    found = find(before)
    entries = [each for each in found.entries if each.number >= oldest]
    return entries, found.next if len(entries) == len(found.entries) else None


@router.get(PATH)
def show(
    caller: MayRead,
    given: ServicesDep,
    ask: Annotated[Asked, Depends(asked)],
    before: Annotated[int | None, Query(ge=1, lt=2**53)] = None,
    oldest: Annotated[int | None, Query(ge=1, lt=2**53)] = None,
) -> Response:
    """The page; down to the `oldest` entry of a run each one is told by itself."""
    zone = given.profile.timezone
    with given.ledger.read() as work:

        def find(at: int | None) -> JournalPage:
            return work.journal.find(caller.scope, ask.query(zone, at))

        entries, older = run(find, before, oldest) if oldest else read(find, before)
        titles = {str(each.key): each.title for each in work.sources.list(caller.scope) if each.title}
        last = work.journal.last(caller.scope)
    return page(
        "journal.html",
        given,
        caller,
        lines=[line for each in entries for line in lines_of([each], titles)] if oldest else lines_of(entries, titles),
        rest_of=lambda line: rest_of(line, ask),
        shown=UNFOLDED,
        oldest=oldest,
        told=lambda detail: told(detail, zone),
        ask=ask,
        misread=ask.wrong,
        groups=GROUPS,
        last=last,
        older=ask.line(before=older, oldest=oldest) if older else "",
        newest=ask.line() if before else None,
    )
