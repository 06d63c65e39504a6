"""What is asked of the journal."""

from dataclasses import dataclass
from datetime import datetime

from core.journal.chain import Entry


@dataclass(frozen=True, slots=True)
class JournalQuery:
    """Filters, all of them together; an empty one lets all through. `group` is the word before the point in an action
    ("incident"); `officer` a login; `subject` an exact id; `before` a number: older entries only."""

    group: str = ""
    officer: str = ""
    subject: str = ""
    since: datetime | None = None
    until: datetime | None = None
    before: int | None = None
    limit: int = 50


@dataclass(frozen=True, slots=True)
class JournalPage:
    """Entries, the newest first, and the number behind which older ones are asked for (None: there are none)."""

    entries: tuple[Entry, ...]
    next: int | None
