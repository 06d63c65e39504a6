"""Auto-rules and answer templates: what a municipality writes itself (001, п. 1.2ж; 002, п. 3.8л)."""

import re
from dataclasses import dataclass

from core.labels import Theme

FIELDS = {
    "place": "место",
    "territory": "территория",
    "theme": "тема",
    "number": "номер",
    "date": "дата публикации",
    "due": "срок ответа",
    "block": "отраслевой блок",
    "recipient": "ответственный получатель",
    "centre": "название МЦУ",
    "until": "дата, до которой отложено",
    "measure": "что сделано или будет сделано",
}
"""What a template may ask for; none of them is a person's."""

FIELD = re.compile(r"\{\{\s*([^{}]*?)\s*\}\}")


@dataclass(frozen=True, slots=True)
class AutoRule:
    """One rule of an ordered list: what a matter must be, and where it goes. Empty conditions mean "any".

    A word stands for all words that begin with it; a phrase for its words one after another.
    """

    code: str
    title: str
    block: str
    recipient: str = ""
    themes: frozenset[Theme] = frozenset()
    topics: frozenset[str] = frozenset()
    territories: frozenset[str] = frozenset()
    levels: frozenset[str] = frozenset()
    places: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    without: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Template:
    """A ready answer of some themes, with fields like {{place}}."""

    code: str
    title: str
    themes: frozenset[Theme]
    text: str


def fields_of(text: str) -> list[str]:
    """The fields of a template's text in their order.

    >>> fields_of("Яма на {{place}} внесена в план, срок {{ due }}.")
    ['place', 'due']
    """
    return FIELD.findall(text)


def unknown_fields(text: str) -> list[str]:
    """What a template asks for and nobody can fill, misspelt or unclosed fields included."""
    rest = FIELD.sub("", text)
    broken = [piece for piece in ("{{", "}}") if piece in rest]
    return [name for name in fields_of(text) if name not in FIELDS] + broken


def fill(text: str, values: dict[str, str]) -> tuple[str, list[str]]:
    """The text with its fields filled, and the fields for which there is no value: they stay for a person to fill."""
    missing = [name for name in fields_of(text) if not values.get(name)]
    return FIELD.sub(lambda found: values.get(found[1]) or found[0], text), missing
