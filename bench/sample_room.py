"""The demo's installation at one moment, and the documents that it makes."""

import io
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from core import periods, usecases
from core.cause_papers import causes_paper
from core.exchange import Form, Order, System
from core.exchange.summary_papers import summary_paper
from core.labels import Theme
from core.measures import MeasureQuery
from core.pages import audit_paper, plan_paper
from core.papers import Paper
from core.registers import EntryQuery, Kind
from core.registers.papers import paper_of
from core.roadmap_papers import roadmap_paper
from core.usecases.indicators import year_of
from core.usecases.rating import rating
from core.usecases.roadmaps import causes, growth_factors, roadmap_effect
from core.weekly import Ordered
from reports.acts import docx
from reports.note.saying import days as said_days
from runtime import exchange, services
from runtime.commands.demo import PROFILE
from runtime.demo.filling import fill
from runtime.flow import silent
from runtime.founding import init
from runtime.papers import MadePapers, places_of, reading
from runtime.settings import Settings
from runtime.wiring import House, open_house

AT = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)
"""Monday morning after the recorded month."""
ZONE = "Europe/Moscow"
FROM, TO = date(2026, 11, 1), date(2026, 11, 22)


@dataclass(frozen=True, slots=True)
class Fixed:
    """A clock that stands. Fulfils `core.ports.Clock`."""

    at: datetime

    def now(self) -> datetime:
        """The moment."""
        return self.at


def play(home: Path, database: Mapping[str, str] | None = None) -> House:
    """The demo's installation as it stood on that Monday, in its folder or in the database that these settings name."""
    given: dict[str, Any] = {"database_url": "", **(database or {})}
    settings = Settings(home=home, profile="", key_file=None, **given)
    init(settings, PROFILE)
    house = replace(open_house(settings), clock=Fixed(AT))
    fill(house, silent, timedelta(0))
    return house


class Room:
    """The demo's installation with what documents are made of."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.papers = MadePapers(house.profile, places_of(house))

    def note(self, asked: Ordered) -> Paper:
        """The analytical note of a period."""
        house = self.house
        with house.store.read() as work:
            return self.papers.note(
                usecases.facts(
                    work, house.scope, house.profile, reading(house, places_of(house)), asked, house.clock.now()
                )
            )

    def rating(self) -> Paper:
        """The rating of the month."""
        house, asked = self.house, Ordered(periods.month("2026-11", ZONE))
        with house.store.read() as work:
            found = rating(work, house.scope, house.profile, house.calendar, asked, house.clock.now())
        return self.papers.rating(found, asked)

    def indicators(self) -> Paper:
        """The year's indicators."""
        house = self.house
        with house.store.read() as work:
            return self.papers.indicators(
                2026, year_of(work, house.scope, house.profile, house.calendar, 2026, house.clock.now())
            )

    def entry(self, kind: Kind, state: str) -> bytes:
        """The document of the first entry of a register in a state."""
        house = self.house
        with house.store.read() as work:
            found = work.registers.find(house.scope, EntryQuery(kind, (state,)))[0]
            found = usecases.under_title(work, house.scope, found)
            tasks = work.registers.tasks(house.scope, [found.id])
            return docx(paper_of(found, tasks, house.profile, periods.today(house.clock.now(), ZONE)))

    def plan(self) -> bytes:
        """The content plan of the month."""
        house, asked = self.house, periods.month("2026-11", ZONE)
        with house.store.read() as work:
            found = usecases.month_plan(
                *(work, house.scope, house.profile, services.StoredCopies()), asked.first, asked.last, TO
            )
        return docx(plan_paper(*found, asked.first, asked.last, house.profile))

    def audit(self) -> bytes:
        """The report on official pages."""
        house = self.house
        with house.store.read() as work:
            found = usecases.audits(work, house.scope, house.profile, services.StoredCopies(), FROM, TO)
        return docx(audit_paper(found, FROM, TO, house.profile))

    def causes(self) -> bytes:
        """What the messages on housing are about."""
        house, now = self.house, self.house.clock.now()
        period = periods.span(FROM, TO, ZONE)
        with house.store.read() as work:
            _, factors = growth_factors(work, house.scope, house.profile, now)
            found, texts = causes(work, house.scope, reading(house, places_of(house)), Theme.HOUSING, "", period)
        return docx(causes_paper(Theme.HOUSING, found, texts, factors, said_days(period), house.profile))

    def roadmap(self) -> bytes:
        """The road map of the boiler house."""
        house, now = self.house, self.house.clock.now()
        with house.store.read() as work:
            card = next(each for each in work.roadmaps.find(house.scope, 10) if each.theme is Theme.HOUSING)
            measures = work.measures.find(house.scope, MeasureQuery(roadmap_id=card.id, limit=100))
            effect = roadmap_effect(work, house.scope, house.profile, card, now)
        return docx(roadmap_paper(card, measures, effect, periods.today(now, ZONE), house.profile))

    def exported(self, what: str, kind: str) -> bytes:
        """A table taken out, as the command writes it."""
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / f"table.{kind}"
            exchange.give(self.house, self.house.scope, Order(what, Form(kind)), path)
            return path.read_bytes()

    def summed(self, system: System) -> bytes:
        """The month of a system, by the table that we would give it: taken out and loaded again."""
        house, table = self.house, io.BytesIO(self.exported(system, "xlsx"))
        exchange.take(house, house.scope, system, "свод.xlsx", table, opening=False)
        period, now = periods.month("2026-11", ZONE), house.clock.now()
        words = reading(house, places_of(house)).words
        with house.store.read() as work:
            found = usecases.system_summary(work, house.scope, house.profile, words, system, period, now)
        return docx(summary_paper(found, period, house.profile))

    def map(self, kind: str = "map") -> bytes:
        """The heat map of the month as a picture: of the district (`map`), or near at hand (`streets`)."""
        paper = self.note(Ordered(periods.span(FROM, TO, ZONE)))
        return self.papers.picture(next(each for part in paper.sections for each in part.pictures if each.kind == kind))
