"""Разметка: one text at a time with the guide beside it; blind unless the person asks for the model's opinion."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Query, Request
from fastapi.responses import RedirectResponse, Response

from api import problems
from api.auth import Caller, ServicesDep
from api.routes.texts import reader
from api.services import Services
from api.web import markdown
from api.web.filters import known, plain
from api.web.rendering import page
from api.web.visiting import may, own_form
from core import usecases
from core.errors import BadInput, Conflict, NotFound
from core.labels import KIND_TITLES, LEVELS, SIGN_TITLES, THEME_TITLES, Kind, Sign, Theme
from core.learning import Cause, Example, Label, said_by, settled
from core.learning.choosing import PART_TITLES
from core.ports import Work
from core.scope import Right

router = APIRouter()
PATH = "/marking"
MayLabel = Annotated[Caller, Depends(may(Right.LABEL))]
WEEKLY, CHOSEN = "weekly", "chosen"
SLICES = (WEEKLY, CHOSEN)
LISTED = 30
PLACES, PLACE_CHARS = 50, 200
NEG_TITLES = ("спокойно", "недоволен", "зол, возмущён", "брань, угрозы")
RISK_TITLES = ("нет", "обычная жалоба", "многих касается", "опасность, призыв")


@dataclass(frozen=True, slots=True)
class Offered:
    """What is put before the person: a text, why it, how many are left in the slice, the list behind it."""

    what: str
    example: Example | None
    why: Sequence[str] = ()
    weekly: int = 0
    chosen: int = 0


def offered(work: Work, caller: Caller, given: Services, what: str, skipped: Sequence[int]) -> Offered:
    """The next text: of the weekly slice while it lasts, unless the list was asked for."""
    now = given.clock.now()
    weekly = usecases.week_slice(work, caller.scope, given.profile.timezone, now)
    chosen = usecases.wanted(work, caller.scope, now, LISTED)
    rest = [each for each in weekly if each.post_id not in skipped]
    if what != CHOSEN and rest:
        return Offered(WEEKLY, rest[0], ("случайный текст прошлой недели",), len(weekly), len(chosen))
    # The slice must stay unseen: none of it comes with the opinion of the model.
    away = {*skipped, *(each.post_id for each in weekly)}
    wishes = [each for each in chosen if each.candidate.example.post_id not in away]
    if not wishes:
        return Offered(CHOSEN, None, (), len(weekly), len(chosen))
    parts = [PART_TITLES[name] for name, points in wishes[0].parts if points >= 1]
    return Offered(CHOSEN, wishes[0].candidate.example, parts, len(weekly), len(chosen))


@dataclass(frozen=True, slots=True)
class Given:
    """The form as it was filled in."""

    csrf: str = ""
    post: int = 0
    version: str = ""
    what: str = WEEKLY
    led: bool = False
    theme: str = ""
    kind: str = ""
    solvable: bool | None = None
    neg: int | None = None
    risk: int | None = None
    signs: tuple[str, ...] = ()
    places: str = ""

    def labels(self) -> dict[str, object]:
        """As a label's fields: all were chosen, none is taken for granted. Raises BadInput in words for the person."""
        if self.theme not in set(Theme) or self.kind not in set(Kind):
            raise BadInput("выберите тему и вид")
        if self.solvable is None:
            raise BadInput("выберите, названо ли дело")
        if self.neg not in LEVELS or self.risk not in LEVELS:
            raise BadInput("выберите негатив и риск, от 0 до 3")
        places = [line.strip()[:PLACE_CHARS] for line in self.places.replace("\x00", "").splitlines() if line.strip()]
        return {
            "theme": self.theme,
            "kind": self.kind,
            "solvable": self.solvable,
            "neg": self.neg,
            "risk": self.risk,
            "flags": {str(sign): sign in self.signs for sign in Sign},
            "places": places[:PLACES],
        }


def typed(
    csrf: Annotated[str, Form()] = "",
    post: Annotated[int, Form(ge=0, lt=2**53)] = 0,
    version: Annotated[str, Form(max_length=1300)] = "",
    what: Annotated[str, Form()] = WEEKLY,
    led: Annotated[bool, Form()] = False,
    theme: Annotated[str, Form()] = "",
    kind: Annotated[str, Form()] = "",
    solvable: Annotated[bool | None, Form()] = None,
    neg: Annotated[int | None, Form()] = None,
    risk: Annotated[int | None, Form()] = None,
    signs: Annotated[list[str], Form()] = [],  # noqa: B006 - FastAPI copies defaults
    places: Annotated[str, Form(max_length=20_000)] = "",
) -> Given:
    """The form's fields."""
    return Given(csrf, post, version, what, led, theme, kind, solvable, neg, risk, tuple(signs), places)


@router.get(PATH)
def show(
    caller: MayLabel,
    given: ServicesDep,
    what: Annotated[str, Query(max_length=128)] = WEEKLY,
    led: Annotated[bool, Query()] = False,
    skip: Annotated[list[int], Query(max_length=100)] = [],  # noqa: B006
    done: Annotated[int, Query(ge=0, lt=2**53)] = 0,
) -> Response:
    """The page: the next text, or that there is none."""
    misread: list[str] = []
    chosen = known("slice", plain(what), SLICES, misread) or WEEKLY
    with given.ledger.read() as work:
        found = offered(work, caller, given, chosen, skip)
        before = work.labels.some(caller.scope, [done]) if done else []
    return _page(caller, given, found, led=led, skip=skip, before=before, misread=misread)


def _page(
    caller: Caller,
    given: Services,
    found: Offered,
    *,
    led: bool = False,
    skip: Sequence[int] = (),
    before: Sequence[Example] = (),
    form: Given | None = None,
    wrong: str = "",
    misread: Sequence[str] = (),
    status: int = 200,
) -> Response:
    # The weekly slice measures how often the model is right: it is always labelled blindly.
    shown = led and found.what == CHOSEN and found.example is not None
    said = said_by(found.example.said) if found.example and shown else None
    return page(
        "marking.html",
        given,
        caller,
        status=status,
        found=found,
        led=shown,
        skip=skip,
        said=said,
        compared=_compared(before, caller),
        form=form or Given(),
        wrong=wrong,
        misread=misread,
        mask=reader(caller, given),
        guide=markdown.guide("marking"),
        kinds=KIND_TITLES,
        signs=SIGN_TITLES,
        titles=THEME_TITLES,
        negs=NEG_TITLES,
        risks=RISK_TITLES,
    )


def _compared(before: Sequence[Example], caller: Caller) -> str:
    """What the person and the model said of the text before this one: shown only after it was labelled."""
    for each in before:
        mine = [label for label in each.labels if label.by == caller.scope.who]
        if mine and each.said:
            own = Example(each.key, each.version, each.text, each.published, said=each.said, labels=(mine[-1],))
            theme = settled(own).theme or Theme.NONE
            same = "так же" if theme is each.said.theme else f"«{THEME_TITLES[each.said.theme]}»"
            return f"Сохранено: «{THEME_TITLES[theme]}». Модель считала {same}."
    return ""


@router.post(PATH)
def mark(request: Request, form: Annotated[Given, Depends(typed)], caller: MayLabel, given: ServicesDep) -> Response:
    """Keep the label and go on; a refusal keeps what was filled in."""
    own_form(caller, form.csrf)
    now = given.clock.now()
    try:
        labels = form.labels()
        with given.ledger.begin() as work:
            known = work.labels.example(caller.scope, form.post)
            drawn = {each.post_id for each in usecases.week_slice(work, caller.scope, given.profile.timezone, now)}
            led = form.led and form.what == CHOSEN
            cause = Cause.RANDOM if known.post_id in drawn and not led else Cause.CHOSEN
            model = known.said.model if known.said else ""
            label = Label(caller.scope.who, now, labels, model=model, shown=led, cause=cause)
            usecases.mark(work, caller.scope, form.post, label, form.version)
    except (BadInput, Conflict, NotFound) as error:
        return _refused(caller, given, form, error)
    tail = f"&led=1&what={CHOSEN}" if form.led else f"&what={form.what if form.what == CHOSEN else WEEKLY}"
    return RedirectResponse(f"{PATH}?done={form.post}{tail}", 303)


def _refused(caller: Caller, given: Services, form: Given, error: BadInput | Conflict | NotFound) -> Response:
    with given.ledger.read() as work:
        same = work.labels.some(caller.scope, [form.post])
        found = offered(work, caller, given, form.what, ())
    shown = Offered(form.what, same[0], (), found.weekly, found.chosen) if same else found
    wrong, status = f"Метка не сохранена: {error}.", problems.status_of(error)
    return _page(caller, given, shown, led=form.led, form=form, wrong=wrong, status=status)
