"""The rating of recipients by number, terms, completeness in substance, satisfaction (decrees 000, п. 3.4–3.5; 001,
п. 3.2б; 002, п. 4.3б; 003, п. 2.5–2.6; 004, п. III.4.4). It rates bodies and positions, never residents. Pure."""

from core.rating.intervals import wilson
from core.rating.rating import PART_TITLES, Part, Place, Rating, rated

__all__ = ["PART_TITLES", "Part", "Place", "Rating", "rated", "wilson"]
