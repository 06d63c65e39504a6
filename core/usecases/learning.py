"""Labels: keeping a person's judgement, bringing those of a file, choosing what is labelled next."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from core.errors import BadInput
from core.learning import Example, Label
from core.learning.choosing import Wish, drawn, ranked
from core.learning.incoming import Incoming, Read
from core.ports import Work
from core.posts import Platform, PostKey
from core.scope import Right, Scope

RECENT = timedelta(days=30)
"""Older texts are not proposed for labelling."""
MOST = 1000
MOVED_FOR = timedelta(days=14)
"""For so long a drift makes the texts of its source and theme wanted."""


def mark(work: Work, scope: Scope, post_id: int, label: Label, seen: str) -> Example:
    """Keep what a person says of a post's current text. Raises NotFound, BadInput where nothing is said, or where the
    text changed since the person saw the version `seen` (`Example.id`)."""
    scope.demand(Right.LABEL)
    if not label.given:
        raise BadInput("метка ничего не говорит: выберите тему и вид")
    example = work.labels.example(scope, post_id)
    if example.id != seen:
        raise BadInput("публикация изменилась, пока вы смотрели: прочтите её заново")
    work.labels.add(scope, [(example, label)])
    work.journal.write(scope, "label.add", example.id, {"blind": label.blind, "cause": str(label.cause)}, label.at)
    return example


@dataclass(frozen=True, slots=True)
class Brought:
    """What came of a file of labels: kept ones, ones that were there, and rows refused with the reason."""

    added: int = 0
    known: int = 0
    refused: tuple[tuple[str, str], ...] = ()


def bring(work: Work, scope: Scope, file: Read, mask: Callable[[str], str], at: datetime) -> Brought:
    """Keep the labels of a file. A text that is not here, or that reads otherwise here, is refused by its name."""
    scope.demand(Right.LABEL)
    names = {each.id: name for each in file.labels if (name := _name(each.id))}
    known = {each.id: each for each in work.labels.named(scope, list(names.values()))}
    judged = [(each, _why_not(each, known.get(each.id), mask)) for each in file.labels]
    refused = (*file.refused, *((each.id, why) for each, why in judged if why))
    kept = [(known[each.id], each.label) for each, why in judged if not why]
    added = work.labels.add(scope, kept)
    if added:
        work.journal.write(scope, "label.import", "", {"added": added, "refused": len(refused)}, at)
    return Brought(added, len(kept) - added, refused)


def _name(given: str) -> tuple[PostKey, int] | None:
    """`vk:wall/123@1` as a key and a version."""
    where, _, version = given.rpartition("@")
    platform, _, rest = where.partition(":")
    source, slash, message = rest.rpartition("/")
    if not slash or not version.isdecimal() or len(version) > 9 or platform not in set(Platform):
        return None
    return PostKey(Platform(platform), source, message), int(version)


def _why_not(given: Incoming, known: Example | None, mask: Callable[[str], str]) -> str:
    if known is None:
        return "такого текста здесь нет"
    if given.text and _plain(given.text) not in {_plain(mask(known.text)), _plain(known.text)}:
        return "текст здесь другой"
    if lost := [place for place in _places(given.label) if not _stands(place, known, mask)]:
        return f"места «{lost[0]}» в тексте нет: оно пишется слово в слово как в тексте"
    return ""


def _places(label: Label) -> list[str]:
    found = label.given.get("places")
    return [str(place) for place in found] if isinstance(found, list | tuple) else []


def _stands(place: str, known: Example, mask: Callable[[str], str]) -> bool:
    """Whether a place is a part of the text, as it is here or as the annotator saw it. An empty one is no place."""
    return bool(place.strip()) and any(place in text for text in (known.text, mask(known.text)))


def _plain(text: str) -> str:
    return " ".join(text.removeprefix("'").split())


def wanted(work: Work, scope: Scope, now: datetime, limit: int = 50) -> list[Wish]:
    """What is worth a label next, best first: of the texts of the last days that nobody has judged."""
    scope.demand(Right.LABEL)
    cells = work.drifts.cells(scope, (now - MOVED_FOR).date())
    moved = {(cell.source, cell.theme) for cell in cells if cell.alarms}
    found = work.labels.candidates(scope, now - RECENT, MOST)
    return ranked(found, work.labels.themes(scope), moved, limit)


def week_slice(work: Work, scope: Scope, zone: str, now: datetime) -> list[Example]:
    """The random slice of the last whole week, in the order drawn, without what this person has labelled."""
    scope.demand(Right.LABEL)
    week = last_week(now, zone)
    ids = drawn(scope.profile, week, work.labels.published(scope, *span(week, zone)))
    return [each for each in work.labels.some(scope, ids) if all(label.by != scope.who for label in each.labels)]


def last_week(now: datetime, zone: str) -> date:
    """The Monday of the last whole local week."""
    today = now.astimezone(ZoneInfo(zone)).date()
    return today - timedelta(days=today.weekday() + 7)


def span(week: date, zone: str) -> tuple[datetime, datetime]:
    """A local week from its Monday to the next."""
    here = ZoneInfo(zone)
    return datetime.combine(week, time(), here), datetime.combine(week + timedelta(days=7), time(), here)
