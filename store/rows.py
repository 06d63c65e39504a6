"""Records to columns and back. Pure: no connection here."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from core.labels import Assessment, Guess, Kind, Place, Sign, Theme, Why
from core.posts import (
    Attachment,
    Counters,
    Geo,
    Platform,
    Poll,
    Post,
    PostKey,
    PostKind,
    Source,
    SourceKey,
    SourceState,
    Visits,
)
from core.reasons import Reason
from core.risk import Level, Part, Risk

Row = Mapping[Any, Any]

_NONE_ATTACHED: list[Any] = []
_NO_REACTIONS: dict[str, int] = {}
"""One object for most rows, so that it is made JSON of once (store.bulk)."""


def digest(text: str) -> str:
    """32 hexadecimal digits of a text's SHA-256: equal texts, equal digests."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def source_of(row: Row) -> Source:
    """A row of `sources` as a record."""
    return Source(
        key=SourceKey(Platform(row["platform"]), row["address"]),
        title=row["title"],
        state=SourceState(row["state"]),
        reason=row["reason"],
        cursor=row["cursor"],
        added_at=row["added_at"],
        succeeded_at=row["succeeded_at"],
        basis=row["basis"],
        keep_days=row["keep_days"],
        visits=Visits(row["next_at"], _span(row["interval"]), row["rate"], row["cost"], row["failures"]),
        gaps=row["gaps"],
        backfilled=row["backfilled"],
    )


def _span(seconds: int | None) -> timedelta | None:
    return None if seconds is None else timedelta(seconds=seconds)


def source_columns(source: Source) -> dict[str, Any]:
    """What is kept of a source besides its key."""
    visits = source.visits
    return {
        "title": source.title,
        "state": source.state,
        "reason": source.reason,
        "cursor": dict(source.cursor),
        "added_at": source.added_at,
        "succeeded_at": source.succeeded_at,
        "basis": source.basis,
        "keep_days": source.keep_days,
        "next_at": visits.next_at,
        "interval": None if visits.interval is None else int(visits.interval.total_seconds()),
        "rate": visits.rate,
        "cost": visits.cost,
        "failures": visits.failures,
        "gaps": source.gaps,
        "backfilled": source.backfilled,
    }


def _poll_body(poll: Poll | None) -> dict[str, Any] | None:
    return {"question": poll.question, "answers": [list(answer) for answer in poll.answers]} if poll else None


def post_columns(post: Post) -> dict[str, Any]:
    """What a post says of itself, apart from its text and counters."""
    return {
        "kind": post.kind,
        "thread": post.thread,
        "parent": post.parent,
        "author": post.author,
        "by_source": post.by_source,
        "url": post.url,
        "published_at": post.published,
        "origin": [post.origin.platform, post.origin.source, post.origin.message] if post.origin else None,
        "pinned": post.pinned,
        "advert": post.advert,
        "attachments": [[each.kind, each.title] for each in post.attachments] if post.attachments else _NONE_ATTACHED,
        "poll": _poll_body(post.poll),
        "lat": post.geo.lat if post.geo else None,
        "lon": post.geo.lon if post.geo else None,
    }


def figures(counters: Counters | None) -> dict[str, Any]:
    """The counts of a moment as columns."""
    if counters is None:
        return {"views": None, "likes": None, "reposts": None, "replies": None, "reactions": _NO_REACTIONS}
    return {
        "views": counters.views,
        "likes": counters.likes,
        "reposts": counters.reposts,
        "replies": counters.replies,
        "reactions": dict(counters.reactions) if counters.reactions else _NO_REACTIONS,
    }


def counters_of(row: Row, at: str = "at") -> Counters | None:
    """A row's counts as a record; None where the row has no moment."""
    if row[at] is None:
        return None
    return Counters(row[at], row["views"], row["likes"], row["reposts"], row["replies"], row["reactions"] or {})


def key_of(row: Row) -> PostKey:
    """A row's key."""
    return PostKey(Platform(row["platform"]), row["source"], row["message"])


def _poll(body: Row | None) -> Poll | None:
    return Poll(body["question"], tuple((a[0], a[1]) for a in body["answers"])) if body else None


def _origin(parts: Sequence[str] | None) -> PostKey | None:
    return PostKey(Platform(parts[0]), parts[1], parts[2]) if parts else None


def post_of(row: Row, text: str, edited: datetime | None = None) -> Post:
    """A row of `posts` with its current text as a record."""
    return Post(
        key=key_of(row),
        published=row["published_at"],
        text=text,
        kind=PostKind(row["kind"]),
        thread=row["thread"],
        parent=row["parent"],
        author=row["author"],
        by_source=row["by_source"],
        url=row["url"],
        origin=_origin(row["origin"]),
        edited=edited,
        deleted=row["deleted_at"],
        pinned=row["pinned"],
        advert=row["advert"],
        counters=counters_of(row, "counted_at"),
        attachments=tuple(Attachment(kind, title) for kind, title in row["attachments"]),
        poll=_poll(row["poll"]),
        geo=Geo(row["lat"], row["lon"]) if row["lat"] is not None else None,
    )


def assessment_body(said: Assessment) -> dict[str, Any]:
    """An assessment as JSON for the store."""
    return {
        "themes": [[guess.code, guess.p] for guess in said.themes],
        "kind_p": said.kind_p,
        "solvable": said.solvable,
        "neg": [said.neg, said.neg_score],
        "risk": [said.risk, said.risk_score],
        "signs": dict(said.signs),
        "places": [[place.text, place.start, place.end, place.confidence] for place in said.places],
        "why": [[why.part, why.term, why.weight] for why in said.why],
        "abstain": said.abstain,
        "lawful_call": said.lawful_call,
    }


def assessment_of(row: Row) -> Assessment:
    """A row of `assessments` as a record."""
    body = row["body"]
    return Assessment(
        theme=Theme(row["theme"]),
        themes=tuple(Guess(code, p) for code, p in body["themes"]),
        kind=Kind(row["kind"]),
        kind_p=body["kind_p"],
        solvable=body["solvable"],
        neg=body["neg"][0],
        neg_score=body["neg"][1],
        risk=body["risk"][0],
        risk_score=body["risk"][1],
        signs={Sign(code): p for code, p in body["signs"].items()},
        model=row["model"],
        places=tuple(Place(*each) for each in body["places"]),
        why=tuple(Why(*each) for each in body["why"]),
        abstain=body["abstain"],
        lawful_call=body["lawful_call"],
    )


def reasons_body(reasons: Sequence[Reason]) -> list[Any]:
    """Reasons as JSON."""
    return [[each.code, each.weight, dict(each.detail)] for each in reasons]


def reasons_of(body: Sequence[Any]) -> tuple[Reason, ...]:
    """JSON as reasons."""
    return tuple(Reason(code, weight, detail) for code, weight, detail in body)


def risk_of(row: Row) -> Risk:
    """The score of a row of `flags` as a record; its reasons stand with the flag."""
    shown = tuple(Part(name, points, most) for name, points, most in row["parts"])
    return Risk(row["score"], Level(row["level"]), shown)
