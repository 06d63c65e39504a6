"""Splitting and merging. Nothing is lost by either: posts change their place, answers and history stay where they were.

An emptied incident keeps its id, its history and its answers, and says where its posts are (`merged_into`).
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from core.errors import Conflict
from core.incidents.moves import FIRST
from core.incidents.records import Incident, Member, Step
from core.reasons import Reason


def taken_out(incident: Incident, posts: Iterable[int], who: str, at: datetime) -> tuple[Incident, tuple[Member, ...]]:
    """The incident without these posts, and the posts as members of the one that a person opens for them.

    Raises Conflict if a post is not of it, if none is named, or if nothing would be left.
    """
    wanted = frozenset(posts)
    strange = wanted - set(incident.post_ids)
    if incident.merged_into is not None or strange or not wanted:
        raise Conflict(f"инцидент {incident.id}: этих публикаций в нём нет")
    left = tuple(member for member in incident.members if member.post_id not in wanted)
    if not left and not incident.text:
        raise Conflict(f"инцидент {incident.id}: выделить все публикации нельзя, хотя бы одна должна остаться")
    reason = Reason("split", 0, {"from": incident.id})
    moved = tuple(Member(member.post_id, at, reason, who) for member in incident.members if member.post_id in wanted)
    return replace(incident, members=left), moved


def merged(one: Incident, into: Incident, who: str, at: datetime, reason: str = "") -> tuple[Incident, Incident, Step]:
    """The emptied incident, the one that has its posts now, and the step of the emptied one. Raises Conflict."""
    if one.id == into.id:
        raise Conflict("инцидент нельзя объединить с самим собой")
    for each in (one, into):
        if each.merged_into is not None:
            raise Conflict(f"инцидент {each.id} уже объединён с инцидентом {each.merged_into}")
    if one.regime is not into.regime and not returns(one, into):
        raise Conflict("обращение по 59-ФЗ и сообщение не объединяются: у каждого свой порядок и срок")
    brought = tuple(replace(member, via=(*member.via, one.id)) for member in one.members)
    emptied = replace(one, merged_into=into.id, members=())
    grown = replace(into, members=into.members + brought, latest_at=_latest(one, into))
    detail = {"into": into.id, "posts": list(one.post_ids)}
    return emptied, grown, Step(at, who, "merge", "", str(into.id), reason.strip(), detail, one.id)


def returns(one: Incident, into: Incident) -> bool:
    """Whether one is what a person split off from the other and nobody has touched either since: its way back is no
    new merge, it undoes the split."""
    own = [member.reason.code == "split" and member.reason.detail.get("from") == into.id for member in one.members]
    touched = one.answers or one.status is not FIRST[one.nature] or into.moved_at > one.opened_at
    return bool(own) and all(own) and not touched


def parted(emptied: Incident, holder: Incident, who: str, at: datetime) -> tuple[Incident, Incident, Step]:
    """Undo a merge: the posts that came from `emptied` and are still with `holder` go back. Raises Conflict."""
    if emptied.merged_into != holder.id:
        raise Conflict(f"инцидент {emptied.id} не объединён с инцидентом {holder.id}")
    if holder.merged_into is not None:
        raise Conflict(f"сначала верните инцидент {holder.id}: он объединён с инцидентом {holder.merged_into}")
    mine = [member for member in holder.members if member.via and member.via[-1] == emptied.id]
    back = tuple(replace(member, via=member.via[:-1]) for member in mine)
    left = tuple(member for member in holder.members if member not in mine)
    restored = replace(emptied, merged_into=None, members=back)
    step = Step(at, who, "unmerge", str(holder.id), "", "", {"posts": list(restored.post_ids)}, emptied.id)
    return restored, replace(holder, members=left), step


def _latest(one: Incident, other: Incident) -> datetime | None:
    return max((each.latest_at for each in (one, other) if each.latest_at), default=None)
