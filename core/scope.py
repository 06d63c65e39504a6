"""What a caller may see and do. Every query takes a `Scope`; there is no way round it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from core.errors import Denied


class Right(StrEnum):
    """A single permission. Roles (a later table) are sets of these."""

    READ_FLAGS = "flags:read"
    REVIEW = "flags:review"
    READ_POSTS = "posts:read"
    ASSESS = "assess"
    READ_SOURCES = "sources:read"
    EDIT_SOURCES = "sources:write"
    EXPORT = "export"
    COLLECT = "collect"
    READ_UNMASKED = "texts:unmasked"
    READ_HEALTH = "health:read"
    MANAGE_ACCOUNTS = "accounts:write"
    READ_INCIDENTS = "incidents:read"
    WORK_INCIDENTS = "incidents:write"
    INTAKE = "incidents:intake"
    HOLD_CLOCKS = "incidents:clocks"
    READ_JOURNAL = "journal:read"
    READ_CAMPAIGNS = "campaigns:read"
    WORK_CAMPAIGNS = "campaigns:write"
    READ_REPORTS = "reports:read"
    WORK_REPORTS = "reports:write"
    LABEL = "labels:write"
    EXCHANGE = "exchange:write"
    READ_REGISTERS = "registers:read"
    WORK_REGISTERS = "registers:write"
    READ_REGION = "region:read"


RIGHT_TITLES = {
    Right.READ_FLAGS: "просмотр карточек",
    Right.REVIEW: "разбор карточек",
    Right.READ_POSTS: "чтение публикаций",
    Right.ASSESS: "оценка текстов",
    Right.READ_SOURCES: "просмотр источников",
    Right.EDIT_SOURCES: "изменение источников",
    Right.EXPORT: "выгрузка",
    Right.COLLECT: "сбор публикаций",
    Right.READ_UNMASKED: "чтение текстов без масок",
    Right.READ_HEALTH: "состояние системы",
    Right.MANAGE_ACCOUNTS: "учётные записи",
    Right.READ_INCIDENTS: "просмотр инцидентов",
    Right.WORK_INCIDENTS: "работа с инцидентами",
    Right.INTAKE: "ввод обращений и сообщений",
    Right.HOLD_CLOCKS: "приостановка и продление сроков",
    Right.READ_JOURNAL: "чтение журнала",
    Right.READ_CAMPAIGNS: "просмотр календаря и кампаний",
    Right.WORK_CAMPAIGNS: "работа с кампаниями",
    Right.READ_REPORTS: "просмотр отчётов и мероприятий",
    Right.WORK_REPORTS: "работа с отчётами и мероприятиями",
    Right.LABEL: "разметка текстов",
    Right.EXCHANGE: "загрузка таблиц ИМ и ПОС",
    Right.READ_REGISTERS: "просмотр реестров и аудита госпабликов",
    Right.WORK_REGISTERS: "ведение реестров и аудита госпабликов",
    Right.READ_REGION: "сводка региона",
}


@dataclass(frozen=True, slots=True)
class Grant:
    """Rights that reach so far: blocks and territories (None: all of them). One of these a role that a person holds."""

    rights: frozenset[Right]
    blocks: frozenset[str] | None = None
    territories: frozenset[str] | None = None

    def holds(self, other: "Grant") -> bool:
        """Whether all that the other reaches lies within this one."""
        return _within(other.blocks, self.blocks) and _within(other.territories, self.territories)


@dataclass(frozen=True, slots=True)
class Scope:
    """Profile, blocks and territories (None: all of them) and rights of a caller; `who` goes to the journal.

    Every right of `rights` reaches over all of `blocks` and `territories`. `grants` is what the caller holds by role:
    `over` looks into it.
    """

    profile: str
    who: str = "system"
    rights: frozenset[Right] = field(default_factory=frozenset)
    blocks: frozenset[str] | None = None
    territories: frozenset[str] | None = None
    grants: tuple[Grant, ...] = ()

    def demand(self, *rights: Right) -> None:
        """Raise Denied, which names all that are missing, unless the caller holds every one of the rights."""
        missing = [f"«{RIGHT_TITLES[each]}»" for each in rights if each not in self.rights]
        if missing:
            raise Denied(f"нет {'права' if len(missing) == 1 else 'прав'} {', '.join(missing)}")

    def over(self, right: Right) -> "Scope":
        """The scope in which the caller uses a right: as far as that right reaches, with those of his other rights that
        reach as far. The curator who heads a block reads all and works on his block. Raises Denied without the right.
        """
        if not self.grants:
            self.demand(right)
            return self
        reach = _reach([each for each in self.grants if right in each.rights])
        if reach is None:
            raise Denied(f"нет права «{RIGHT_TITLES[right]}»")
        as_far = [each.rights for each in self.grants if each.holds(reach)]
        return replace(self, rights=reach.rights.union(*as_far), blocks=reach.blocks, territories=reach.territories)

    def may(self, right: Right, block: str, territory: str) -> bool:
        """Whether the caller holds a right over a thing of a block and a territory."""
        thing = Grant(frozenset(), frozenset({block}), frozenset({territory}))
        own = Grant(self.rights, self.blocks, self.territories)
        return any(right in each.rights and each.holds(thing) for each in self.grants or (own,))


def _within(inner: frozenset[str] | None, outer: frozenset[str] | None) -> bool:
    return outer is None or (inner is not None and inner <= outer)


def _reach(held: Sequence[Grant]) -> Grant | None:
    """As far as these reach together, with the rights that all of them give. Where that is no rectangle of blocks and
    territories, as far as the first of them: never farther than what was given."""
    found: Grant | None = None
    for each in held:
        found = _joined(found, each) if found else each
    return found


def _joined(one: Grant, other: Grant) -> Grant:
    rights = one.rights & other.rights
    if other.holds(one):
        return replace(other, rights=rights)
    if one.holds(other):
        return replace(one, rights=rights)
    if one.territories == other.territories and one.blocks is not None and other.blocks is not None:
        return Grant(rights, one.blocks | other.blocks, one.territories)
    if one.blocks == other.blocks and one.territories is not None and other.territories is not None:
        return Grant(rights, one.blocks, one.territories | other.territories)
    return Grant(one.rights, one.blocks, one.territories)


def system(profile: str, rights: Iterable[Right] = tuple(Right)) -> Scope:
    """The scope of the installation's own jobs within one profile: all rights, all blocks."""
    return Scope(profile=profile, rights=frozenset(rights))
