"""Letters to recipients without an account (003, Прил. 2, п. 3): a masked card, the due time, a one-time link."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from core.contacts import Contact
from core.incidents import Incident
from core.labels import THEME_TITLES
from core.ports import Work
from core.profile import Profile
from core.scope import Scope


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter; `to` is the address of a position, never of a resident."""

    to: str
    subject: str
    text: str


Box = Callable[[Work, Scope, Letter, datetime], None]
"""Where letters are put within the transaction that writes them, to be carried by e-mail afterwards."""


@dataclass(frozen=True, slots=True)
class Card:
    """What a letter tells: the incident, its masked gist, the link and its end, the due time if one runs."""

    incident: Incident
    gist: str
    address: str
    expires_at: datetime
    due: datetime | None = None


LAST = "Ссылка действует один раз; не пересылайте её. Персональных данных в письме нет: напишите ответ тоже без них."


def letter(card: Card, contact: Contact, profile: Profile) -> Letter:
    """The letter about an incident."""
    number = card.incident.number or str(card.incident.id)
    until = f", ответ до {_moment(card.due, profile)}" if card.due else ""
    return Letter(contact.email, f"Вопрос № {number}{until}", "\n".join(_lines(card, contact, profile, number)))


def _lines(card: Card, contact: Contact, profile: Profile, number: str) -> list[str]:
    told = {
        "Номер": number,
        "Тема": THEME_TITLES[card.incident.theme],
        "Место": card.incident.place,
        "Суть": card.gist,
        "Ответить до": _moment(card.due, profile) if card.due else "",
    }
    return [
        f"{contact.position}!",
        "",
        f"{profile.centre} просит ответить на вопрос жителей.",
        "",
        *(f"{name}: {value}" for name, value in told.items() if value),
        "",
        f"Ответить (до {_moment(card.expires_at, profile)}): {card.address}",
        "",
        LAST,
    ]


def _moment(at: datetime, profile: Profile) -> str:
    return f"{at.astimezone(ZoneInfo(profile.timezone)):%d.%m.%Y, %H:%M}"
