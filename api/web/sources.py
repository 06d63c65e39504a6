"""The page of sources: how each fares, when it is read next, what platforms still allow; adding and resuming."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import RedirectResponse, Response

from api import problems
from api.auth import Caller, ServicesDep
from api.services import Services
from api.web import notes
from api.web.rendering import page
from api.web.visiting import may, own_form
from core import addresses, retention, usecases
from core.budgets import Account, Standing
from core.errors import BadInput, Conflict, Denied, McuError
from core.ports import Finding
from core.posts import PLATFORM_TITLES, READ_BY_ITSELF, STATE_TITLES, Platform, Source, SourceKey
from core.scope import Right

router = APIRouter()
PATH = "/sources"
MayRead = Annotated[Caller, Depends(may(Right.READ_SOURCES))]
MayEdit = Annotated[Caller, Depends(may(Right.EDIT_SOURCES))]
ASIDE = 20
"""So many of the payloads put aside last are shown."""
ADDED, RESUMED = "source-added", "source-resumed"
REMOVED, VANISHED = "source-removed", "source-gone"


@dataclass(frozen=True, slots=True)
class Typed:
    """The form of a new source as it was typed."""

    csrf: str = ""
    platform: str = Platform.VK
    address: str = ""
    title: str = ""
    basis: str = ""
    keep: str = ""

    def source(self) -> Source:
        """As a record. Raises BadInput in words for the person."""
        if self.platform not in choices():
            raise BadInput("выберите площадку")
        if self.keep.strip() and not self.keep.strip().isdecimal():
            raise BadInput("срок хранения: нужно число дней")
        keep = int(self.keep[:9]) if self.keep.strip() else None
        key = addresses.key_of(Platform(self.platform), self.address)
        title = " ".join(self.title.replace("\x00", "").split())[:400]
        return Source(key, title, basis=self.basis, keep_days=keep)


@dataclass(frozen=True, slots=True)
class Trial:
    """What was tried of a source, which was added a moment ago or stood there before."""

    key: SourceKey
    found: Sequence[Finding]
    added: bool = False

    @property
    def works(self) -> bool:
        """Whether all of it does."""
        return all(each.works for each in self.found)


def keys_of(quotas: Sequence[Standing]) -> dict[Account, str]:
    """How the accounts of a platform are told apart where it has several: by the beginning of their digests."""
    known = dict.fromkeys(each.account for each in quotas)
    several = Counter(each.platform for each in known)
    return {each: f"ключ {each.digest[:6]}" if several[each.platform] > 1 else "" for each in known}


def choices() -> list[str]:
    """Platforms whose sources a page may add: files of the server are the administrator's."""
    return [platform for platform in addresses.READ if platform is not Platform.FILE]


def typed(
    csrf: Annotated[str, Form()] = "",
    platform: Annotated[str, Form()] = "",
    address: Annotated[str, Form(max_length=400)] = "",
    title: Annotated[str, Form(max_length=400)] = "",
    basis: Annotated[str, Form(max_length=1000)] = "",
    keep: Annotated[str, Form(max_length=10)] = "",
) -> Typed:
    """The form's fields."""
    return Typed(csrf, platform, address, title, basis, keep)


def _page(
    request: Request,
    given: Services,
    caller: Caller,
    form: Typed | None = None,
    wrong: str = "",
    status: int = 200,
    trial: Trial | None = None,
) -> Response:
    with given.ledger.read() as work:
        found = usecases.examine(work, caller.scope, given.clock.now())
        quotas = usecases.quotas(work, caller.scope, given.budgets, given.clock.now())
        aside = usecases.set_aside(work, caller.scope, limit=ASIDE)
    shown = page(
        "sources.html",
        given,
        caller,
        status=status,
        found=sorted(found, key=lambda each: (not each.ails, each.source.key)),
        quotas=quotas,
        keys=keys_of(quotas),
        aside=aside,
        trial=trial,
        form=form or Typed(),
        wrong=wrong,
        adding=form is not None,
        may_edit=Right.EDIT_SOURCES in caller.rights,
        platforms=choices(),
        states=STATE_TITLES,
        titles=PLATFORM_TITLES,
        by_itself=READ_BY_ITSELF,
        bases=retention.BASIS,
        days_of=retention.days,
        note=notes.note_of(request),
    )
    notes.forget(shown, request, PATH)
    return shown


@router.get(PATH)
def show(request: Request, caller: MayRead, given: ServicesDep) -> Response:
    """The page."""
    return _page(request, given, caller)


@router.post(PATH)
def add(request: Request, form: Annotated[Typed, Depends(typed)], caller: MayEdit, given: ServicesDep) -> Response:
    """Add a source; a refusal changes nothing and keeps what was typed."""
    own_form(caller, form.csrf)
    try:
        source = form.source()
        given.refuse(source.key)
        tried = given.trial(source)
        usecases.admit(tried)
        with given.ledger.begin() as work:
            added = usecases.add_source(work, caller.scope, source, given.clock.now())
    except (BadInput, Conflict, Denied) as error:
        caller.scope.demand(Right.READ_SOURCES)
        return _page(request, given, caller, form, f"Источник не добавлен: {error}.", problems.status_of(error))
    trial = Trial(added.key, tried, added=True)
    return _again(given, ADDED) if trial.works else _page(request, given, caller, status=201, trial=trial)


@router.post(f"{PATH}/check")
def check(
    request: Request,
    caller: MayEdit,
    given: ServicesDep,
    csrf: Annotated[str, Form()] = "",
    key: Annotated[str, Form(max_length=1100)] = "",
) -> Response:
    """Try a source and say what the credentials at hand can do with it. Changes nothing."""
    own_form(caller, csrf)
    try:
        with given.ledger.read() as work:
            known = work.sources.get(caller.scope, addresses.parse_any(key))
    except McuError as error:
        caller.scope.demand(Right.READ_SOURCES)
        return _page(request, given, caller, None, f"Источник не проверен: {error}.", problems.status_of(error))
    return _page(request, given, caller, trial=Trial(known.key, given.trial(known)))


@router.post(f"{PATH}/resume")
def resume(
    request: Request,
    caller: MayEdit,
    given: ServicesDep,
    csrf: Annotated[str, Form()] = "",
    key: Annotated[str, Form(max_length=1100)] = "",
) -> Response:
    """Read a stopped source again."""
    own_form(caller, csrf)
    try:
        with given.ledger.begin() as work:
            usecases.resume(work, caller.scope, addresses.parse_any(key), given.clock.now())
    except McuError as error:
        caller.scope.demand(Right.READ_SOURCES)
        return _page(request, given, caller, None, f"Источник не возобновлён: {error}.", problems.status_of(error))
    return _again(given, RESUMED)


@router.post(f"{PATH}/remove")
def remove(
    request: Request,
    caller: MayEdit,
    given: ServicesDep,
    csrf: Annotated[str, Form()] = "",
    key: Annotated[str, Form(max_length=1100)] = "",
) -> Response:
    """Read a source no more."""
    own_form(caller, csrf)
    try:
        with given.ledger.begin() as work:
            gone = usecases.remove(work, caller.scope, addresses.parse_any(key), given.clock.now())
    except McuError as error:
        caller.scope.demand(Right.READ_SOURCES)
        return _page(request, given, caller, None, f"Источник не снят: {error}.", problems.status_of(error))
    return _again(given, VANISHED if gone else REMOVED)


def _again(given: Services, note: str) -> Response:
    answer = RedirectResponse(PATH, 303)
    notes.leave(answer, note, given.secure_cookies, PATH)
    return answer
