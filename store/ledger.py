"""The store as the rules see it: transactions over all tables."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import Connection, Engine, select
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from core.errors import Transient
from core.journal import Keyed, plain_digest
from store.accounts import AccountTable
from store.alerts import AlertTable
from store.answers import AnswerTable
from store.assessments import AssessmentTable
from store.campaigns import CampaignTable
from store.clocks import ClockTable
from store.contacts import ContactTable
from store.drifts import DriftTable
from store.entries import EntryTable
from store.erasing import ErasureTable, MarkTable
from store.exchange import ExchangeTable
from store.flags import FlagTable
from store.gazetteer import GazetteerTable
from store.grouping import GroupingTable
from store.health import HealthTable
from store.incidents import IncidentTable
from store.indicators import IndicatorTable
from store.journal import JournalTable
from store.labels import LabelTable
from store.leases import LeaseTable
from store.lists import ListTable
from store.measures import MeasureTable
from store.pages import PageTable
from store.past import PastTable
from store.posts import PostTable
from store.proposals import ProposalTable
from store.quarantine import QuarantineTable
from store.registers import RegisterTable
from store.reports import ReportTable
from store.roadmaps import RoadMapTable
from store.scores import ScoreTable
from store.search import SearchIndex
from store.shadows import ShadowTable
from store.sources import SourceTable
from store.tables import posts
from store.uses import UseTable
from store.veils import VeilTable
from store.views import Views

REPEAT_WINDOW = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Tables:
    """All tables within one transaction; fulfils `core.ports.Work`."""

    sources: SourceTable
    posts: PostTable
    assessments: AssessmentTable
    scores: ScoreTable
    flags: FlagTable
    quarantine: QuarantineTable
    journal: JournalTable
    accounts: AccountTable
    entries: EntryTable
    places: GazetteerTable
    health: HealthTable
    uses: UseTable
    leases: LeaseTable
    clocks: ClockTable
    contacts: ContactTable
    past: PastTable
    incidents: IncidentTable
    proposals: ProposalTable
    grouping: GroupingTable
    alerts: AlertTable
    answers: AnswerTable
    campaigns: CampaignTable
    measures: MeasureTable
    reports: ReportTable
    erasures: ErasureTable
    marks: MarkTable
    veils: VeilTable
    labels: LabelTable
    drifts: DriftTable
    shadows: ShadowTable
    roadmaps: RoadMapTable
    indicators: IndicatorTable
    exchange: ExchangeTable
    lists: ListTable
    registers: RegisterTable
    pages: PageTable
    views: Views


WHY = {
    "malformed": "файл базы повреждён",
    "disk is full": "на диске нет места",
    "No space left": "на диске нет места",
}
"""What a database's own words come to."""


class Store:
    """Fulfils `core.ports.Ledger`. `lemmatise` gives the lemmas of a text's masked form; `keyed` makes the digests of
    the journal, and is set where the key of the installation is known."""

    def __init__(
        self, engine: Engine, lemmatise: Callable[[str], str], repeat_window: timedelta = REPEAT_WINDOW
    ) -> None:
        self._engine, self._lemmatise, self._window = engine, lemmatise, repeat_window
        self.keyed: Keyed = plain_digest

    def _tables(self, connection: Connection) -> Tables:
        index, journal = SearchIndex(connection, self._lemmatise), JournalTable(connection, self.keyed)
        return Tables(
            SourceTable(connection),
            PostTable(connection, index, self.keyed),
            AssessmentTable(connection, self._lemmatise),
            ScoreTable(connection, self._window),
            FlagTable(connection, index),
            QuarantineTable(connection),
            journal,
            AccountTable(connection),
            EntryTable(connection),
            GazetteerTable(connection),
            HealthTable(connection),
            UseTable(connection),
            LeaseTable(connection),
            ClockTable(connection),
            ContactTable(connection),
            PastTable(connection),
            IncidentTable(connection, index, journal),
            ProposalTable(connection),
            GroupingTable(connection),
            AlertTable(connection),
            AnswerTable(connection),
            CampaignTable(connection),
            MeasureTable(connection),
            ReportTable(connection),
            ErasureTable(connection, index, self.keyed),
            MarkTable(connection),
            VeilTable(connection, index),
            LabelTable(connection),
            DriftTable(connection),
            ShadowTable(connection, self._lemmatise, self._window),
            RoadMapTable(connection),
            IndicatorTable(connection),
            ExchangeTable(connection),
            ListTable(connection),
            RegisterTable(connection),
            PageTable(connection),
            Views(connection, index),
        )

    @contextmanager
    def _transaction(self, reading: bool) -> Iterator[Tables]:
        try:
            with self._engine.connect().execution_options(mcu_read=reading) as connection, connection.begin():
                tables = self._tables(connection)
                yield tables
                tables.journal.flush()
        except IntegrityError:
            raise
        except PoolTimeout as error:
            raise Transient("все соединения с базой данных заняты", timedelta(seconds=1)) from error
        except DBAPIError as error:
            why = next((said for sign, said in WHY.items() if sign in str(error.orig)), "она занята или недоступна")
            raise Transient(f"база данных не отвечает: {why}", timedelta(seconds=1)) from error

    @contextmanager
    def begin(self) -> Iterator[Tables]:
        """A transaction that may write. Raises Transient if the database is locked or away."""
        with self._transaction(reading=False) as tables:
            yield tables

    @contextmanager
    def read(self) -> Iterator[Tables]:
        """A transaction that only reads."""
        with self._transaction(reading=True) as tables:
            yield tables

    def profiles(self) -> set[str]:
        """Profiles that have posts here."""
        with self._engine.connect().execution_options(mcu_read=True) as connection:
            return set(connection.execute(select(posts.c.profile_id).distinct()).scalars())

    def is_empty(self, profile: str) -> bool:
        """Whether no post of this profile is stored."""
        with self._engine.connect().execution_options(mcu_read=True) as connection:
            return connection.execute(select(posts.c.id).where(posts.c.profile_id == profile).limit(1)).first() is None

    @property
    def engine(self) -> Engine:
        """What the keeping of the database itself works with: copies, scouring, the search for traces."""
        return self._engine

    def close(self) -> None:
        """Give back all connections."""
        self._engine.dispose()
