"""One incident with all that belongs to it, as the page shows it to a caller."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Self

from api.auth import Caller
from api.routes.texts import reader
from api.services import Services
from api.web import pictures
from api.web.incidents import history, procedure, slots
from api.web.incidents.answers import Told, told_of
from api.web.incidents.history import Entry, who_of
from api.web.incidents.place import located, sure
from api.web.incidents.posts import Post, posts_of
from api.web.incidents.procedure import Choice
from api.web.incidents.rows import Row
from api.web.incidents.spread import Spread
from api.web.incidents.way import Place, line_of
from core.answers import is_formal
from core.answers.placing import STANDING_TITLES
from core.flags import Flag
from core.incidents import (
    APPLICANT_TITLES,
    CHANNEL_TITLES,
    OUTCOME_TITLES,
    REGIME_TITLES,
    Answered,
    Channel,
    Incident,
    IncidentQuery,
    Proposal,
    Step,
    comes_back,
    notable,
)
from core.incidents.filling import Filled, filled
from core.labels import THEME_TITLES
from core.maps import Located
from core.ports import Work
from core.profile import Profile
from core.profile.routes import FIELD, FIELDS
from core.reasons import say
from core.routing import Matter, route
from core.scope import Scope

Mask = Callable[[str], str]
SHOWN, LIKE = 100, 5
"""Posts on the page before all are asked for; like incidents."""


@dataclass(frozen=True, slots=True)
class Question:
    """Whether another incident is the same matter."""

    asked: Proposal
    other: Row

    @property
    def percent(self) -> int:
        """How alike they are, 0–100."""
        return round(100 * self.asked.score)

    @property
    def stands(self) -> bool:
        """Whether the other one has not gone over to a third since."""
        return self.other.incident.merged_into is None


@dataclass(frozen=True, slots=True)
class Absorbed:
    """One whose posts came here: whether they can go back to it, and whether it was but a split that was undone."""

    incident: Incident
    returnable: bool
    undone: bool


@dataclass(frozen=True, slots=True)
class Whole:
    """All that the page shows of one incident."""

    incident: Incident
    row: Row
    text: str
    line: Sequence[Place]
    choices: Sequence[Choice]
    posts: Sequence[Post]
    facts: Sequence[tuple[str, str]]
    whose: str
    questions: Sequence[Question]
    parted: Sequence[Question]
    alike: Sequence[Row]
    absorbed: Sequence[Absorbed]
    returnable: bool
    entries: Sequence[Entry]
    spread: Spread
    slots: dict[str, object]
    answers: Sequence[Told]
    formal: frozenset[int]
    placed: dict[tuple[int, str], str]
    total: int
    spot: Located | None
    sure: str
    templates: Sequence[Filled]
    mark: str
    last: int

    @property
    def may_note(self) -> bool:
        """Whether circumstances and measures may be noted now."""
        return notable(self.incident)

    @classmethod
    def of(cls, work: Work, caller: Caller, given: Services, incident_id: int, everything: bool = False) -> Self:
        """From the store. Raises NotFound."""
        scope, profile = caller.scope, given.profile
        mask = reader(caller, given, incidents=[incident_id])
        incident = work.incidents.get(scope, incident_id)
        cards = work.incidents.cards(scope, incident_id)
        steps = work.incidents.history(scope, incident_id)
        shown = cards if everything else cards[-SHOWN:]
        asked, parted = (work.proposals.find(scope, each, incident_id) for each in (Answered.OPEN, Answered.DECLINED))
        return cls(
            incident=incident,
            row=Row.of(incident, len(cards), profile),
            text=mask(incident.text),
            line=line_of(incident, steps),
            choices=procedure.choices_of(incident, given.clock.now()),
            posts=posts_of(incident, shown, mask),
            facts=facts_of(incident),
            whose=whose(incident, cards, steps, profile),
            questions=questions_of(work, scope, incident, asked, profile),
            parted=[each for each in questions_of(work, scope, incident, parted, profile) if each.stands],
            alike=alike(work, scope, incident, {*_others(asked, incident.id)}, profile),
            absorbed=absorbed(work, scope, incident, steps),
            returnable=returnable(work, scope, incident),
            entries=history.entries_of([replace(step, reason=mask(step.reason)) for step in steps]),
            spread=Spread.of(cards),
            slots=slots.filled(work, caller, given, incident),
            answers=told_of(incident.answers),
            formal=frozenset(each.id for each in incident.answers if is_formal(each.remarks)),
            placed=placed(work, scope, incident_id),
            total=len(cards),
            spot=(spot := located(incident, cards, given.places)),
            sure=sure(spot),
            templates=ready(incident, profile, cards),
            mark=pictures.mark((incident.revision, len(cards), given.clock.now().date())),
            last=steps[-1].id if steps else 0,
        )


def ready(incident: Incident, profile: Profile, cards: Sequence[Flag]) -> list[Filled]:
    """Answer templates with what is known; what a person must fill stands in brackets, in words."""
    published = min((card.post.published for card in cards), default=None)
    found = filled(incident, profile, published)
    return [
        replace(each, text=FIELD.sub(lambda name: f"[{FIELDS.get(name[1], name[1])}]", each.text)) for each in found
    ]


def placed(work: Work, scope: Scope, incident_id: int) -> dict[tuple[int, str], str]:
    """(answer, link) -> whether the publication stands, in words."""
    found = work.answers.placed(scope, incident_id)
    return {(each.answer_id, each.link): STANDING_TITLES[each.standing] for each in found}


def _others(asked: Sequence[Proposal], mine: int) -> list[int]:
    return [each.other_id if each.incident_id == mine else each.incident_id for each in asked]


def facts_of(incident: Incident) -> list[tuple[str, str]]:
    """What is known of it, in words; what is usual is not said."""
    found = [
        ("Порядок", REGIME_TITLES[incident.regime]),
        ("Тема", THEME_TITLES[incident.theme]),
        ("Поступило", CHANNEL_TITLES[incident.channel] if incident.channel is not Channel.NETWORK else ""),
        ("Заявитель", APPLICANT_TITLES[incident.applicant] if incident.applicant else ""),
        ("Номер", incident.number),
        ("Исходящий", incident.outgoing),
        ("Итог", OUTCOME_TITLES[incident.outcome] if incident.outcome else ""),
    ]
    return [(name, value) for name, value in found if value]


def whose(incident: Incident, cards: Sequence[Flag], steps: Sequence[Step], profile: Profile) -> str:
    """Why this block answers for it: a person said so, or the rules of routing did; empty where neither is known."""
    for step in reversed(steps):
        if step.action == "move" and step.detail.get("block") == incident.block:
            return f"назначил {who_of(step.who)}" + (f": {step.reason}" if step.reason else "")
    texts = " ".join(card.post.text for card in cards[:SHOWN]) or incident.text
    matter = Matter(incident.theme, incident.topic, incident.place, incident.territory, texts, incident.level)
    way = route(profile, matter)
    return "; ".join(say(reason) for reason in way.reasons) if way.block == incident.block else ""


def questions_of(
    work: Work, scope: Scope, incident: Incident, asked: Sequence[Proposal], profile: Profile
) -> list[Question]:
    """Questions about it, with the other incident of each. All are read at once: a storm has dozens of them."""
    others = _others(asked, incident.id)
    briefs, sizes = work.incidents.briefs(scope, others), work.incidents.sizes(scope, others)
    pairs = zip(asked, others, strict=True)
    return [Question(each, Row.of(briefs[other], sizes[other], profile)) for each, other in pairs if other in briefs]


def row_of(work: Work, scope: Scope, incident_id: int, profile: Profile) -> Row:
    """An incident as a line, with the count of its posts."""
    return Row.of(
        work.incidents.brief(scope, incident_id), work.incidents.sizes(scope, [incident_id])[incident_id], profile
    )


def alike(work: Work, scope: Scope, incident: Incident, besides: set[int], profile: Profile) -> list[Row]:
    """Open incidents of the same theme, those of the same place first: what it may be merged with."""
    found: dict[int, Row] = {}
    for place in (incident.place, "") if incident.place else ("",):
        query = IncidentQuery(themes=(incident.theme,), place=place, ended=False, limit=LIKE + len(besides) + 1)
        page = work.incidents.find(scope, query)
        found |= {
            each.id: Row.of(each, page.posts.get(each.id, 0), profile)
            for each in page.incidents
            if each.id not in found
        }
    return [row for number, row in found.items() if number not in besides | {incident.id}][:LIKE]


def absorbed(work: Work, scope: Scope, incident: Incident, steps: Sequence[Step]) -> list[Absorbed]:
    """Those whose posts went to it, as far as the caller sees them."""
    numbers = work.incidents.absorbed(scope, incident.id)
    briefs = work.incidents.briefs(scope, numbers)
    undone = {step.before for step in steps if step.action == "absorb" and step.detail.get("undone")}
    found = [briefs[each] for each in numbers if each in briefs]
    return [Absorbed(each, comes_back(each, incident), str(each.id) in undone) for each in found]


def returnable(work: Work, scope: Scope, incident: Incident) -> bool:
    """Whether an emptied incident has anything to come back to it, as far as the caller sees where it went."""
    if incident.merged_into is None or incident.merged_into not in work.incidents.briefs(scope, [incident.merged_into]):
        return False
    return comes_back(incident, work.incidents.get(scope, incident.merged_into))
