"""What a person does on the page of an incident: plain forms, each with the revision that was seen.

A refused change shows the page again with what was typed; a change that is made leads back to the page.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Request
from fastapi.responses import RedirectResponse, Response

from api import problems
from api.auth import Caller, ServicesDep
from api.services import Services
from api.web import notes
from api.web.incidents import showing
from api.web.incidents.listing import PATH
from api.web.incidents.procedure import said
from api.web.incidents.showing import Number, incident_page
from api.web.incidents.typed import Typed, TypedForm
from api.web.visiting import may, own_form
from core import usecases
from core.errors import AnswerWithoutLinks, BadInput, Conflict, IllegalMove, NotFound, Outdated
from core.incidents import Incident, comes_back
from core.ports import Work
from core.scope import Right, Scope

router = APIRouter()
MayWork = Annotated[Caller, Depends(may(Right.WORK_INCIDENTS))]
About = Sequence[tuple[int, int]]
AT_POSTS = "#posts"
SEEN = 303
LANDS: Mapping[str, str] = {showing.SPLIT: AT_POSTS, showing.ABSORB: AT_POSTS, showing.UNMERGE: AT_POSTS}
"""Where the page is shown again, and the keyboard stands, after posts came or went; elsewhere at its beginning."""
JOINS = "/queue/joins"
QUESTION = re.compile(r"question-(\d{1,17})", re.ASCII)
"""Where an undone merge leads back to, if it was a question's answer: to the question."""
REFUSALS = (BadInput, Conflict, IllegalMove, AnswerWithoutLinks)
OLD = (
    "инцидент изменился, пока вы смотрели. Ниже он такой, как сейчас; введённое осталось в форме — "
    "проверьте и повторите"
)


@dataclass(frozen=True, slots=True)
class Change:
    """A change that somebody wants: of which incident, by whom, with what."""

    request: Request
    number: int
    form: Typed
    caller: Caller
    given: Services
    at: datetime

    @property
    def scope(self) -> Scope:
        """The caller's."""
        return self.caller.scope

    def made(
        self,
        name: str,
        do: Callable[[Work], Incident],
        about: Callable[[Work, Incident], About] | None = None,
        page: int = 0,
    ) -> Response:
        """Do it in one transaction; `about` gives the number that the note names, first of the numbers and revisions
        by which what was done can be undone; `page` is the incident that is shown then."""
        try:
            with self.given.ledger.begin() as work:
                found = do(work)
                numbers = about(work, found) if about else []
        except REFUSALS as error:
            return self.refused(name, error, page)
        return self.back(name, numbers, page)

    def back(self, name: str, about: About, page: int) -> Response:
        """To the page of the incident, with a note."""
        answer = RedirectResponse(f"{PATH}/{page or self.number}{LANDS.get(name, '')}", SEEN)
        notes.leave(answer, f"incident-{name}", self.given.secure_cookies, PATH, about)
        return answer

    def asked(self, proposal: int) -> Response:
        """To the question whose answer was undone."""
        answer = RedirectResponse(f"{JOINS}#card-{proposal}", SEEN)
        notes.leave(answer, "incident-again", self.given.secure_cookies, "/queue")
        return answer

    def refused(self, name: str, error: Exception, page: int = 0) -> Response:
        """The page as it now is, with what was said and what was typed."""
        assert isinstance(error, REFUSALS)
        told = OLD if isinstance(error, Outdated) else said_of(self, error)
        status = problems.status_of(error)
        wrong = f"Не записано: {told}."
        return incident_page(
            self.request,
            self.given,
            self.caller,
            page or self.number,
            status=status,
            wrong=wrong,
            form=self.form,
            at=name,
        )


def said_of(change: Change, error: Exception) -> str:
    """The refusal without the number of the incident that the page shows anyway."""
    with change.given.ledger.read() as work:
        return said(work.incidents.brief(change.scope, change.number), str(error))


def wanted(request: Request, number: Number, form: TypedForm, caller: MayWork, given: ServicesDep) -> Change:
    """The change of a request. Who may not read an incident gets none."""
    caller.scope.demand(Right.READ_INCIDENTS)
    own_form(caller, form.csrf)
    return Change(request, number, form, caller, given, given.clock.now())


ChangeDep = Annotated[Change, Depends(wanted)]


@router.post(f"{PATH}/{{number}}/{showing.MOVED}")
def move(change: ChangeDep) -> Response:
    """A step of the procedure; a handing over and a return are steps too."""
    form, profile = change.form, change.given.profile

    def do(work: Work) -> Incident:
        step = form.move(profile).move(change.scope.who, change.at)
        return usecases.move(work, change.scope, profile, change.number, form.revision, step)

    return change.made(showing.MOVED, do)


@router.post(f"{PATH}/{{number}}/{showing.ANSWERS}")
def answer(change: ChangeDep) -> Response:
    """An official answer."""
    form, given = change.form, change.given

    def do(work: Work) -> Incident:
        told = form.answer(given.profile).answer()
        known = given.profile, given.calendar(), change.number, form.revision
        return usecases.give(work, change.scope, *known, told, change.at, given.present, given.inside)

    return change.made(showing.ANSWERS, do)


@router.post(f"{PATH}/{{number}}/{showing.CIRCUMSTANCES}")
def circumstances(change: ChangeDep) -> Response:
    """What is not known of a risk, what is done and planned."""

    def do(work: Work) -> Incident:
        told = change.form.circumstances().circumstances()
        return usecases.circumstances(work, change.scope, change.number, change.form.revision, told, change.at)

    return change.made(showing.CIRCUMSTANCES, do)


@router.post(f"{PATH}/{{number}}/{showing.ANSWERS}/{showing.CHECK}")
def check(change: ChangeDep) -> Response:
    """Look at an answer before it is sent: whether it is formal, what it promises. Nothing is stored."""
    form, given = change.form, change.given
    try:
        told = form.answer(given.profile).answer()
        with given.ledger.read() as work:
            seen = usecases.review_answer(
                work, change.scope, given.profile, given.calendar(), change.number, told, change.at, given.present
            )
    except REFUSALS as error:
        return change.refused(showing.ANSWERS, error)
    return incident_page(
        change.request, given, change.caller, change.number, form=form, at=showing.ANSWERS, verdict=seen
    )


@router.post(f"{PATH}/{{number}}/{showing.ANSWERS}/{{answer_id}}/{showing.LINKS}")
def link(change: ChangeDep, answer_id: Annotated[int, Path(ge=1, le=2**62)]) -> Response:
    """Links to the publications of an answer."""
    form = change.form

    def do(work: Work) -> Incident:
        links = form.added().links
        known = change.number, form.revision, answer_id, links, change.at
        return usecases.link(work, change.scope, *known, change.given.inside)

    return change.made(showing.LINKS, do)


@router.post(f"{PATH}/{{number}}/{showing.OUTCOME}")
def outcome(change: ChangeDep) -> Response:
    """What came of it."""
    form = change.form

    def do(work: Work) -> Incident:
        told = form.came_of_it(change.given.profile)
        return usecases.set_outcome(
            work, change.scope, change.number, form.revision, told.outcome, change.at, told.reason, told.until
        )

    return change.made(showing.OUTCOME, do)


@router.post(f"{PATH}/{{number}}/{showing.NATURE}")
def nature(change: ChangeDep) -> Response:
    """A risk or an ordinary matter."""
    form = change.form

    def do(work: Work) -> Incident:
        told = form.kind()
        known = change.given.profile, change.number, form.revision
        return usecases.set_nature(work, change.scope, *known, told.nature, change.at, told.reason)

    return change.made(showing.NATURE, do)


@router.post(f"{PATH}/{{number}}/{showing.SPLIT}")
def split(change: ChangeDep) -> Response:
    """Take posts out into an incident of their own."""
    form = change.form

    def do(work: Work) -> Incident:
        if not form.posts:
            raise BadInput("отметьте публикации, которые нужно выделить")
        known = change.given.profile, change.number, form.revision
        return usecases.split(work, change.scope, *known, form.posts, change.at, change.given.mask)[1]

    def both(work: Work, made: Incident) -> About:
        return [(made.id, 0), (change.number, work.incidents.brief(change.scope, change.number).revision)]

    return change.made(showing.SPLIT, do, both)


@router.post(f"{PATH}/{{number}}/{showing.ABSORB}")
def absorb(change: ChangeDep) -> Response:
    """Let the posts of another come here."""
    form = change.form

    def do(work: Work) -> Incident:
        try:
            known = change.given.profile, change.number, form.revision
            return usecases.absorb(work, change.scope, *known, form.number(), change.at, form.reason)
        except NotFound as error:
            raise BadInput(str(error)) from None

    def gone(work: Work, found: Incident) -> About:
        other = work.incidents.brief(change.scope, form.number())
        return [(other.id, other.revision if comes_back(other, found) else 0)]

    return change.made(showing.ABSORB, do, gone)


@router.post(f"{PATH}/{{number}}/{showing.UNMERGE}")
def unmerge(change: ChangeDep) -> Response:
    """Undo a merge; the page of the one that had the posts is shown again where it was undone from there."""
    form = change.form
    page = int(form.back) if form.back.isdecimal() and form.back.isascii() and 0 < len(form.back) < 18 else 0

    def do(work: Work) -> Incident:
        known = change.given.profile, change.number, form.revision
        return usecases.unmerge(work, change.scope, *known, change.at)

    answer = change.made(showing.UNMERGE, do, lambda _, found: [(found.id, 0)], page)
    asked = QUESTION.fullmatch(form.back)
    return answer if asked is None or answer.status_code != SEEN else change.asked(int(asked[1]))
