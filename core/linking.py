"""Use cases of one-time links: make one for a recipient without an account, show its card, take its answer."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from core.contacts import Contact, Link, answered, digest_of, new_link, opened
from core.deadlines import Calendar, due_at
from core.errors import Denied, NotFound
from core.incidents import Step
from core.ports import Work
from core.scope import Right, Scope


@dataclass(frozen=True, slots=True)
class Made:
    """A new link: the token goes into the letter and is kept nowhere; `due` is the nearest clock's end, if one runs."""

    token: str
    link: Link
    contact: Contact
    due: datetime | None


def reached(scope: Scope, contact: Contact) -> bool:
    """Whether a contact answers for what the caller reaches: his blocks, his territories or the whole municipality."""
    mine = scope.blocks is None or contact.block in scope.blocks
    return mine and (not contact.territory or scope.territories is None or contact.territory in scope.territories)


def known(work: Work, scope: Scope) -> list[Contact]:
    """The contacts that the caller may write to, by code."""
    return [each for each in work.contacts.list(scope) if reached(scope, each)]


def contact_of(work: Work, scope: Scope, code: str) -> Contact:
    """A contact that the caller may write to. Raises NotFound, for another block's as for none."""
    found = work.contacts.get(scope, code)
    if not reached(scope, found):
        raise NotFound(f"нет получателя «{code}»")
    return found


def nearest(work: Work, scope: Scope, incident_id: int, calendar: Calendar, at: datetime) -> datetime | None:
    """When the first of an incident's running clocks ends."""
    clocks = work.clocks.of(scope, incident_id).values()
    return min((due_at(clock, calendar, at) for clock in clocks if not clock.ended), default=None)


def make(
    work: Work,
    scope: Scope,
    incident_id: int,
    contact: str,
    gist: str,
    calendar: Calendar,
    token: Callable[[], str],
    at: datetime,
) -> Made:
    """Make a link for a contact; `gist` is masked already. Raises NotFound for an unknown contact or incident."""
    scope.demand(Right.WORK_INCIDENTS)
    work.incidents.brief(scope, incident_id)
    asked = contact_of(work, scope, contact)
    due = nearest(work, scope, incident_id, calendar, at)
    secret, link = new_link(incident_id, asked, gist, at, token, due)
    work.contacts.add_link(scope, link)
    work.journal.write(scope, "link.make", str(incident_id), {"contact": contact}, at)
    return Made(secret, link, asked, due)


def keep(work: Work, scope: Scope, contact: Contact, at: datetime) -> None:
    """Enter or change a contact of the caller's own blocks and territories. Raises Denied for another's."""
    scope.demand(Right.WORK_INCIDENTS)
    former = [each for each in work.contacts.list(scope) if each.code == contact.code]
    for each in (*former, contact):
        if not scope.may(Right.WORK_INCIDENTS, each.block, each.territory):
            raise Denied(f"получатель «{each.code}» не из ваших блоков и территорий")
    work.contacts.save(scope, contact)
    work.journal.write(scope, "contact.save", contact.code, {}, at)


def show(work: Work, scope: Scope, token: str, at: datetime) -> Link:
    """The link of a token. Raises NotFound, the same for unknown, used and expired ones."""
    return opened(work.contacts.link(scope, digest_of(token)), at)


def answer(work: Work, scope: Scope, token: str, text: str, at: datetime) -> Link:
    """Keep the one answer and tell of it; the officer makes it the incident's. Raises NotFound, BadInput, Conflict."""
    link = answered(show(work, scope, token, at), text, at)
    work.contacts.use_link(scope, link)
    told = {"link": link.id, "contact": link.contact}
    work.incidents.record(scope, [Step(at, f"link:{link.contact}", "offer", detail=told, incident_id=link.incident_id)])
    return link
