"""Recipients without an account (decree 003, п. 3: e-mail and telephone), and the links by which they answer once.

A link is a secret of 256 bits that only its recipient gets; the store keeps its digest. It is for one incident,
expires, and takes one answer.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from core.errors import BadInput, Conflict, NotFound

LIVES = timedelta(days=14)
ANSWER_MOST = 10_000
"""Characters of an answer by a link."""
GONE = "ссылка не действует: она одноразовая и со сроком; попросите новую в МЦУ"


@dataclass(frozen=True, slots=True)
class Contact:
    """A position that answers by e-mail or telephone; never a personal name. At least one of the two is given."""

    code: str
    position: str
    block: str
    email: str = ""
    phone: str = ""
    territory: str = ""
    active: bool = True

    def __post_init__(self) -> None:
        if not self.position.strip() or not self.code.strip():
            raise BadInput("получатель: укажите код и должность")
        if not self.email and not self.phone:
            raise BadInput(f"получатель «{self.position}»: укажите почту или телефон")
        if self.email and ("@" not in self.email[1:-1] or any(each.isspace() for each in self.email)):
            raise BadInput(f"получатель «{self.position}»: это не адрес почты")


@dataclass(frozen=True, slots=True)
class Link:
    """A one-time link for one incident. `gist` is what the recipient is shown: masked before it is kept. `used_at` is
    set by the answer; an officer decides (`accepted`) whether that becomes the incident's."""

    digest: str
    incident_id: int
    contact: str
    made_at: datetime
    expires_at: datetime
    gist: str = ""
    used_at: datetime | None = None
    answer: str = ""
    decided_at: datetime | None = None
    decided_by: str = ""
    accepted: bool | None = None
    id: int = 0


def digest_of(token: str) -> str:
    """What the store keeps of a token. A token is random enough for a plain hash."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def new_link(
    incident_id: int, contact: Contact, gist: str, at: datetime, token: Callable[[], str], due: datetime | None = None
) -> tuple[str, Link]:
    """A token for the letter and the link for the store; it lives two weeks, or until a later due time."""
    made = token()
    ends = max(at + LIVES, due) if due else at + LIVES
    return made, Link(digest_of(made), incident_id, contact.code, at, ends, gist)


def opened(link: Link | None, at: datetime) -> Link:
    """A link that may still be used. Raises NotFound, the same for unknown, used and expired ones."""
    if link is None or link.used_at is not None or at >= link.expires_at:
        raise NotFound(GONE)
    return link


def answered(link: Link, text: str, at: datetime) -> Link:
    """The link after its one answer. Raises BadInput for an empty or endless text, Conflict for a second answer."""
    if link.used_at is not None:
        raise Conflict(GONE)
    if not text.strip() or len(text) > ANSWER_MOST:
        raise BadInput(f"поле «text»: ответ от 1 до {ANSWER_MOST} знаков")
    return replace(opened(link, at), used_at=at, answer=text.strip())
