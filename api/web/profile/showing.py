"""The page of the profile. It is changed in its file by who keeps the system; here it is read."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query
from fastapi.responses import Response

from api.auth import Caller, ServicesDep
from api.web.describing import visitor
from api.web.filters import known, plain
from api.web.profile import tables, wording
from api.web.rendering import page
from core.routing import dry_run
from core.scope import Right

router = APIRouter()
PATH = "/profile"
TRIALS = ("yes",)
PAST = 300
"""So many cards of the past are tried."""


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


@router.get(PATH)
def show(
    caller: Annotated[Caller, Depends(visitor)], given: ServicesDep, trial: Annotated[str, Query()] = ""
) -> Response:
    """The page; with `trial` the auto-rules are tried on the past, which changes nothing."""
    profile, tried = given.profile, None
    misread: list[str] = []
    may_try = Right.READ_FLAGS in caller.scope.rights
    if known("trial", plain(trial), TRIALS, misread) and may_try and profile.rules:
        with given.ledger.read() as work:
            tried = dry_run(profile.rules, work.past.routed(caller.scope, PAST))
    return page(
        "profile.html",
        given,
        caller,
        say_themes=wording.themes,
        themed=tables.themed(profile),
        week=wording.week(profile.week.hours),
        clocks=wording.clocks(profile),
        by_law=wording.by_law(),
        scores=wording.scores(profile),
        told=wording.told(profile),
        roles=wording.roles(profile),
        ladder=wording.ladder(profile),
        quiet=profile.alerts.quiet,
        rules=tables.ruled(profile, tried),
        tried=tried,
        found=_sentence(str(tried)) if tried else "",
        apart=tables.apart(profile, tried) if tried else [],
        may_try=may_try,
        worded=wording.worded,
        misread=misread,
        hours=lambda span: int(span.total_seconds() // 3600),
    )
