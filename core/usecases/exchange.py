"""Take a table of «Инцидент менеджмент» or ПОС."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice
from zoneinfo import ZoneInfo

from core.exchange import Import, Item, Spoilt, System
from core.ports import Ledger, Work
from core.scope import Right, Scope
from core.usecases.linking import MOSCOW, Told, keep_score, silent

TOGETHER = 1000
"""Items that are kept in one transaction."""
PROTOCOL_MOST = 10_000
"""Spoilt rows that a protocol names; further ones are counted."""
Remade = Callable[[Item, Mapping[str, str]], Item]


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
            keep_score(work, scope, each, each.linked.incident_id, table.zone, table.at)


def keep_import(ledger: Ledger, scope: Scope, done: Import) -> Import:
    """Enter what came of a table into the log of exchange."""
    with ledger.begin() as work:
        kept = work.exchange.add_import(scope, done)
        told = {"system": done.system, "rows": done.rows, "added": done.added, "changed": done.changed, "bad": done.bad}
        work.journal.write(scope, "exchange.import", str(kept.id), told, done.at)
    return kept
