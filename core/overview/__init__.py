"""The centre's day in figures: what came, what waits, what is at risk. Pure; the store counts, a use case gathers."""

from core.overview.days import Days, days_of
from core.overview.measures import Measure, Pace, measure
from core.overview.picture import Board, Contented, Picture, Tally, cells, daily
from core.overview.terms import AtRisk, Nearest, Terms, at_risk, nearest

__all__ = [
    "AtRisk",
    "Board",
    "Contented",
    "Days",
    "Measure",
    "Nearest",
    "Pace",
    "Picture",
    "Tally",
    "Terms",
    "at_risk",
    "cells",
    "daily",
    "days_of",
    "measure",
    "nearest",
]
