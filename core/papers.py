"""A document before it is a file: sections with their text, tables and pictures. Pure values: the same structure
becomes a page, a DOCX and a PDF."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from unicodedata import category

UNPRINTED = frozenset({"Cc", "Cs", "Co", "Cn", "So", "Sk"})
SIGNS, JOINTS = "№°©®", "\ufe0f\u200d"
"""Signs that every font has; what joins pictures among letters."""
DASH = " — "
FIGURE = re.compile(r" — (?=\d{1,3}(?:[.,;:)]|$))")
"""A dash before a figure that ends what is said: neither begins a line."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table: its caption, heads and rows of cells as people read them. `wide` names the column that takes the rest of
    the width."""

    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    wide: int = 0


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart by its kind and values (JSON); the room of documents draws it."""

    kind: str
    caption: str
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Section:
    """`draft`: proposals for a person, not findings. `edited` is the text that a person put instead of ours."""

    code: str
    title: str
    text: tuple[str, ...] = ()
    sheets: tuple[Sheet, ...] = ()
    pictures: tuple[Picture, ...] = ()
    draft: bool = False
    edited: str | None = None

    @property
    def said(self) -> tuple[str, ...]:
        """The paragraphs in force: a person's where there are some."""
        if self.edited is None:
            return self.text
        return tuple(line.strip() for line in self.edited.splitlines() if line.strip())


@dataclass(frozen=True, slots=True)
class Paper:
    """A document. `head` are the lines above the title (whose it is), `foot` how its figures were counted."""

    code: str
    title: str
    subtitle: str
    head: tuple[str, ...] = ()
    sections: tuple[Section, ...] = ()
    foot: tuple[str, ...] = ()

    def section(self, code: str) -> Section | None:
        """The section of this code."""
        return next((each for each in self.sections if each.code == code), None)

    def edited(self, edits: Mapping[str, str]) -> "Paper":
        """With people's texts put in; those of sections that are gone are kept, and shown nowhere."""
        return replace(self, sections=tuple(replace(each, edited=edits.get(each.code)) for each in self.sections))


@dataclass(frozen=True, slots=True)
class Report:
    """A paper as it is kept: `order` is what was asked for, `edits` people's texts by section, each with who and when.
    The same `key` is the same report, made again."""

    key: str
    order: Mapping[str, Any]
    made_at: datetime
    made_by: str
    paper: Paper
    edits: Mapping[str, "Edit"] = field(default_factory=dict)
    revision: int = 1
    id: int = 0

    @property
    def shown(self) -> Paper:
        """The paper with the edits."""
        return self.paper.edited({code: each.text for code, each in self.edits.items()})


@dataclass(frozen=True, slots=True)
class Edit:
    """A person's text of a section. `over` is a mark of the text that it was put over: another one now means that the
    figures below have changed since."""

    text: str
    by: str
    at: datetime
    over: str = ""


def body_of(paper: Paper) -> dict[str, Any]:
    """As JSON; the edits are kept apart."""
    return {
        "code": paper.code,
        "title": paper.title,
        "subtitle": paper.subtitle,
        "head": list(paper.head),
        "foot": list(paper.foot),
        "sections": [_section_body(each) for each in paper.sections],
    }


def printable(paper: Paper) -> Paper:
    """With people's texts in their places, without what no file or font holds (control characters, halves of letters,
    pictures among letters), no dash at the beginning of a line."""
    settled = tuple(replace(each, text=each.said, edited=None) for each in paper.sections)
    return paper_of(_legible(body_of(replace(paper, sections=settled))))


def _legible(value: Any) -> Any:
    if isinstance(value, str):
        return legible(value)
    if isinstance(value, list):
        return [_legible(each) for each in value]
    return {name: _legible(each) for name, each in value.items()} if isinstance(value, dict) else value


def legible(text: str) -> str:
    """A text as a file holds it: see `printable`; a number stays with its sign.

    >>> legible("❗️Школа № 2 — закрыта").replace("\u00a0", "_")
    'Школа №_2_— закрыта'
    """
    kept = "".join(letter for letter in text if _is_printed(letter))
    whole = kept.strip(" ") if len(kept) < len(text) else kept
    return FIGURE.sub("\u00a0—\u00a0", whole).replace(DASH, "\u00a0— ").replace("№ ", "№\u00a0")


def _is_printed(letter: str) -> bool:
    return letter in "\n\t" or letter in SIGNS or (letter not in JOINTS and category(letter) not in UNPRINTED)


def _section_body(section: Section) -> dict[str, Any]:
    return {
        "code": section.code,
        "title": section.title,
        "text": list(section.text),
        "draft": section.draft,
        "sheets": [
            {
                "caption": each.caption,
                "heads": list(each.heads),
                "rows": [list(row) for row in each.rows],
                "wide": each.wide,
            }
            for each in section.sheets
        ],
        "pictures": [
            {"kind": each.kind, "caption": each.caption, "values": dict(each.values)} for each in section.pictures
        ],
    }


def paper_of(body: Mapping[str, Any]) -> Paper:
    """From JSON."""
    return Paper(
        body["code"],
        body["title"],
        body["subtitle"],
        tuple(body["head"]),
        tuple(map(_section_of, body["sections"])),
        tuple(body["foot"]),
    )


def _section_of(body: Mapping[str, Any]) -> Section:
    return Section(
        body["code"],
        body["title"],
        tuple(body["text"]),
        tuple(Sheet(one["caption"], tuple(one["heads"]), _rows(one["rows"]), one["wide"]) for one in body["sheets"]),
        tuple(Picture(one["kind"], one["caption"], one["values"]) for one in body["pictures"]),
        body["draft"],
    )


def _rows(found: Sequence[Sequence[str]]) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(row) for row in found)
