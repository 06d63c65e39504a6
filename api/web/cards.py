"""One card in full: versions, thread, counters, what the model says, decisions."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import pairwise

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api.routes.texts import reader
from api.web import changes
from api.web.faces import Face, figures, verdict
from api.web.incidents.reading import row_of
from api.web.incidents.rows import Row
from api.web.queue import Asked, AskedDep, Number
from api.web.rendering import page
from core.flags import Flag
from core.labels import KIND_TITLES, SIGN_TITLES, THEME_TITLES, Assessment
from core.posts import POST_TITLES, Counters, History, Post, Version

router = APIRouter()
Mask = Callable[[str], str]
PARTS = {"theme": "тема", "kind": "вид", "risk": "риск", "neg": "негатив", "solvable": "ждёт ответа"}
CODES: dict[str, str] = {
    **{code.value: title for code, title in THEME_TITLES.items()},
    **{code.value: title for code, title in KIND_TITLES.items()},
    **{code.value: title for code, title in SIGN_TITLES.items()},
}
GRADES = ("нет", "слабый", "заметный", "крайний")
SIGNS_FROM = 0.15
MARKS = str.maketrans("", "", "⟨⟩")
"""What sets the model's own names (⟨число⟩) apart from words: nothing to a reader."""
BESIDE, BESIDE_CHARS = 5, 200
"""Cards of the same incident beside a card, and how much of each text."""
SERIES = 12
"""Moments of the counters that are shown, the newest first."""


@dataclass(frozen=True, slots=True)
class Line:
    """A named word of the model; `p` is how sure it is, 0–1, None for a grade, which is no probability."""

    title: str
    said: str
    p: float | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """What is known of the decision, a line of it."""

    said: str
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """A version of the text and what it changed in the one before."""

    version: Version
    pieces: list[tuple[changes.Sort, str]]


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A post of the same thread."""

    post: Post
    text: str
    kind: str
    this: bool


def lines_of(said: Assessment) -> list[Line]:
    """The assessment in words with probabilities."""
    lines = [Line("тема", CODES[guess.code], guess.p) for guess in said.themes[:3]]
    lines.append(Line("вид", KIND_TITLES[said.kind], said.kind_p))
    lines.append(Line("ждёт ответа", "да" if said.solvable >= 0.5 else "нет", said.solvable))
    lines.append(Line("негатив", GRADES[said.neg]))
    lines.append(Line("риск текста", GRADES[said.risk]))
    signs = sorted(said.signs.items(), key=lambda pair: -pair[1])
    return lines + [Line("признак", SIGN_TITLES[sign], p) for sign, p in signs if p >= SIGNS_FROM]


def why_of(said: Assessment) -> dict[str, list[tuple[str, float]]]:
    """Words that moved each part of the decision: part -> [(word, weight)]."""
    found: dict[str, list[tuple[str, float]]] = {}
    for why in said.why:
        name, _, code = why.part.partition(":")
        of = CODES.get(code, "")
        title = ": ".join(filter(None, (PARTS.get(name, "признак"), of)))
        term = why.term.lstrip("^").translate(MARKS)
        if not term.startswith("<"):
            found.setdefault(title, []).append((term, why.weight))
    return found


def decision_of(flag: Flag) -> list[Entry]:
    """What stands now: a card remembers the decision in force, not all that was done with it."""
    found = [Entry("карточка заведена", flag.raised_at)]
    if "theme" in flag.labels:
        found.append(Entry(f"тема исправлена человеком: {THEME_TITLES[flag.theme]}"))
    if flag.decided_at:
        return [*found, Entry(verdict(flag), flag.decided_at)]
    return [*found, Entry("решения пока нет")]


def changes_of(history: History, mask: Mask) -> list[Change]:
    """Versions, the newest first, each compared with the one before."""
    texts = [(version, mask(version.text)) for version in history.versions]
    first = [Change(version, [(changes.Sort.SAME, text)]) for version, text in texts[:1]]
    later = [Change(version, changes.compare(old, new)) for (_, old), (version, new) in pairwise(texts)]
    return (first + later)[::-1]


def thread_of(flag: Flag, around: list[Post], mask: Mask) -> list[Neighbour]:
    """The thread with this post in its place."""
    return [Neighbour(post, mask(post.text), POST_TITLES[post.kind], post.key == flag.post.key) for post in around]


def series_of(history: History) -> list[tuple[Counters, list[tuple[str, str, int]]]]:
    """The counters' moments, the newest first."""
    return [(point, figures(point)) for point in history.counters[: -SERIES - 1 : -1]]


def card_page(
    request: Request, ask: Asked, flag_id: int, *, status: int = 200, wrong: str = "", form: object = None
) -> Response:
    """The page of a card; `wrong` and `form` after a refused decision."""
    with ask.given.ledger.read() as work:
        flag = work.flags.get(ask.caller.scope, flag_id)
        history = work.posts.history(ask.caller.scope, flag.post.key)
        around = work.posts.thread(ask.caller.scope, flag.post.key)
    mask = reader(ask.caller, ask.given, cards=[flag_id])
    held = ask.holding([flag]).get(flag.post_id, 0)
    return page(
        "card.html",
        ask.given,
        ask.caller,
        status=status,
        face=Face.of(flag, ask.given.profile, mask, whole=True, incident=held),
        beside=beside(ask, held, flag_id, mask),
        watching=request.app.state.presence.look(ask.caller.scope, flag_id, ask.given.clock.now()),
        filters=ask.filters,
        whole=True,
        wrong=wrong,
        form=form,
        lines=lines_of(flag.assessment),
        why=why_of(flag.assessment),
        decision=decision_of(replace(flag, decision=mask(flag.decision))),
        changes=changes_of(history, mask),
        thread=thread_of(flag, around, mask),
        series=series_of(history),
        warning=request.app.state.condition.warning(ask.given),
    )


@dataclass(frozen=True, slots=True)
class Beside:
    """The incident of the card, and the cards of its other posts."""

    row: Row
    others: list[tuple[Flag, str]]


def beside(ask: Asked, incident_id: int, flag_id: int, mask: Mask) -> Beside | None:
    """What stands beside a card: its incident with the newest of the other posts; None where it has none."""
    if not incident_id:
        return None
    with ask.given.ledger.read() as work:
        row = row_of(work, ask.caller.scope, incident_id, ask.given.profile)
        cards = work.incidents.cards(ask.caller.scope, incident_id)
    others = [(card, mask(card.post.text)[:BESIDE_CHARS]) for card in cards if card.id != flag_id]
    return Beside(row, others[-BESIDE:])


@router.get("/cards/{flag_id}")
def show(request: Request, flag_id: Number, ask: AskedDep) -> Response:
    """The page."""
    return card_page(request, ask, flag_id)
