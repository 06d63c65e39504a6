"""The store as the rules see it: transactions over all tables."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import Connection, Engine, select
from sqlalchemy.exc import DBAPIError, IntegrityError

from core.errors import Transient
from store.accounts import AccountTable
from store.alerts import AlertTable
from store.answers import AnswerTable
from store.assessments import AssessmentTable
from store.campaigns import CampaignTable
from store.clocks import ClockTable
from store.contacts import ContactTable
from store.exchange import ExchangeTable
from store.flags import FlagTable
from store.gazetteer import GazetteerTable
from store.grouping import GroupingTable
from store.health import HealthTable
from store.incidents import IncidentTable
from store.journal import JournalTable, QuarantineTable
from store.leases import LeaseTable
from store.lists import ListTable
from store.pages import PageTable
from store.past import PastTable
from store.posts import PostTable
from store.proposals import ProposalTable
from store.registers import RegisterTable
from store.scores import ScoreTable
from store.search import SearchIndex
from store.sources import SourceTable
from store.tables import posts
from store.uses import UseTable
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
    exchange: ExchangeTable
    lists: ListTable
    registers: RegisterTable
    pages: PageTable
    views: Views


class Store:
    """Fulfils `core.ports.Ledger`. `lemmatise` gives the lemmas of a text's masked form."""

    def __init__(
        self, engine: Engine, lemmatise: Callable[[str], str], repeat_window: timedelta = REPEAT_WINDOW
    ) -> None:
        self._engine, self._lemmatise, self._window = engine, lemmatise, repeat_window

    def _tables(self, connection: Connection) -> Tables:
        index = SearchIndex(connection, self._lemmatise)
        return Tables(
            SourceTable(connection),
            PostTable(connection, index),
            AssessmentTable(connection, self._lemmatise),
            ScoreTable(connection, self._window),
            FlagTable(connection, index),
            QuarantineTable(connection),
            JournalTable(connection),
            AccountTable(connection),
            GazetteerTable(connection),
            HealthTable(connection),
            UseTable(connection),
            LeaseTable(connection),
            ClockTable(connection),
            ContactTable(connection),
            PastTable(connection),
            IncidentTable(connection, index),
            ProposalTable(connection),
            GroupingTable(connection),
            AlertTable(connection),
            AnswerTable(connection),
            CampaignTable(connection),
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
                yield self._tables(connection)
        except IntegrityError:
            raise
        except DBAPIError as error:
            why = "файл базы повреждён" if "malformed" in str(error.orig) else "она занята или недоступна"
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

    def is_empty(self) -> bool:
        """Whether no post is stored."""
        with self._engine.connect().execution_options(mcu_read=True) as connection:
            return connection.execute(select(posts.c.id).limit(1)).first() is None

    def close(self) -> None:
        """Give back all connections."""
        self._engine.dispose()
