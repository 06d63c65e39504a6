"""What the API gives and takes of reports."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from api.answers import Out
from api.campaigns import Day
from api.orders import Line
from api.questions import In
from core import periods
from core.cases import System
from core.errors import BadInput
from core.labels import Theme
from core.papers import Report, Section
from core.profile import Profile
from core.usecases.reporting import stale
from core.weekly import Ordered


class ReportIn(In):
    """A week (`2026-W46`), or the first and the last day; lists narrow it."""

    week: Line = Field("", max_length=8, examples=["2026-W46"])
    since: Day | None = Field(None, alias="from", examples=["2026-11-01"])
    until: Day | None = Field(None, alias="to", examples=["2026-11-15"])
    blocks: list[Line] = Field([], max_length=50)
    themes: list[Theme] = Field([], max_length=30)
    systems: list[System] = Field([], max_length=4)
    territories: list[Line] = Field([], max_length=50)

    @model_validator(mode="after")
    def _one(self) -> "ReportIn":
        if bool(self.week) == bool(self.since and self.until):
            raise PydanticCustomError("missing", "a week, or both days")
        return self

    def asked(self, profile: Profile) -> Ordered:
        """As the rules take it. Raises BadInput."""
        zone = profile.timezone
        known_blocks, known_places = {each.code for each in profile.blocks}, {each.code for each in profile.territories}
        for code in (*(set(self.blocks) - known_blocks), *(set(self.territories) - known_places)):
            raise BadInput(f"в профиле нет блока или территории «{code}»")
        if self.since and self.until:
            period = periods.span(self.since, self.until, zone)
        else:
            period = periods.week(self.week, zone)
        return Ordered(period, tuple(self.blocks), tuple(self.themes), tuple(self.systems), tuple(self.territories))


class SheetOut(Out):
    """A table, its cells as people read them."""

    caption: str
    heads: list[str]
    rows: list[list[str]]


class PictureOut(Out):
    """A chart by its kind and values."""

    kind: str
    caption: str
    values: dict[str, Any]


class SectionOut(Out):
    """A section: `text` is ours, `edited` a person's in its place; `stale`: ours has changed since that was written."""

    code: str = Field(examples=["execution"])
    title: str
    text: list[str]
    draft: bool
    edited: str | None
    edited_by: str = ""
    edited_at: datetime | None = None
    stale: bool = False
    sheets: list[SheetOut]
    pictures: list[PictureOut]


class ReportBrief(Out):
    """A report in a list. Its ETag is `"id-revision"`."""

    id: int
    revision: int
    key: str = Field(examples=["2026-W46"])
    title: str
    subtitle: str
    first: date
    last: date
    made_at: datetime
    made_by: str
    edited: int = Field(description="Разделов с правкой человека.")

    @classmethod
    def seen(cls, report: Report) -> "ReportBrief":
        """From the record."""
        return cls(**_brief(report))


def _brief(report: Report) -> Mapping[str, Any]:
    return {
        "id": report.id,
        "revision": report.revision,
        "key": report.key.rstrip(":"),
        "title": report.paper.title,
        "subtitle": report.paper.subtitle,
        "first": report.order["from"],
        "last": report.order["to"],
        "made_at": report.made_at,
        "made_by": report.made_by,
        "edited": len(report.edits),
    }


class ReportOut(ReportBrief):
    """A report with its sections."""

    sections: list[SectionOut]
    foot: list[str]

    @classmethod
    def whole(cls, report: Report) -> "ReportOut":
        """From the record."""
        sections = [_section(report, each) for each in report.shown.sections]
        return cls(**_brief(report), sections=sections, foot=list(report.paper.foot))


def _section(report: Report, section: Section) -> SectionOut:
    edit = report.edits.get(section.code)
    told = {"edited_by": edit.by, "edited_at": edit.at} if edit else {}
    return SectionOut.of(section).model_copy(update={**told, "stale": stale(report, section)})


class ReportsOut(Out):
    """Reports, the last made first."""

    reports: list[ReportBrief]


class SectionIn(In):
    """A person's text of a section, a paragraph a line; empty takes it away and ours is back."""

    text: str = Field(max_length=20_000, examples=["Исполнено 5 мероприятий; по освещению срок продлён."])
