"""An official page, samples of obligatory content, what was collected of a page."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from core.errors import BadInput
from core.posts import PostKey, SourceKey


class Level(StrEnum):
    """Whose content is obligatory (decree 003, п. 2.7в)."""

    FEDERAL = "federal"
    REGIONAL = "regional"


LEVEL_TITLES = {Level.FEDERAL: "федеральный", Level.REGIONAL: "региональный"}


@dataclass(frozen=True, slots=True)
class Page:
    """An official page: a source of ours. `mark` («Госорганизация»), `widgets` (0–2) and `design` (per cent of the
    visual standard) are seen by a person; None: not looked at yet."""

    source: SourceKey
    organisation: str
    block: str = ""
    mark: bool | None = None
    widgets: int | None = None
    design: int | None = None
    note: str = ""
    checked_at: datetime | None = None
    checked_by: str = ""
    revision: int = 1
    id: int = 0


@dataclass(frozen=True, slots=True)
class Sample:
    """Obligatory content: a post that passes on from `origin` (a page's address), has `tag`, or is near-duplicate of
    `text`, within the days, is its placing."""

    level: Level
    title: str
    starts: date
    ends: date
    text: str = ""
    tag: str = ""
    origin: str = ""
    id: int = 0


@dataclass(frozen=True, slots=True)
class PagePost:
    """A post of a page."""

    id: int
    at: datetime
    text: str
    origin: PostKey | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """What a resident asks in a comment, and when the page answered it (None: it has not)."""

    asked: datetime
    answered: datetime | None = None


@dataclass(frozen=True, slots=True)
class Seen:
    """What was collected of a page in a time: posts in their order, questions. `since` is the first moment of the
    record: before it the page was not read, and its silence says nothing."""

    posts: Sequence[PagePost] = ()
    questions: Sequence[Question] = ()
    since: datetime | None = None


def checked(page: Page, blocks: Sequence[str]) -> Page:
    """Raises BadInput that names the field."""
    wrong = {
        "поле «Учреждение»: пусто или слишком длинно": not 0 < len(page.organisation.strip()) <= 500,
        f"поле «Блок»: в профиле нет блока «{page.block}»": bool(page.block) and page.block not in blocks,
        "поле «Виджеты»: от 0 до 2": page.widgets is not None and not 0 <= page.widgets <= 2,
        "поле «Оформление»: от 0 до 100 %": page.design is not None and not 0 <= page.design <= 100,
        "поле «Заметка»: слишком длинно": len(page.note) > 2000,
    }
    for why, so in wrong.items():
        if so:
            raise BadInput(why)
    return replace(page, organisation=" ".join(page.organisation.split()))


def checked_sample(sample: Sample) -> Sample:
    """Raises BadInput that names the field."""
    tag, origin = sample.tag.strip().lstrip("#").lower(), sample.origin.strip().lower()
    wrong = {
        "поле «Название»: пусто или слишком длинно": not 0 < len(sample.title.strip()) <= 500,
        "нужен хотя бы один признак: текст, хештег или страница-источник": not (sample.text.strip() or tag or origin),
        "поле «По»: раньше, чем «С»": sample.ends < sample.starts,
        "поле «Хештег»: одно слово": bool(set(tag) & set(" #\t\n")) or len(tag) > 100,
        "поле «Страница-источник»: слишком длинно": len(origin) > 200,
        "поле «Текст»: слишком длинно": len(sample.text) > 20_000,
    }
    for why, so in wrong.items():
        if so:
            raise BadInput(why)
    return replace(sample, title=sample.title.strip(), tag=tag, origin=origin)
