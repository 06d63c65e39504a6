"""Поиск: over cards, incidents and posts by the dictionary forms of words, with facets of theme and place."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from api import cursors
from api.auth import Caller, ServicesDep
from api.routes.texts import reader
from api.services import Services
from api.strangers import reads
from api.web import addresses, excerpts, hits
from api.web.asking import CARDS, INCIDENTS, KINDS, NAMES, POSTS, Asked
from api.web.hits import Hit
from api.web.queue import Cursor
from api.web.rendering import page
from api.web.signs import STATES, Told
from api.web.visiting import may
from core.finding import Facets
from core.labels import THEME_TITLES
from core.ports import Work
from core.scope import Right

router = APIRouter()
MayRead = Annotated[Caller, Depends(may(Right.READ_FLAGS))]
RIGHTS = {CARDS: Right.READ_FLAGS, INCIDENTS: Right.READ_INCIDENTS, POSTS: Right.READ_POSTS}
Place = tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class Seeker:
    """Who asks what, where."""

    work: Work
    caller: Caller
    given: Services
    asked: Asked


@dataclass(frozen=True, slots=True)
class Result:
    """A page of what was found."""

    hits: Sequence[Hit] = ()
    total: int = 0
    next: Place = None


def _cards(by: Seeker, after: Place, limit: int) -> Result:
    found = by.work.flags.find(by.caller.scope, by.asked.cards(by.given.profile, after, limit))
    words, mask = excerpts.asked_of(by.asked.q), reader(by.caller, by.given, cards=[each.id for each in found.flags])
    return Result([hits.of_card(flag, words, mask) for flag in found.flags], found.total, found.next)


def _incidents(by: Seeker, after: Place, limit: int) -> Result:
    found = by.work.incidents.find(by.caller.scope, by.asked.incidents(by.given.profile, after, limit))
    ids = [each.id for each in found.incidents]
    words, mask = excerpts.asked_of(by.asked.q), reader(by.caller, by.given, incidents=ids)
    shown = [hits.of_incident(each, found.posts.get(each.id, 0), words, mask) for each in found.incidents]
    return Result(shown, found.total, found.next)


def _posts(by: Seeker, after: Place, limit: int) -> Result:
    found = by.work.views.finds.posts(by.caller.scope, by.asked.posts(by.given.profile, after, limit))
    words, mask = excerpts.asked_of(by.asked.q), reader(by.caller, by.given)
    return Result([hits.of_post(each, words, mask) for each in found.posts], found.total, found.next)


FINDERS: Mapping[str, Callable[[Seeker, Place, int], Result]] = {
    CARDS: _cards,
    INCIDENTS: _incidents,
    POSTS: _posts,
}

COUNTERS: Mapping[str, Callable[[Seeker], int]] = {
    CARDS: lambda by: by.work.flags.count(by.caller.scope, by.asked.cards(by.given.profile)),
    INCIDENTS: lambda by: by.work.incidents.count(by.caller.scope, by.asked.incidents(by.given.profile)),
    POSTS: lambda by: by.work.views.finds.count(by.caller.scope, by.asked.posts(by.given.profile)),
}


def facets_of(by: Seeker) -> Facets:
    """Themes and places of what is found."""
    finds, scope, profile = by.work.views.finds, by.caller.scope, by.given.profile
    if by.asked.kind == INCIDENTS:
        return finds.incident_facets(scope, by.asked.incidents(profile))
    if by.asked.kind == POSTS:
        return finds.post_facets(scope, by.asked.posts(profile))
    return finds.card_facets(scope, by.asked.cards(profile))


@dataclass(frozen=True, slots=True)
class Choice:
    """A value of a facet: its name, how many, the address that takes it or lets it go."""

    title: str
    count: int
    href: str
    chosen: bool


def themes_of(asked: Asked, found: Facets) -> list[Choice]:
    """Themes to choose from."""
    return [
        Choice(
            THEME_TITLES[theme],
            count,
            asked.address(theme="" if theme == asked.theme else theme.value),
            theme == asked.theme,
        )
        for theme, count in found.themes.items()
    ]


def places_of(asked: Asked, found: Facets, given: Services) -> list[Choice]:
    """Places to choose from, by their proper names."""
    shown = [
        Choice(name, found.places[key], asked.address(place="" if key == asked.place else key), key == asked.place)
        for key, name in names_of(found, given).items()
    ]
    if asked.place and not any(choice.chosen for choice in shown):
        return [Choice(given.places.title(asked.place), 0, asked.address(place=""), True), *shown]
    return shown


def names_of(found: Facets, given: Services) -> dict[str, str]:
    """Key -> the place's proper name. Where two keys have one name each is called as its text writes it."""
    proper = {key: given.places.title(found.written.get(key, "") or key) for key in found.places}
    names = Counter(proper.values())
    return {key: name if names[name] == 1 else found.written.get(key, "") or key for key, name in proper.items()}


def _of_some(asked: Asked) -> bool:
    """Whether cards or incidents of some incidents are asked for: of posts nothing is known of those."""
    return asked.kind != POSTS and bool(asked.sign or asked.incident)


@router.get(addresses.SEARCH, dependencies=[reads("level", "incident", "sign", *NAMES)])
def show(request: Request, caller: MayRead, given: ServicesDep, cursor: Cursor = None) -> Response:
    """The page."""
    asked = Asked.read(request.query_params, given.profile)
    caller.scope.demand(RIGHTS[asked.kind])
    kinds = [kind for kind in KINDS if RIGHTS[kind] in caller.scope.rights and not (kind == POSTS and _of_some(asked))]
    found, facets, totals, shown = Result(), Facets(), {}, ""
    if not asked.blank:
        with given.ledger.read() as work:
            if sign := Told.read(asked.sign):
                behind = sign.behind(work, caller.scope, given)
                asked, shown = replace(asked, held=behind.ids), sign.said(behind, given, asked.kind == CARDS)
            by = Seeker(work, caller, given, asked)
            found = FINDERS[asked.kind](by, cursors.read(cursor), asked.cards(given.profile).limit)
            facets = facets_of(by)
            totals = {kind: COUNTERS[kind](by) for kind in kinds if kind != asked.kind}
    return page(
        "search.html",
        given,
        caller,
        asked=asked,
        sign_said=shown,
        misread=asked.wrong,
        found=found,
        following=cursors.write(found.next),
        first=cursor is None,
        themes_found=themes_of(asked, facets),
        places_found=places_of(asked, facets, given),
        tabs=[(kind, KINDS[kind], totals.get(kind, found.total), asked.address(what=kind)) for kind in kinds],
        states=STATES,
        incidents=INCIDENTS,
        warning=request.app.state.condition.warning(given),
    )
