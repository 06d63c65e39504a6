"""Where the names of places in texts point to, by a municipality's own list of places."""

from nlp.gazetteer.resolve import Gazetteer, Near
from nlp.gazetteer.spots import spots
from nlp.gazetteer.titles import title

__all__ = ["Gazetteer", "Near", "spots", "title"]
