"""Find the incidents of the items of «Инцидент менеджмент» and ПОС."""

from bisect import bisect_left
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from core.exchange import SYSTEM_TITLES, Item, ItemQuery, Link, Linked, System, linked
from core.exchange.links import newcomer
from core.exchange.worked import ended_at
from core.incidents import Board, Newcomer, Step
from core.ports import Ledger, Work
from core.profile import Profile
from core.reasons import Reason
from core.scope import Right, Scope

LINKED_TOGETHER, WRITTEN_TOGETHER = 2000, 200
"""Items that are compared, and that are kept, in one transaction."""
MOSCOW = ZoneInfo("Europe/Moscow")
"""The zone of most centres; the profile's is given where it is known."""
Told = Callable[[str, int, int | None], None]
Lemmas = Callable[[str], str]


def silent(step: str, done: int, total: int | None) -> None:
    """Nobody looks."""


class Spread(Protocol):
    """As `map`: a task over parts, in their order."""

    def __call__(
        self, task: Callable[["Beside"], dict[int, Linked]], parts: Iterable["Beside"], /
    ) -> Iterator[dict[int, Linked]]:
        """What comes of the parts."""


@dataclass(frozen=True, slots=True)
class Beside:
    """Items, their texts left out, as the rules of grouping see them, and what those are compared with."""

    found: Sequence[Item]
    posts: Sequence[Newcomer]
    board: Board
    window: timedelta
    numbers: Mapping[str, int]
    urls: Mapping[str, int]


def link_items(
    ledger: Ledger,
    scope: Scope,
    profile: Profile,
    lemmas: Lemmas,
    system: System,
    at: datetime,
    told: Told = silent,
    spread: Spread = map,
) -> tuple[int, int]:
    """Link items that have no incident yet: how many were linked, and proposed to a person. Only items of the time
    from which incidents are known are looked at. `spread` compares many at once where there are processes for it."""
    scope.demand(Right.EXCHANGE)
    with ledger.read() as work:
        first = work.exchange.earliest(scope)
    if first is None:
        return 0, 0
    query = ItemQuery(system, Link.NONE, since=first - profile.repeat_window, limit=LINKED_TOGETHER)
    counts, zone = {Link.LINKED: 0, Link.PROPOSED: 0}, ZoneInfo(profile.timezone)
    held: deque[Sequence[Item]] = deque()

    def parts() -> Iterator[Beside]:
        for found, beside in _beside_incidents(ledger, scope, profile, lemmas, query):
            held.append(found)
            yield beside

    for said in spread(answers, parts()):
        found = held.popleft()
        for numbers in _parts(list(said), WRITTEN_TOGETHER):
            with ledger.begin() as work:
                keep_links(work, scope, [each for each in found if each.id in numbers], said, zone, at)
        for each in said.values():
            counts[each.state] += 1
        told("Связывание", sum(counts.values()), None)
    return counts[Link.LINKED], counts[Link.PROPOSED]


def _beside_incidents(
    ledger: Ledger, scope: Scope, profile: Profile, lemmas: Lemmas, query: ItemQuery
) -> Iterator[tuple[Sequence[Item], Beside]]:
    """Items a part at a time, each with what it is compared with."""
    while True:
        with ledger.read() as work:
            found = work.exchange.find(scope, query)
            beside = _beside_these(work, scope, profile, lemmas, found) if found else None
        if beside is None:
            return
        yield found, beside
        query = replace(query, after=found[-1].id)


def _parts(numbers: Sequence[int], size: int) -> Iterator[frozenset[int]]:
    for start in range(0, len(numbers), size):
        yield frozenset(numbers[start : start + size])


def _beside_these(work: Work, scope: Scope, profile: Profile, lemmas: Lemmas, found: Sequence[Item]) -> Beside:
    window = profile.repeat_window
    since = min(each.received for each in found) - window
    moments = work.grouping.moments(scope, since)
    posts = [_newcomer(each, lemmas if _beside(moments, each.received, window) else _wordless) for each in found]
    board = work.grouping.board(scope, since, posts)
    numbers = work.exchange.numbers(scope, found[0].system, [each.number for each in found])
    urls = work.exchange.urls(scope, [each.url for each in found if each.url])
    bare = [replace(each, columns={}, text="") for each in found]
    return Beside(bare, posts, board, window, numbers, urls)


def answers(beside: Beside) -> dict[int, Linked]:
    """Which of these items have an incident, or may have one. Pure, and nothing in it is hard to hand over."""
    look = beside.board, beside.window, beside.numbers, beside.urls
    said = {each.id: linked(each, post, *look) for each, post in zip(beside.found, beside.posts, strict=True)}
    return {number: each for number, each in said.items() if each.state is not Link.NONE}


def newcomers(found: Sequence[Item], lemmas: Lemmas) -> list[Newcomer]:
    """Items as the rules of grouping see posts."""
    return [_newcomer(each, lemmas) for each in found]


def _newcomer(item: Item, lemmas: Lemmas) -> Newcomer:
    return newcomer(item, frozenset(lemmas(item.text).split()), lemmas(item.place))


def _wordless(text: str) -> str:
    """Of what has no incident in its time the words need not be known: it is linked by its number or its link."""
    return ""


def _beside(moments: Sequence[datetime], at: datetime, window: timedelta) -> bool:
    """Whether one of these moments, which are in order, is within the window."""
    first = bisect_left(moments, at - window)
    return first < len(moments) and moments[first] <= at + window


def keep_links(
    work: Work, scope: Scope, found: Sequence[Item], said: dict[int, Linked], zone: ZoneInfo, at: datetime
) -> None:
    """Keep which incidents these items have; the histories tell it."""
    work.exchange.link(scope, {each.id: said[each.id] for each in found})
    held = [(each, told.incident_id) for each in found if (told := said[each.id]).state is Link.LINKED]
    _tell(work, scope, [(each, number) for each, number in held if number is not None], zone, at)


def _tell(work: Work, scope: Scope, found: Sequence[tuple[Item, int]], zone: ZoneInfo, at: datetime) -> None:
    """The histories of the incidents name the items; the applicants' marks are kept with them."""
    names = [f"{SYSTEM_TITLES[item.system]} № {item.number}"[:64] for item, _ in found]
    told = zip(found, names, strict=True)
    steps = [Step(at, scope.who, "exchange", "", name, "", {"item": item.id}, number) for (item, number), name in told]
    work.incidents.record(scope, steps)
    for item, number in found:
        keep_score(work, scope, item, number, zone, at)


def keep_score(work: Work, scope: Scope, item: Item, incident_id: int, zone: ZoneInfo, at: datetime) -> None:
    """Keep the applicant's mark. It is of the day on which the record was finished, as far as it is told: a table that
    is loaded on Monday tells of the week before."""
    if item.score:
        work.answers.put_score(scope, incident_id, item.number, item.score, min(ended_at(item, zone) or at, at))


def choose_link(
    work: Work, scope: Scope, item_id: int, incident_id: int | None, at: datetime, zone: ZoneInfo = MOSCOW
) -> Item:
    """A person says which incident an item speaks of, or that it is none of those proposed (None): then no rule links
    it again. Raises NotFound."""
    scope.demand(Right.EXCHANGE)
    item = work.exchange.get(scope, item_id)
    reason = Reason("item_chosen")
    said = Linked(Link.LINKED if incident_id else Link.REFUSED, incident_id, reason, scope.who)
    if incident_id:
        work.incidents.brief(scope, incident_id)
        _tell(work, scope, [(item, incident_id)], zone, at)
    elif item.linked.state is Link.LINKED and item.linked.incident_id:
        name = f"{SYSTEM_TITLES[item.system]} № {item.number}"
        step = Step(at, scope.who, "unexchange", name[:64], "", "", {"item": item.id}, item.linked.incident_id)
        work.incidents.record(scope, [step])
    work.exchange.link(scope, {item.id: said})
    work.journal.write(scope, "exchange.link", str(item.id), {"incident": incident_id}, at)
    return replace(item, linked=said)
