"""Журнал: who did what to which thing, by ids; with the place of the chain to write down."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Query
from fastapi.responses import Response

from api.auth import Caller, ServicesDep
from api.web import times
from api.web.filters import day, ends, known, plain
from api.web.incidents.history import who_of
from api.web.rendering import page
from api.web.visiting import may
from core.journal import GROUPS, Entry, JournalQuery, title
from core.scope import Right

router = APIRouter()
PATH = "/journal"
MayRead = Annotated[Caller, Depends(may(Right.READ_JOURNAL))]
LINES = 50
NAMES = ("group", "officer", "about", "since", "until")
Words = Annotated[str, Query(max_length=128)]
THINGS = {"flag": "карточка {}", "incident": "инцидент {}", "alert": "извещение {}", "campaign": "кампания {}"}


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


@dataclass(frozen=True, slots=True)
class Line:
    """An entry in words."""

    entry: Entry
    who: str
    said: str
    about: str


def asked(
    given: ServicesDep, group: Words = "", officer: Words = "", about: Words = "", since: Words = "", until: Words = ""
) -> Asked:
    """The filters of the address; what cannot be read is left out and said so."""
    wrong: list[str] = []
    days = [day(name, plain(said), given.profile, wrong) for name, said in (("since", since), ("until", until))]
    first, last = ends(wrong, *days)
    return Asked(known("group", group, GROUPS, wrong), plain(officer), plain(about), first, last, tuple(wrong))


def about_of(entry: Entry) -> str:
    """The thing in words where its kind is known, else its id."""
    return THINGS.get(entry.action.partition(".")[0], "{}").format(entry.subject) if entry.subject else ""


def lines_of(entries: Sequence[Entry]) -> list[Line]:
    """Entries in words."""
    return [Line(each, who_of(each.who), title(each.action), about_of(each)) for each in entries]


def told(detail: Mapping[str, object]) -> str:
    """The rest of an entry, for who needs it to the last."""
    return ", ".join(f"{name}: {value}" for name, value in detail.items())


@router.get(PATH)
def show(
    caller: MayRead,
    given: ServicesDep,
    ask: Annotated[Asked, Depends(asked)],
    before: Annotated[int | None, Query(ge=1, lt=2**53)] = None,
) -> Response:
    """The page."""
    with given.ledger.read() as work:
        found = work.journal.find(caller.scope, ask.query(given.profile.timezone, before))
        last = work.journal.last(caller.scope)
    return page(
        "journal.html",
        given,
        caller,
        lines=lines_of(found.entries),
        told=told,
        ask=ask,
        misread=ask.wrong,
        groups=GROUPS,
        last=last,
        older=ask.line(before=found.next) if found.next else "",
        newest=ask.line() if before else None,
    )
