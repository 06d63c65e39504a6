"""What the API gives of where an incident was sent, and of answers that came by one-time links."""

from datetime import datetime
from typing import Self

from pydantic import Field

from api.answers import Mask, Out, ReasonOut
from core.contacts import Contact, Link
from core.routing import Route


class RouteOut(Out):
    """Where the rules sent an incident when it was opened, and why; people may have sent it elsewhere since."""

    block: str
    recipient: str
    also: list[str] = Field(description="Другие блоки той же темы.")
    rule: str = Field(description="Автоправило, если направило оно.")
    reasons: list[ReasonOut]

    @classmethod
    def shown(cls, route: Route) -> Self:
        """From a record."""
        reasons = [ReasonOut.said(each) for each in route.reasons]
        return cls(
            block=route.block, recipient=route.recipient, also=list(route.also), rule=route.rule, reasons=reasons
        )


class OfferOut(Out):
    """An answer that came by a one-time link; an officer accepts or declines it."""

    id: int
    contact: str
    position: str
    text: str
    at: datetime

    @classmethod
    def shown(cls, link: Link, contacts: list[Contact], mask: Mask) -> Self:
        """From the records."""
        position = next((each.position for each in contacts if each.code == link.contact), link.contact)
        return cls(id=link.id, contact=link.contact, position=position, text=mask(link.answer), at=link.used_at)
