"""A document as data: headings, paragraphs, lists and tables. It is drawn by reports."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of a part."""

    text: str


@dataclass(frozen=True, slots=True)
class Words:
    """A paragraph."""

    text: str


@dataclass(frozen=True, slots=True)
class Points:
    """A numbered list."""

    lines: Sequence[str]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: heads and rows of text; `shares` are the widths of its columns, of 100."""

    heads: Sequence[str]
    rows: Sequence[Sequence[str]]
    shares: Sequence[int] = ()


@dataclass(frozen=True, slots=True)
class Sign:
    """Who signs: a position, a line, and room for a name written by hand."""

    position: str


Part = Heading | Words | Points | Grid | Sign


@dataclass(frozen=True, slots=True)
class Act:
    """A document: who it is of, what it is called, what it says."""

    centre: str
    title: str
    subtitle: str
    parts: tuple[Part, ...]


"""Nothing in it is a name of a person: officials are positions."""
