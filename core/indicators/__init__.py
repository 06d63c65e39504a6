"""Target indicators: plan and fact by month and year, each with its formula and source (decrees 002, п. 2.1, 3.4е, 4.4;
004, п. III.4.1); requests of the ЦУР with their terms (000, п. 2.4; 001, п. 3.2г–д; 002, п. 4.3г–д; 003, п. 1.2г)."""

from core.indicators.facts import INDICATORS, Indicator, Seen, indicator
from core.indicators.records import KIND_TITLES, Figure, Inquiry, InquiryKind, Line, checked, lines, sent

__all__ = [
    "INDICATORS",
    "KIND_TITLES",
    "Figure",
    "Indicator",
    "Inquiry",
    "InquiryKind",
    "Line",
    "Seen",
    "checked",
    "indicator",
    "lines",
    "sent",
]
