"""Decisions: plain forms; with the script the card changes in place, without it the queue opens again."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import RedirectResponse, Response

from api import problems
from api.auth import Caller
from api.web import notes
from api.web.cards import card_page
from api.web.faces import verdict
from api.web.filters import plain
from api.web.queue import Asked, AskedDep, Number
from api.web.rendering import by_htmx, page
from api.web.visiting import may, own_form
from core import usecases
from core.errors import BadInput, Conflict
from core.flags import DECIDED, Decision, Flag, FlagStatus, Review
from core.labels import THEME_TITLES, Theme
from core.scope import Right

router = APIRouter()
MayReview = Annotated[Caller, Depends(may(Right.REVIEW))]
LONGEST = 500


@dataclass(frozen=True, slots=True)
class Given:
    """What the form carries; kept as it was typed until the decision is made."""

    csrf: str = ""
    revision: int = 0
    decision: str = ""
    reason: str = ""
    note: str = ""
    theme: str = ""

    @property
    def why(self) -> str:
        """The chosen reason with the words of the person, in one line."""
        return ": ".join(" ".join(plain(part).split()) for part in (self.reason, self.note) if plain(part).strip())

    def review(self, flag: Flag, ask: Asked) -> Review:
        """As a record. Raises BadInput in words for the person."""
        made = self.on(flag.id, ask)
        if made.labels.get("theme") == flag.theme:
            raise BadInput("эта тема уже стоит")
        return made

    def on(self, number: int, ask: Asked) -> Review:
        """The same decision on any card. Raises BadInput in words for the person."""
        if self.decision not in set(Decision) - {Decision.UNDO}:
            raise BadInput("такого решения нет")
        decision, labels = Decision(self.decision), {}
        if decision is Decision.REJECT and not self.why:
            raise BadInput("выберите причину отклонения или напишите её")
        if len(self.why) > LONGEST:
            raise BadInput(f"причина длиннее {LONGEST} знаков")
        if decision is Decision.CORRECT:
            labels = {"theme": self.corrected}
        return Review(number, ask.caller.scope.who, decision, ask.given.clock.now(), self.why, labels)

    @property
    def corrected(self) -> str:
        """The new theme. Raises BadInput if it is none."""
        if self.theme not in set(Theme):
            raise BadInput("выберите тему")
        return self.theme


def typed(
    csrf: Annotated[str, Form()] = "",
    revision: Annotated[int, Form(ge=0, lt=10**9)] = 0,
    decision: Annotated[str, Form()] = "",
    reason: Annotated[str, Form()] = "",
    note: Annotated[str, Form()] = "",
    theme: Annotated[str, Form()] = "",
) -> Given:
    """The form's fields."""
    return Given(csrf, revision, decision, reason, note, theme)


@router.post("/queue/{flag_id}/decision")
def decide(
    request: Request, flag_id: Number, form: Annotated[Given, Depends(typed)], caller: MayReview, ask: AskedDep
) -> Response:
    """Confirm, reject or correct; a refusal changes nothing and keeps what was typed."""
    own_form(caller, form.csrf)
    try:
        with ask.given.ledger.begin() as work:
            review = form.review(work.flags.get(caller.scope, flag_id), ask)
            flag = usecases.review(work, caller.scope, ask.given.profile, review, form.revision)
    except (BadInput, Conflict) as error:
        return _refused(request, flag_id, form, ask, error)
    return _done(request, flag, review, ask)


def _done(request: Request, flag: Flag, review: Review, ask: Asked) -> Response:
    note = notes.Note(review.decision, ((flag.id, flag.revision),))
    if not by_htmx(request):
        answer = RedirectResponse(ask.filters.address("/queue"), 303)
        notes.leave(answer, note.code, ask.given.secure_cookies, about=note.about)
        return answer
    with ask.given.ledger.read() as work:
        total, levels = ask.tallied(work)
    stays = DECIDED[review.decision] is FlagStatus.OPEN
    faces = ask.faces((flag,)) if stays else []
    return page(
        "parts/decided.html",
        ask.given,
        ask.caller,
        faces=faces,
        filters=ask.filters,
        note=note,
        theme=THEME_TITLES[flag.theme] if stays else "",
        total=total,
        levels=levels,
    )


def _refused(request: Request, flag_id: int, form: Given, ask: Asked, error: BadInput | Conflict) -> Response:
    """Show the card as it now is, what the other decided, and what was typed."""
    with ask.given.ledger.read() as work:
        flag = work.flags.get(ask.caller.scope, flag_id)
        total, levels = ask.tallied(work)
    said, status = explain(flag, error), problems.status_of(error)
    if not by_htmx(request):
        return card_page(request, ask, flag_id, status=status, wrong=said, form=form)
    return page(
        "parts/refused.html",
        ask.given,
        ask.caller,
        status=status,
        face=ask.faces((flag,))[0],
        filters=ask.filters,
        wrong=said,
        form=form,
        total=total,
        levels=levels,
    )


def explain(flag: Flag, error: BadInput | Conflict) -> str:
    """A sentence for the person: a conflict tells what stands now."""
    if isinstance(error, BadInput):
        return f"Решение не записано: {error}."
    if flag.status is not FlagStatus.OPEN:
        return f"Ваше решение не записано: карточка уже {verdict(flag)}."
    return "Ваше решение не записано: карточка изменилась, пока вы смотрели. Ниже она такая, как сейчас."
