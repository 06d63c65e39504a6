"""What of the places that were found stands on cards, maps and lists: they are read without the right to texts."""

from collections.abc import Iterable
from dataclasses import replace

from core.houses import up_to_house
from core.labels import Place
from nlp.masks import contacts
from nlp.private import documents
from nlp.roundabout import roundabout


def kept(found: Iterable[Place]) -> tuple[Place, ...]:
    """Places up to their houses, without those that hold a phone, an address of mail, a number of a person: a model may
    take «тел 8 921 …» for a house."""
    return tuple(cut for place in found if not personal(place.text) and (cut := housed(place)).text)


def housed(place: Place) -> Place:
    """A place up to its house, or up to two houses side by side."""
    text = up_to_house(place.text, aside=True)
    return place if text == place.text else replace(place, text=text, end=place.start + len(text))


def personal(text: str) -> bool:
    """Whether a place is none: something in it is masked wherever texts are."""
    return roundabout(contacts(documents(text))) != text
