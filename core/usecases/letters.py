"""Ask a recipient without an account, and make an answer of what comes back: a person confirms it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from core import linking
from core.alerts import CONTACT, Delivery, Way, letter_alert
from core.contacts import Contact, Link
from core.errors import BadInput, Conflict, IllegalMove, Incomplete, NotFound
from core.incidents import Answer, Incident, Step
from core.letters import Box, Card, Letter, letter
from core.ports import Work
from core.profile import Profile
from core.scope import Right, Scope
from core.usecases.answers import give
from core.usecases.desk import taken

GIST_MOST = 1500
"""Characters of the gist in a letter."""


@dataclass(frozen=True, slots=True)
class Sent:
    """A letter: whether it was put in the box, else why not; `expires_at` is the link's end."""

    letter: Letter
    mailed: bool
    says: str
    expires_at: datetime
    due: datetime | None


@dataclass(frozen=True, slots=True)
class Means:
    """With what letters are written: the mask of texts, a fresh token, the address of a link's page, the box (None:
    e-mail is not set up)."""

    mask: Callable[[str], str]
    token: Callable[[], str]
    address: Callable[[str], str]
    box: Box | None = None


def write(
    work: Work, scope: Scope, profile: Profile, incident_id: int, code: str, note: str, means: Means, at: datetime
) -> Sent:
    """Write to a contact: the masked card, the due time, a one-time link. Raises NotFound, BadInput, IllegalMove."""
    scope.demand(Right.WORK_INCIDENTS)
    incident, contact = work.incidents.get(scope, incident_id), linking.contact_of(work, scope, code)
    if incident.ended:
        raise IllegalMove(f"инцидент {incident.id} завершён: спрашивать не о чем")
    if not contact.active:
        raise BadInput(f"поле «contact»: получатель «{contact.position}» отключён")
    said = (_gist(work, scope, incident)[:GIST_MOST], note.strip() and f"Примечание: {note.strip()[:GIST_MOST]}")
    gist = means.mask("\n".join(part for part in said if part))
    made = linking.make(work, scope, incident_id, code, gist, profile.calendar, means.token, at)
    card = Card(incident, gist, means.address(made.token), made.link.expires_at, made.due)
    written = letter(card, contact, profile)
    mailed = bool(means.box and contact.email)
    if means.box and contact.email:
        means.box(work, scope, written, at)
    told = {"contact": code, "mailed": mailed}
    work.incidents.record(scope, [Step(at, scope.who, "letter", detail=told, incident_id=incident.id)])
    return Sent(written, mailed, _says(contact, mailed), made.link.expires_at, made.due)


def _gist(work: Work, scope: Scope, incident: Incident) -> str:
    """What came by another channel, else the first of its posts."""
    cards = work.incidents.cards(scope, incident.id)
    return incident.text or next((card.post.text for card in cards), incident.title)


def _says(contact: Contact, mailed: bool) -> str:
    if mailed:
        return f"письмо поставлено в очередь на адрес {contact.email}"
    if not contact.email:
        return f"у получателя нет почты: свяжитесь по телефону {contact.phone} и внесите ответ сами"
    return f"отправка почты не настроена: передайте письмо на адрес {contact.email} сами"


def judge(
    work: Work,
    scope: Scope,
    profile: Profile,
    incident_id: int,
    revision: int,
    offer_id: int,
    given: Answer | None,
    at: datetime,
    reason: str = "",
) -> Incident:
    """Make an answer by a link the incident's (`given`: its platforms, its text if the officer mended it), or decline
    it (None) with a reason. Raises NotFound, Conflict, IllegalMove."""
    found = taken(work, scope, incident_id, revision)
    offer = offered(work, scope, incident_id, offer_id)
    if given is None and not reason.strip():
        raise Incomplete(f"инцидент {found.id}: чтобы отклонить ответ, укажите причину", "reason")
    decided = replace(offer, decided_at=at, decided_by=scope.who, accepted=given is not None)
    work.contacts.decide_link(scope, decided)
    after, told = "accepted" if given else "declined", {"link": offer.id, "contact": offer.contact}
    work.incidents.record(scope, [Step(at, scope.who, "judge", "", after, reason.strip(), told, found.id)])
    if given is None:
        return work.incidents.save(scope, found)
    whole = replace(given, text=given.text.strip() or offer.answer)
    return give(work, scope, profile, profile.calendar, incident_id, revision, whole, at)


def offered(work: Work, scope: Scope, incident_id: int, offer_id: int) -> Link:
    """An answer by a link of which nobody decided. Raises NotFound, Conflict."""
    known = {each.id: each for each in work.contacts.offers(scope, incident_id, decided=True)}
    if offer_id not in known:
        raise NotFound(f"у инцидента {incident_id} нет ответа по ссылке {offer_id}")
    if known[offer_id].decided_at:
        raise Conflict("об этом ответе по ссылке уже решили")
    return known[offer_id]


def boxed(key: Callable[[], str]) -> Box:
    """The box of letters that the outbox carries; `key` gives stable numbers, never used before."""

    def put(work: Work, scope: Scope, written: Letter, at: datetime) -> None:
        number = key()
        made = work.alerts.add(scope, letter_alert(written.subject, written.text, number, at))
        work.alerts.add_deliveries(scope, [Delivery(made.id, CONTACT, Way.EMAIL, written.to, number, at)])

    return put
