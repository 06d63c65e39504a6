"""What the pages look at: counts, places, finds. Reading only; each question is one statement, whatever the number of
rows."""

from sqlalchemy import Connection

from store.search import SearchIndex
from store.views.cases import CaseTable
from store.views.daily import DailyTable
from store.views.finds import FindTable
from store.views.messages import MessageTable
from store.views.records import RecordTable
from store.views.spots import SpotTable


class Views:
    """Fulfils `core.ports.Views`."""

    def __init__(self, connection: Connection, index: SearchIndex) -> None:
        self.cases = CaseTable(connection)
        self.messages = MessageTable(connection)
        self.records = RecordTable(connection)
        self.daily = DailyTable(connection)
        self.finds = FindTable(connection, index)
        self.spots = SpotTable(connection)
