"""What the filters offer: levels with their counts, themes, blocks, sources, states."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from api.web.faces import source_name
from api.web.filters import STATUSES
from core.flags import FlagQuery
from core.labels import THEME_TITLES
from core.ports import Work
from core.profile import Profile
from core.risk import LEVEL_TITLES, Level
from core.scope import Scope

Pairs = Sequence[tuple[str, str]]
THEMES: Pairs = sorted(((code.value, title) for code, title in THEME_TITLES.items()), key=lambda pair: pair[1])
REJECT_REASONS = (
    "Не наш муниципалитет",
    "Ответа не требует",
    "Повтор разобранной карточки",
    "Официальное сообщение или объявление",
    "Реклама",
    "Шутка, спор между жителями",
    "Модель ошиблась",
)
"""The usual reasons; a person may add or write another."""


@dataclass(frozen=True, slots=True)
class LevelCount:
    """A level and how many cards of the other filters stand at it."""

    code: Level
    title: str
    count: int


@dataclass(frozen=True, slots=True)
class Choices:
    """Values of the filters with their Russian names."""

    levels: Sequence[LevelCount]
    themes: Pairs
    blocks: Pairs
    sources: Pairs
    statuses: Pairs

    @classmethod
    def of(cls, work: Work, scope: Scope, profile: Profile, query: FlagQuery) -> Self:
        """What this caller may choose, beside what is chosen."""
        return cls(
            counted(work, scope, query),
            THEMES,
            [(block.code, block.title) for block in profile.blocks],
            [(str(source.key), source_name(source.key, source.title)) for source in work.sources.list(scope)],
            list(STATUSES.items()),
        )


def counted(work: Work, scope: Scope, query: FlagQuery) -> list[LevelCount]:
    """Cards of each level within the other filters, the most dangerous first."""
    counts = work.flags.by_level(scope, query)
    return [LevelCount(level, LEVEL_TITLES[level], counts.get(level, 0)) for level in reversed(Level)]
