"""Take a table of «Инцидент менеджмент» or ПОС, link its items to incidents."""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

from core.exchange import SYSTEM_TITLES, Import, Item, ItemQuery, Link, Linked, Spoilt, System, linked
from core.exchange.links import newcomer
from core.exchange.worked import ended_at
from core.incidents import Newcomer, Step
from core.ports import Ledger, Work
from core.profile import Profile
from core.reasons import Reason
from core.scope import Right, Scope

TOGETHER, LINKED_TOGETHER = 1000, 2000
"""Items in one transaction: kept, linked."""
PROTOCOL_MOST = 10_000
"""Spoilt rows that a protocol names; further ones are counted."""
MOSCOW = ZoneInfo("Europe/Moscow")
"""The zone of most centres; the profile's is given where it is known."""
Told = Callable[[str, int, int | None], None]
Lemmas = Callable[[str], str]
Remade = Callable[[Item, Mapping[str, str]], Item]


def silent(step: str, done: int, total: int | None) -> None:
    """Nobody looks."""


def unchanged(item: Item, columns: Mapping[str, str]) -> Item:
    """Columns are those of the row."""
    return item


@dataclass(frozen=True, slots=True)
class Table:
    """A table that is taken: whose, the name of its file, its rows, when, who watches, the municipality's zone,
    how an item is made anew of other columns."""

    system: System
    file: str
    found: Iterable[Item | Spoilt]
    at: datetime
    told: Told = silent
    zone: ZoneInfo = MOSCOW
    remade: Remade = unchanged


def take_table(ledger: Ledger, scope: Scope, table: Table) -> Import:
    """Keep the items of a table; the same table twice changes nothing. A spoilt row spoils itself only. Raises BadInput
    for a table that is none; what was read before stays."""
    scope.demand(Right.EXCHANGE)
    done = Import(table.system, table.file, table.at, scope.who)
    rows, remarks = iter(table.found), set[tuple[str, str]]()
    while batch := list(islice(rows, TOGETHER)):
        good = [each for each in batch if isinstance(each, Item)]
        bad = [each for each in batch if isinstance(each, Spoilt) and not each.taken]
        odd = [each for each in batch if isinstance(each, Spoilt) and each.taken]
        with ledger.begin() as work:
            good = _filled(work, scope, table, good)
            added, changed, same = work.exchange.put(scope, good, table.at)
            _marked(work, scope, table, good)
        done = replace(
            done,
            rows=done.rows + len(good) + len(bad),
            added=done.added + added,
            changed=done.changed + changed,
            # A number that stands twice in a table is one item: the further rows are as they were.
            same=done.same + same + len(good) - added - changed - same,
            bad=done.bad + len(bad),
            spoilt=(*done.spoilt, *bad, *_fresh(odd, remarks))[:PROTOCOL_MOST],
        )
        table.told("Загрузка", done.rows, None)
    return done


def _filled(work: Work, scope: Scope, table: Table, found: Sequence[Item]) -> list[Item]:
    """What a table has no column for stays as it was: a renamed column is no empty one."""
    short = [each.number for each in found if each.lacks]
    known = {each.number: each.columns for each in work.exchange.numbered(scope, table.system, short)} if short else {}
    return [
        table.remade(each, {name: old[name] for name in each.lacks if name in old} | dict(each.columns))
        if (old := known.get(each.number))
        else each
        for each in found
    ]


def _fresh(odd: Sequence[Spoilt], known: set[tuple[str, str]]) -> Iterator[Spoilt]:
    """Each strange value of a column once: a habit of an office stands in every row."""
    for each in odd:
        if (each.column, each.reason) not in known:
            known.add((each.column, each.reason))
            yield each


def _marked(work: Work, scope: Scope, table: Table, found: Sequence[Item]) -> None:
    """A mark follows the answer: it comes with a later table than the link did, and the incident gets it then."""
    scored = [each.number for each in found if each.score is not None]
    for each in work.exchange.numbered(scope, table.system, scored, linked=True) if scored else ():
        if each.linked.incident_id:
            _score(work, scope, each, each.linked.incident_id, table.zone, table.at)


def keep_import(ledger: Ledger, scope: Scope, done: Import) -> Import:
    """Enter what came of a table into the log of exchange."""
    with ledger.begin() as work:
        kept = work.exchange.add_import(scope, done)
        told = {"system": done.system, "rows": done.rows, "added": done.added, "changed": done.changed, "bad": done.bad}
        work.journal.write(scope, "exchange.import", str(kept.id), told, done.at)
    return kept


def link_items(
    ledger: Ledger, scope: Scope, profile: Profile, lemmas: Lemmas, system: System, at: datetime, told: Told = silent
) -> tuple[int, int]:
    """Link items that have no incident yet: how many were linked, and proposed to a person. Only items of the time
    from which incidents are known are looked at."""
    scope.demand(Right.EXCHANGE)
    with ledger.read() as work:
        first = work.exchange.earliest(scope)
    if first is None:
        return 0, 0
    query = ItemQuery(system, Link.NONE, since=first - profile.repeat_window, limit=LINKED_TOGETHER)
    counts, zone = {Link.LINKED: 0, Link.PROPOSED: 0}, ZoneInfo(profile.timezone)
    while True:
        with ledger.read() as work:
            found = work.exchange.find(scope, query)
            said = _linked(work, scope, profile, lemmas, found) if found else {}
        if not found:
            return counts[Link.LINKED], counts[Link.PROPOSED]
        for numbers in _parts(list(said), 200):
            with ledger.begin() as work:
                keep_links(work, scope, [each for each in found if each.id in numbers], said, zone, at)
        for each in said.values():
            counts[each.state] += 1
        query = replace(query, after=found[-1].id)
        told("Связывание", sum(counts.values()), None)


def _parts(numbers: Sequence[int], size: int) -> Iterator[frozenset[int]]:
    for start in range(0, len(numbers), size):
        yield frozenset(numbers[start : start + size])


def _linked(work: Work, scope: Scope, profile: Profile, lemmas: Lemmas, found: Sequence[Item]) -> dict[int, Linked]:
    window = profile.repeat_window
    since = min(each.received for each in found) - window
    moments = work.grouping.moments(scope, since)
    posts = [_newcomer(each, lemmas if _beside(moments, each.received, window) else _wordless) for each in found]
    board = work.grouping.board(scope, since, posts)
    numbers = work.exchange.numbers(scope, found[0].system, [each.number for each in found])
    urls = work.exchange.urls(scope, [each.url for each in found if each.url])
    said = {each.id: linked(each, post, board, window, numbers, urls) for each, post in zip(found, posts, strict=True)}
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
        _score(work, scope, item, number, zone, at)


def _score(work: Work, scope: Scope, item: Item, incident_id: int, zone: ZoneInfo, at: datetime) -> None:
    """The mark is of the day on which the record was finished, as far as it is told: a table that is loaded on Monday
    tells of the week before."""
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
