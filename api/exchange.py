"""What the API gives and takes of exchange. Texts are masked as they were at the door; nobody's name has a field."""

from datetime import datetime
from typing import Self

from pydantic import Field

from api.answers import Out
from api.questions import In
from core.exchange import Import, Item, Link, System
from core.labels import Theme


class SpoiltOut(Out):
    """A row that was not taken."""

    sheet: str = Field(examples=["Sheet0"])
    row: int = Field(examples=[17])
    column: str = Field(examples=["J «Дата поступления»"])
    reason: str = Field(examples=["дата не читается"])


class ImportOut(Out):
    """What came of a table. `beyond` counts spoilt rows that the protocol has no place for."""

    id: int
    system: System
    file: str
    at: datetime
    by: str
    rows: int
    added: int
    changed: int
    same: int
    bad: int
    linked: int
    proposed: int
    opened: int
    beyond: int
    spoilt: list[SpoiltOut] = Field([])

    @classmethod
    def told(cls, done: Import, most: int = 100) -> Self:
        """From the record, with the first spoilt rows."""
        names = cls.model_fields.keys() - {"spoilt", "beyond"}
        shown = [SpoiltOut.of(each) for each in done.spoilt[:most]]
        refused = sum(not each.taken for each in done.spoilt[:most])
        return cls(**{name: getattr(done, name) for name in names}, beyond=done.bad - refused, spoilt=shown)


class ImportsOut(Out):
    """The last tables, the newest first, without their protocols."""

    imports: list[ImportOut]


class ItemOut(Out):
    """An item of a system and how it stands to the incidents."""

    id: int
    system: System
    number: str
    received: datetime
    theme: Theme
    text: str
    place: str
    finished: bool
    score: int | None
    link: Link
    incident_id: int | None
    reason: str = Field(examples=["item_alike"])

    @classmethod
    def told(cls, item: Item) -> Self:
        """From the record."""
        own = cls.model_fields.keys() - {"link", "incident_id", "reason"}
        found = item.linked
        return cls(
            **{name: getattr(item, name) for name in own},
            link=found.state,
            incident_id=found.incident_id,
            reason=found.reason.code,
        )


class ItemsOut(Out):
    """A page of items; `next` is the `after` of the following one."""

    items: list[ItemOut]
    next: int | None


class LinkIn(In):
    """The incident that an item speaks of; null: it is none of those proposed."""

    incident: int | None = Field(ge=1, le=2**62)
