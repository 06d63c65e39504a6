"""Lists that may be taken out whole: which columns each has. Nothing is listed or filtered by author."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class List(StrEnum):
    """A list of the centre."""

    FLAGS = "flags"
    INCIDENTS = "incidents"
    POSTS = "posts"
    ANSWERS = "answers"
    ITEMS = "items"
    REGISTERS = "registers"
    TASKS = "tasks"


LIST_TITLES: Mapping[List, str] = {
    List.FLAGS: "карточки",
    List.INCIDENTS: "инциденты",
    List.POSTS: "публикации",
    List.ANSWERS: "ответы",
    List.ITEMS: "записи обмена",
    List.REGISTERS: "реестры",
    List.TASKS: "поручения",
}
MASKED = frozenset({"text", "title", "what", "proof"})
"""Columns that are masked unless the role reads texts as they are."""


@dataclass(frozen=True, slots=True)
class ListQuery:
    """Rows whose moment lies within these; None: without a bound."""

    since: datetime | None = None
    until: datetime | None = None
