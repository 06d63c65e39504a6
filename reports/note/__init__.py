"""The analytical note of a period: facts to sections, in the order that the Head reads them. Pure."""

from reports.note.writing import SECTIONS, note

__all__ = ["SECTIONS", "note"]
