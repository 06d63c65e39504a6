"""Tables xlsx by python-calamine behind a guard: bombs and XML entities are refused before anything is parsed."""

from collectors.sheets.guard import MAGIC
from collectors.sheets.heads import Table, letter, missing, tables

__all__ = ["MAGIC", "Table", "letter", "missing", "tables"]
