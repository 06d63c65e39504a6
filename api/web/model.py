"""Модель: which one is in force and how it was chosen, its challengers in the shadow, drift, the card."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import Response

from api.auth import Caller, ServicesDep
from api.routes.texts import reader
from api.services import Services
from api.web import markdown
from api.web.rendering import page
from api.web.visiting import may
from core import usecases
from core.errors import StaleModel
from core.labels import THEME_TITLES, Theme
from core.learning import FIELD_TITLES, Agreement, agreement
from core.learning.drift import ALL, Alarm, Cell, said
from core.learning.shadow import TURN_TITLES, Comparison
from core.ports import Work
from core.scope import Right
from core.shelf import ACT_TITLES, Shade, Shelf

router = APIRouter()
PATH = "/model"
MayRead = Annotated[Caller, Depends(may(Right.READ_HEALTH))]
EXCERPT = 160
DEEDS = 20


@dataclass(frozen=True, slots=True)
class Moved:
    """An alarm in words, with the texts that moved it."""

    cell: Cell
    alarm: Alarm
    where: str
    theme: str
    texts: Sequence[str]

    @property
    def said(self) -> str:
        """What moved, and how far, in per cent."""
        return said(self.alarm)


def _percent(value: float) -> str:
    return f"{round(100 * value)} %"


def moved(work: Work, caller: Caller, given: Services, mask: Callable[[str], str]) -> list[Moved]:
    """The alarms of the last weeks, the newest week first. Texts are for who may read posts."""
    cells = [each for each in usecases.drifted(work, caller.scope, given.clock.now()) if each.alarms]
    ids = list(dict.fromkeys(post for cell in cells for alarm in cell.alarms for post in alarm.posts))
    readable = Right.READ_POSTS in caller.scope.rights
    texts = (
        {each.post_id: mask(each.text)[:EXCERPT] for each in work.labels.some(caller.scope, ids)} if readable else {}
    )
    return [
        Moved(
            cell,
            alarm,
            cell.source or "все источники",
            "все темы" if cell.theme == ALL else THEME_TITLES[Theme(cell.theme)],
            [texts[post] for post in alarm.posts if post in texts],
        )
        for cell in sorted(cells, key=lambda each: (-each.week.toordinal(), each.source, each.theme))
        for alarm in cell.alarms
    ]


def compared(work: Work, caller: Caller, given: Services, shelf: Shelf) -> list[tuple[Shade, Comparison]]:
    """Each challenger that was in the shadow beside the champion; nothing for who may not read posts."""
    if Right.READ_POSTS not in caller.scope.rights:
        return []
    where = given.whereabouts() if given.whereabouts else None
    return [
        (shade, usecases.comparison(work, caller.scope, given.profile, shade, where))
        for shade in shelf.shades
        if shade.version != shelf.champion
    ]


def _version(given: Services) -> str:
    try:
        return given.assessor().version
    except StaleModel:
        return "никакая"


def _ails(given: Services) -> str:
    """What is wrong with the model in force or with the register: the check of health by that name."""
    check = given.checks.get("model")
    try:
        return check() if check else ""
    except StaleModel as error:
        return str(error)


def _state(given: Services) -> Shelf:
    """The register; one that cannot be read is told of by `_ails` and must not hide the rest of the page."""
    try:
        return given.shelf.state()
    except StaleModel:
        return Shelf()


def _agreed(work: Work, caller: Caller) -> list[Agreement]:
    return agreement(work.labels.examples(caller.scope)) if Right.LABEL in caller.scope.rights else []


@router.get(PATH)
def show(caller: MayRead, given: ServicesDep) -> Response:
    """The page."""
    mask, shelf = reader(caller, given), _state(given)
    with given.ledger.read() as work:
        alarms = moved(work, caller, given, mask)
        shadows = compared(work, caller, given, shelf)
        agreed = _agreed(work, caller)
    return page(
        "model.html",
        given,
        caller,
        version_in_force=_version(given),
        ails=_ails(given),
        shelf=shelf,
        deeds=list(reversed(shelf.history))[:DEEDS],
        acts=ACT_TITLES,
        shadows=shadows,
        turns=TURN_TITLES,
        titles=THEME_TITLES,
        alarms=alarms,
        agreed=agreed,
        fields=FIELD_TITLES,
        mask=mask,
        percent=_percent,
        card=markdown.html(given.model_card()),
    )
