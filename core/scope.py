"""What a caller may see and do. Every query takes a `Scope`; there is no way round it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
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
    READ_CAMPAIGNS = "campaigns:read"
    WORK_CAMPAIGNS = "campaigns:write"
    EXCHANGE = "exchange:write"
    READ_REGISTERS = "registers:read"
    WORK_REGISTERS = "registers:write"


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
    Right.READ_CAMPAIGNS: "просмотр календаря и кампаний",
    Right.WORK_CAMPAIGNS: "работа с кампаниями",
    Right.EXCHANGE: "загрузка таблиц ИМ и ПОС",
    Right.READ_REGISTERS: "просмотр реестров и аудита госпабликов",
    Right.WORK_REGISTERS: "ведение реестров и аудита госпабликов",
}


@dataclass(frozen=True, slots=True)
class Scope:
    """Profile, blocks and territories (None: all of them) and rights of a caller; `who` goes to the journal."""

    profile: str
    who: str = "system"
    rights: frozenset[Right] = field(default_factory=frozenset)
    blocks: frozenset[str] | None = None
    territories: frozenset[str] | None = None

    def demand(self, right: Right) -> None:
        """Raise Denied unless the caller holds the right."""
        if right not in self.rights:
            raise Denied(f"нет права «{RIGHT_TITLES[right]}»")


def system(profile: str, rights: Iterable[Right] = tuple(Right)) -> Scope:
    """The scope of the installation's own jobs within one profile: all rights, all blocks."""
    return Scope(profile=profile, rights=frozenset(rights))
