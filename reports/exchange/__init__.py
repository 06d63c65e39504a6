"""Tables for the neighbours' systems and whole lists: written as a stream, counted, guarded against formulas."""

from reports.exchange.heat import heat_csv, heat_geojson
from reports.exchange.layouts import export_rows
from reports.exchange.lists import list_rows
from reports.exchange.titles import in_russian
from reports.exchange.writing import write

__all__ = ["export_rows", "heat_csv", "heat_geojson", "in_russian", "list_rows", "write"]
