"""Measures: gathered from answers and campaigns, entered by people, executed with a proof."""

import re
from dataclasses import replace
from datetime import datetime

from core import measures as rules
from core.answers.dates import dates
from core.answers.measures import is_ahead, is_measure, is_past
from core.answers.sentences import plain, sentences
from core.campaigns import CampaignQuery
from core.deadlines import Calendar
from core.errors import Outdated
from core.incidents import Answer, Incident, Outcome, Status
from core.measures import Measure, MeasureQuery, State
from core.ports import Work
from core.profile import Profile
from core.scope import Right, Scope

ALL = 100_000
KEPT_BY = {Status.CLOSED: Outcome.SOLVED}
PROOF = "вопрос закрыт как решённый"


def gather(work: Work, scope: Scope, profile: Profile, at: datetime) -> int:
    """Let promises in answers, tasks of campaigns and of minutes be measures, as they stand; gives how many are new. A
    promise is kept where its matter was closed as solved. May be run again."""
    scope.demand(Right.READ_REPORTS)
    calendar, zone = profile.calendar, profile.timezone
    promised = [
        found
        for incident, answer in work.measures.promised(scope)
        if is_work(said := promise_in(answer, calendar)) and (found := rules.of_answer(incident, answer, said, zone))
    ]
    known = {each.source: each for each in work.measures.find(scope, MeasureQuery(limit=ALL))}
    tasks = [*_of_campaigns(work, scope), *_of_minutes(work, scope)]
    fresh = [each for each in (*promised, *tasks) if each.source not in known]
    work.measures.feed(scope, fresh)
    for task in tasks:
        before = known.get(task.source)
        if before and (before.state, before.moved_at) != (task.state, task.moved_at):
            kept = replace(task, id=before.id, revision=before.revision, made_at=min(before.made_at, task.made_at))
            work.measures.save(scope, kept)
    for measure, incident in work.measures.kept(scope):
        if _solved(incident, measure):
            done = rules.move(measure, State.DONE, PROOF, scope.who, incident.moved_at)
            work.measures.save(scope, done)
    return len(fresh)


def _of_campaigns(work: Work, scope: Scope) -> list[Measure]:
    found = work.campaigns.find(scope, CampaignQuery(limit=ALL))
    return [rules.of_task(each, task) for each in found for task in each.tasks]


def _of_minutes(work: Work, scope: Scope) -> list[Measure]:
    found = work.registers.tasks(scope)
    of = {number: work.registers.get(scope, number) for number in {each.entry_id for each in found}}
    return [rules.of_minutes(of[each.entry_id], each) for each in found]


def _solved(incident: Incident, measure: Measure) -> bool:
    """Closed as solved after the promise was given."""
    return (
        incident.status in KEPT_BY
        and incident.outcome is KEPT_BY[incident.status]
        and incident.moved_at >= measure.made_at
    )


GREETING = re.compile(r"^\W*(?:здравствуйте|добрый (?:день|вечер)|доброе утро|доброго дня|уважаемы\w+[^.!]*)[\s,.!]*")
DATED = re.compile(
    r"\b(?:\d{1,2}[. ](?:\d{1,2}\b|янв|фев|мар|апр|ма[йя]|июн|июл|авг|сен|окт|ноя|дек)|завтра|до конца|"
    r"в (?:понедельник|вторник|среду|четверг|пятницу|субботу|воскресенье))"
)

UNTIL = re.compile(
    r"\b(?:до|ко?|не позднее|не позже) (?:\d|конца|начала|середины|понедельник|вторник|сред|четверг|пятниц|суббот|"
    r"воскрес)"
)
TODAY = re.compile(r"\bсегодня\b")
"""Said of what is over as often as of what is to come: looked for last."""


def promise_in(answer: Answer, calendar: Calendar) -> str:
    """The sentence of an answer that names its term, else the one that speaks of what is still to be done, else the
    first that names a day, else the text without its greeting."""
    low = plain(answer.text)
    found = [(begin, each) for begin, each in sentences(low) if each.strip() and not GREETING.fullmatch(each.strip())]
    if (at := _term_in(answer, calendar)) is not None:
        found = [(begin, each) for begin, each in found if begin <= at < begin + len(each)] or found
    for tells in (is_ahead, DATED.search, TODAY.search):
        for begin, sentence in found:
            if tells(sentence):
                return _without_greeting(answer.text[begin : begin + len(sentence)])
    return _without_greeting(answer.text)


def _term_in(answer: Answer, calendar: Calendar) -> int | None:
    """Where an answer names the day that it promises; None where it names another, or nothing."""
    if answer.promised is None or answer.at is None:
        return None
    day = calendar.local(answer.promised).date()
    named = [each for each in dates(answer.text, answer.at, calendar) if each.promised and each.day == day]
    return min(named, key=lambda each: each.term).start if named else None


def is_work(said: str) -> bool:
    """Whether somebody is to do something by the day that is named: "до 3 ноября" says so by itself, "завтра закрыто"
    and "приём 12 ноября" are news."""
    low = plain(said)
    return is_ahead(low) or bool(UNTIL.search(low)) or (is_measure(low) and not is_past(low))


def _without_greeting(text: str) -> str:
    """The words that follow a greeting, with a capital; the text itself where nothing follows."""
    begin = GREETING.match(plain(text))
    rest = text[begin.end() :].strip() if begin else text.strip()
    return rest[:1].upper() + rest[1:] if rest else text.strip()


def add_measure(work: Work, scope: Scope, profile: Profile, wanted: Measure, at: datetime) -> Measure:
    """A measure of a person's own, of minutes or of a road map. Raises BadInput, NotFound."""
    scope.demand(Right.WORK_REPORTS)
    if wanted.incident_id is not None:
        work.incidents.brief(scope, wanted.incident_id)
    if wanted.roadmap_id is not None:
        work.roadmaps.get(scope, wanted.roadmap_id)
    made = rules.checked(replace(wanted, made_at=at, made_by=scope.who), profile)
    kept = work.measures.add(scope, made)
    work.journal.write(scope, "measure.add", str(kept.id), {"origin": kept.origin, "block": kept.block}, at)
    return kept


def move_measure(
    work: Work, scope: Scope, measure_id: int, revision: int, to: State, proof: str, at: datetime
) -> Measure:
    """Say that it is executed (with a proof), dropped (with a reason), or open again. A task of a campaign is told in
    the campaign. Raises NotFound, Outdated, IllegalMove."""
    scope.demand(Right.WORK_REPORTS)
    found = work.measures.get(scope, measure_id)
    if found.revision != revision:
        raise Outdated(f"мероприятие {found.id} изменилось: у вас версия {revision}, сейчас {found.revision}")
    if found.mirrored:
        raise rules.told_elsewhere(found)
    moved = work.measures.save(scope, rules.move(found, to, proof, scope.who, at))
    work.journal.write(scope, "measure.move", str(found.id), {"before": found.state, "after": to}, at)
    return moved
