"""Splitting and merging. Nothing is lost by either: posts change their place, answers and history stay where they were.

An emptied incident keeps its id, its history and its answers, and says where its posts are (`merged_into`).
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from core.errors import Conflict
from core.incidents.moves import FIRST
from core.incidents.records import Incident, Member, Step
from core.reasons import Reason

SPLIT = "split"
"""The code by which a post is in the incident that a person opened for it."""


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
    moved = tuple(_split_off(member, incident.id, who, at) for member in incident.members if member.post_id in wanted)
    return replace(incident, members=left), moved


def _split_off(member: Member, source: int, who: str, at: datetime) -> Member:
    """The post in the new incident; `was` is how it stood in the old one, for the way back."""
    why = member.reason
    was = {
        "at": member.joined_at.isoformat(),
        "reason": [why.code, why.weight, dict(why.detail)],
        "via": list(member.via),
    }
    return Member(member.post_id, at, Reason(SPLIT, 0, {"from": source, "was": was}), who)


def former(member: Member) -> Member | None:
    """How a post that was split off stood before; None where it was not, or where that is not known."""
    was = member.reason.detail.get("was") if member.reason.code == SPLIT else None
    if not isinstance(was, Mapping):
        return None
    return Member(
        member.post_id, datetime.fromisoformat(was["at"]), Reason(*was["reason"]), via=tuple(was["via"])
    )  # fmt: skip


def waits_since(member: Member) -> datetime:
    """When the post came to the centre's work, however often it was split off since."""
    before = former(member)
    return waits_since(before) if before else member.joined_at


def merged(one: Incident, into: Incident, who: str, at: datetime, reason: str = "") -> tuple[Incident, Incident, Step]:
    """The emptied incident, the one that has its posts now, and the step of the emptied one. Raises Conflict."""
    if one.id == into.id:
        raise Conflict("инцидент нельзя объединить с самим собой")
    for each in (one, into):
        if each.merged_into is not None:
            raise Conflict(f"инцидент {each.id} уже объединён с инцидентом {each.merged_into}")
    undone = returns(one, into)
    if one.regime is not into.regime and not undone:
        raise Conflict("обращение по 59-ФЗ и сообщение не объединяются: у каждого свой порядок и срок")
    brought = tuple((undone and former(member)) or _over(member, one) for member in one.members)
    emptied = replace(one, merged_into=into.id, members=())
    grown = replace(into, members=into.members + brought, latest_at=_latest(one, into))
    detail = {"into": into.id, "posts": list(one.post_ids)} | ({"undone": SPLIT} if undone else {})
    return emptied, grown, Step(at, who, "merge", "", str(into.id), reason.strip(), detail, one.id)


def _over(member: Member, one: Incident) -> Member:
    return replace(member, via=(*member.via, one.id))


def returns(one: Incident, into: Incident) -> bool:
    """Whether one is what a person split off from the other and nobody has touched either since: its way back is no
    new merge, it undoes the split."""
    own = [member.reason.code == SPLIT and member.reason.detail.get("from") == into.id for member in one.members]
    touched = one.answers or one.status is not FIRST[one.nature] or into.moved_at > one.opened_at
    return bool(own) and all(own) and not touched


def parted(emptied: Incident, holder: Incident, who: str, at: datetime) -> tuple[Incident, Incident, Step]:
    """Undo a merge: the posts that came from `emptied` and are still with `holder` go back. Raises Conflict, also where
    nothing would: a live incident of nothing has terms that nobody can meet."""
    if emptied.merged_into != holder.id:
        raise Conflict(f"инцидент {emptied.id} не объединён с инцидентом {holder.id}")
    if holder.merged_into is not None:
        raise Conflict(f"сначала верните инцидент {holder.id}: он объединён с инцидентом {holder.merged_into}")
    if not comes_back(emptied, holder):
        raise Conflict(f"возвращать нечего: публикаций инцидента {emptied.id} в инциденте {holder.id} больше нет")
    mine = [member for member in holder.members if _came_by(member, emptied)]
    back = tuple(replace(member, via=member.via[:-1]) for member in mine)
    left = tuple(member for member in holder.members if member not in mine)
    restored = replace(emptied, merged_into=None, members=back)
    step = Step(at, who, "unmerge", str(holder.id), "", "", {"posts": list(restored.post_ids)}, emptied.id)
    return restored, replace(holder, members=left), step


def comes_back(emptied: Incident, holder: Incident) -> bool:
    """Whether undoing the merge would bring anything back: a post, or the text by which it came."""
    return bool(emptied.text) or any(_came_by(member, emptied) for member in holder.members)


def _came_by(member: Member, emptied: Incident) -> bool:
    return bool(member.via) and member.via[-1] == emptied.id


def _latest(one: Incident, other: Incident) -> datetime | None:
    return max((each.latest_at for each in (one, other) if each.latest_at), default=None)
