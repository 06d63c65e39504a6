"""What must go: on a lawful demand, or because its term of keeping is over."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from core import quotes, retention
from core.errors import NotFound
from core.incidents import Channel
from core.incidents.opening import newcomer_of, place_named, title_of
from core.papers import body_of, paper_of
from core.ports import Ledger, Work
from core.posts import PostKey, Source
from core.registers import EntryQuery, Kind
from core.scope import Right, Scope

BATCH, ALL = 500, 100_000
Mask = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What went: posts, rows by table; `digests` by which they are known again, `traces` to look for."""

    posts: int
    rows: Mapping[str, int]
    digests: tuple[str, ...]
    traces: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Due:
    """Of a source: its term, since when, how many posts are over it, how many of those wait for their incident."""

    source: Source
    before: datetime
    posts: int
    held: int


def wanted(work: Work, scope: Scope, key: PostKey, *, author: bool) -> list[int]:
    """The post, or all posts of the one who wrote it. Raises NotFound."""
    scope.demand(Right.COLLECT)
    found = work.erasures.post(scope, key)
    if found is None:
        raise NotFound(f"нет публикации {key.platform}:{key.source}:{key.message}")
    return work.erasures.with_author_of(scope, found) if author else [found]


def forget(
    work: Work, scope: Scope, ids: Sequence[int], digest: Callable[[PostKey], str], mask: Mask, at: datetime
) -> Forgotten:
    """Erase posts on request, and remember them by digests so that they do not come back."""
    digests = tuple(map(digest, work.erasures.keys(scope, ids)))
    traces = tuple(work.erasures.traces(scope, ids, author=True))
    rows = _erase(work, scope, ids, mask)
    work.erasures.remember(scope, digests, at)
    work.journal.write(scope, "personal.forget", "", {"posts": len(ids), "digests": list(digests)}, at)
    return Forgotten(len(ids), rows, digests, traces)


def _erase(work: Work, scope: Scope, ids: Sequence[int], mask: Mask) -> Mapping[str, int]:
    touched = work.erasures.incidents_of(scope, ids)
    texts = work.erasures.texts(scope, ids)
    rows = work.erasures.erase(scope, ids)
    runs = quotes.spoken([*texts, *map(mask, texts)])
    for unquote in (_unquote, _uncharted, _unregistered):
        unquote(work, scope, runs)
    for incident_id in touched:
        if work.incidents.brief(scope, incident_id).channel is Channel.NETWORK:
            _retell(work, scope, incident_id, mask)
    return rows


def _unquote(work: Work, scope: Scope, runs: quotes.Spoken) -> None:
    """Take the words of posts that are gone out of reports that were made, and out of people's texts in them."""
    for report in work.reports.list(scope, ALL):
        paper = paper_of(quotes.without(body_of(report.paper), runs))
        edits = {code: replace(each, text=quotes.without(each.text, runs)) for code, each in report.edits.items()}
        if (paper, edits) != (report.paper, report.edits):
            work.reports.save(scope, replace(report, paper=paper, edits=edits))


def _uncharted(work: Work, scope: Scope, runs: quotes.Spoken) -> None:
    """Take them out of road maps: the cause is often told in the words of residents."""
    for card in work.roadmaps.find(scope, ALL):
        told = {name: quotes.without(getattr(card, name), runs) for name in ("title", "cause", "result")}
        if (changed := replace(card, **told)) != card:
            work.roadmaps.save(scope, changed)


def _unregistered(work: Work, scope: Scope, runs: quotes.Spoken) -> None:
    """Take them out of the entries of registers and of the tasks of minutes."""
    for kind in Kind:
        for entry in work.registers.find(scope, EntryQuery(kind, limit=ALL)):
            title, body = quotes.without(entry.title, runs), quotes.without(dict(entry.body), runs)
            if (title, body) != (entry.title, dict(entry.body)):
                work.registers.save(scope, replace(entry, title=title, body=body))
    for task in work.registers.tasks(scope):
        what, proof = quotes.without(task.what, runs), quotes.without(task.proof, runs)
        if (what, proof) != (task.what, task.proof):
            work.registers.put_task(scope, replace(task, what=what, proof=proof))


def _retell(work: Work, scope: Scope, incident_id: int, mask: Mask) -> None:
    """Name an incident by the posts that are left."""
    left = work.incidents.cards(scope, incident_id)
    title = title_of(left[0].post.text, mask) if left else ""
    work.erasures.retell(scope, incident_id, title, place_named([newcomer_of(card) for card in left]))


def due(work: Work, scope: Scope, at: datetime) -> list[Due]:
    """What the terms of keeping ask to delete by now, by source; deletes nothing."""
    scope.demand(Right.READ_SOURCES)
    known = work.sources.list(scope)
    moments = {each.key: retention.cutoff(each, at) for each in known}
    counts = work.health.older(scope, list(moments.items()))
    return [
        Due(each, moments[each.key], counts[each.key], work.erasures.held(scope, each.key, moments[each.key]))
        for each in known
        if counts.get(each.key)
    ]


def expire(ledger: Ledger, scope: Scope, at: datetime) -> Mapping[str, int]:
    """Delete what is over its term, in short transactions; gives how many posts of which source went."""
    scope.demand(Right.COLLECT)
    with ledger.read() as work:
        known = due(work, scope, at)
    gone: dict[str, int] = {}
    for each in known:
        while count := _some(ledger, scope, each, at):
            gone[str(each.source.key)] = gone.get(str(each.source.key), 0) + count
    return gone


def _some(ledger: Ledger, scope: Scope, each: Due, at: datetime) -> int:
    with ledger.begin() as work:
        ids = work.erasures.expired(scope, each.source.key, each.before, BATCH)
        if ids:
            # The gist of an incident is masked: it stays, as the record of a matter that is ended.
            work.erasures.erase(scope, ids)
            detail = {"posts": len(ids), "days": retention.days(each.source)}
            work.journal.write(scope, "personal.expire", str(each.source.key), detail, at)
    return len(ids)


def bring_back_nothing(ledger: Ledger, scope: Scope, digests: frozenset[str], mask: Mask, at: datetime) -> int:
    """After a restore: erase again what was erased since the copy was made. Gives how many posts went."""
    with ledger.begin() as work:
        known = digests | work.erasures.remembered(scope)
        ids = work.erasures.among(scope, known)
        _erase(work, scope, ids, mask)
        work.erasures.remember(scope, sorted(known), at)
        if ids:
            work.journal.write(scope, "personal.forget", "", {"posts": len(ids), "again": True}, at)
    return len(ids)
