"""Recipients without an account, and their one-time links."""

from collections.abc import Sequence
from dataclasses import asdict

from sqlalchemy import Connection, insert, select, update

from core.contacts import GONE, Contact, Link
from core.errors import Conflict, NotFound
from core.scope import Scope
from store.rows import Row
from store.tables import contacts, links
from store.upsert import put


class ContactTable:
    """Fulfils `core.ports.Contacts`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def save(self, scope: Scope, contact: Contact) -> None:
        """Enter a contact, or change the one of its code."""
        put(self._connection, contacts, [{"profile_id": scope.profile, **asdict(contact)}], ("profile_id", "code"))

    def get(self, scope: Scope, code: str) -> Contact:
        """A contact by its code. Raises NotFound."""
        found = {each.code: each for each in self.list(scope)}.get(code)
        if found is None:
            raise NotFound(f"нет получателя «{code}»")
        return found

    def list(self, scope: Scope) -> "list[Contact]":
        """All contacts by code."""
        query = select(contacts).where(contacts.c.profile_id == scope.profile).order_by(contacts.c.code)
        names = Contact.__dataclass_fields__
        return [Contact(**{name: row[name] for name in names}) for row in self._connection.execute(query).mappings()]

    def add_link(self, scope: Scope, link: Link) -> None:
        """Keep a link by its digest."""
        own = {name: value for name, value in asdict(link).items() if name != "id"}
        self._connection.execute(insert(links).values(profile_id=scope.profile, **own))

    def link(self, scope: Scope, digest: str) -> Link | None:
        """The link of a digest, if there is one."""
        query = select(links).where(links.c.profile_id == scope.profile, links.c.digest == digest)
        row = self._connection.execute(query).mappings().first()
        return _link(row) if row else None

    def use_link(self, scope: Scope, link: Link) -> None:
        """Keep the one answer. Raises Conflict if another came first."""
        free = (links.c.profile_id == scope.profile, links.c.digest == link.digest, links.c.used_at.is_(None))
        given = update(links).where(*free).values(used_at=link.used_at, answer=link.answer)
        if self._connection.execute(given).rowcount != 1:
            raise Conflict(GONE)

    def offers(self, scope: Scope, incident_id: int, *, decided: bool = False) -> Sequence[Link]:
        """Links of an incident by which an answer came, the oldest first: those of which nobody decided, or all."""
        mine = [links.c.profile_id == scope.profile, links.c.incident_id == incident_id, links.c.used_at.is_not(None)]
        if not decided:
            mine.append(links.c.decided_at.is_(None))
        query = select(links).where(*mine).order_by(links.c.used_at, links.c.id)
        return [_link(row) for row in self._connection.execute(query).mappings()]

    def decide_link(self, scope: Scope, link: Link) -> None:
        """Keep what an officer decided of an answer. Raises Conflict if another decided first."""
        open_ = (links.c.profile_id == scope.profile, links.c.id == link.id, links.c.decided_at.is_(None))
        told = {name: getattr(link, name) for name in ("decided_at", "decided_by", "accepted")}
        if self._connection.execute(update(links).where(*open_).values(**told)).rowcount != 1:
            raise Conflict("об этом ответе по ссылке уже решили")


def _link(row: Row) -> Link:
    return Link(**{name: row[name] for name in Link.__dataclass_fields__})
