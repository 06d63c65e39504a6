"""The roles of the five decrees and what each may do: one table. Nothing else decides who may what.

A row names the rights, how far they reach (the municipality, own blocks, own territories) and the clauses that it comes
from (Ba 000, Ne 001, Gu 002, Kh 003, Bo 004). A test holds docs/ru/доступ.md equal to this table.
"""

from dataclasses import dataclass
from enum import StrEnum

from core.scope import Right


class Role(StrEnum):
    """A role of the centre. Its value stands in the store and in profiles."""

    MONITOR = "monitor"
    HEAD = "head"
    DEPUTY = "deputy"
    CURATOR = "curator"
    POS = "pos"
    INCIDENT = "incident"
    APPEALS = "appeals"
    PUBLICS = "publics"
    INFORMATION = "information"
    BLOCK_HEAD = "block_head"
    TERRITORY_HEAD = "territory_head"
    EXECUTOR = "executor"
    MAYOR = "mayor"
    COORDINATOR = "coordinator"
    CRC = "crc"
    ANALYST = "analyst"
    RISKS = "risks"
    ADMINISTRATOR = "administrator"


class Reach(StrEnum):
    """How far the rights of a role reach."""

    ALL = "all"
    BLOCKS = "blocks"
    TERRITORIES = "territories"


REACH_TITLES = {Reach.ALL: "всё", Reach.BLOCKS: "свои блоки", Reach.TERRITORIES: "свои территории"}


@dataclass(frozen=True, slots=True)
class Row:
    """One role: its Russian name, rights, reach and source; `person` is False for a role that only a key holds."""

    title: str
    rights: frozenset[Right]
    source: str
    reach: Reach = Reach.ALL
    person: bool = True


def _rights(*parts: Right | frozenset[Right]) -> frozenset[Right]:
    return frozenset().union(*({part} if isinstance(part, Right) else part for part in parts))


_SEE = _rights(Right.READ_FLAGS, Right.READ_POSTS, Right.READ_INCIDENTS, Right.READ_CAMPAIGNS)
_CENTRE = _rights(_SEE, Right.READ_SOURCES, Right.READ_HEALTH, Right.READ_REPORTS, Right.READ_REGISTERS)
_REGISTERS = _rights(Right.READ_REGISTERS, Right.WORK_REGISTERS)
_CASES = _rights(Right.WORK_INCIDENTS, Right.INTAKE)
_DUTY = _rights(
    _CASES,
    Right.REVIEW,
    Right.ASSESS,
    Right.WORK_CAMPAIGNS,
    Right.WORK_REPORTS,
    Right.WORK_REGISTERS,
    Right.EXCHANGE,
    Right.LABEL,
    Right.READ_UNMASKED,
)
_OWN = _rights(_SEE, Right.WORK_INCIDENTS, Right.READ_UNMASKED)

MATRIX: dict[Role, Row] = {
    Role.MONITOR: Row("сотрудник МЦУ", _rights(_CENTRE, _DUTY), "Ba Порядок, п. 1–3"),
    Role.HEAD: Row(
        "руководитель МЦУ",
        _rights(_CENTRE, _DUTY, Right.EDIT_SOURCES, Right.EXPORT, Right.HOLD_CLOCKS, Right.READ_JOURNAL),
        "Ba 3.3; Ne 2.3; Gu 3.4; Kh 2.3; Bo III.4.3",
    ),
    Role.DEPUTY: Row(
        "заместитель руководителя МЦУ (аналитика и риски)",
        _rights(_CENTRE, _DUTY, Right.EDIT_SOURCES, Right.EXPORT),
        "Kh 2.4; Gu 3.7",
    ),
    Role.CURATOR: Row(
        "куратор МЦУ", _rights(_CENTRE, Right.READ_UNMASKED), "Ba 3.2; Ne 2.2; Gu 3.3; Kh 2.2; Bo III.4.2"
    ),
    Role.POS: Row(
        "ответственный за «Платформу обратной связи»",
        _rights(_CENTRE, _CASES, Right.READ_UNMASKED, Right.EXPORT, Right.EXCHANGE),
        "Ba 3.5; Ne 2.6; Gu 3.5; Kh 2.5; Bo III.4.4",
    ),
    Role.INCIDENT: Row(
        "ответственный за «Инцидент менеджмент»",
        _rights(_CENTRE, _CASES, Right.READ_UNMASKED, Right.EXPORT, Right.EXCHANGE),
        "Ba 3.4; Ne 2.5; Gu 3.5; Kh 2.6; Bo III.4.5",
    ),
    Role.APPEALS: Row(
        "ответственный за обращения по 59-ФЗ",
        _rights(Right.READ_INCIDENTS, Right.READ_FLAGS, Right.READ_POSTS, _CASES, Right.READ_UNMASKED),
        "Ne Прил. 2, строка 5",
    ),
    Role.PUBLICS: Row(
        "ответственный за госпаблики",
        _rights(_SEE, _REGISTERS, Right.READ_SOURCES, Right.WORK_CAMPAIGNS),
        "Kh 2.7; Bo III.4.6",
    ),
    Role.INFORMATION: Row(
        "ответственный за информационное направление и СМИ",
        _rights(_SEE, _REGISTERS, Right.READ_SOURCES, Right.WORK_INCIDENTS, Right.WORK_CAMPAIGNS),
        "Gu 3.6; Bo III.4.6; Ne Прил. 2, строки 3 и 6",
    ),
    Role.BLOCK_HEAD: Row(
        "руководитель отраслевого блока", _OWN, "Ba 3.6; Ne 2.4; Gu 3.8; Bo III.4.7", reach=Reach.BLOCKS
    ),
    Role.TERRITORY_HEAD: Row(
        "глава территории", _OWN, "Ba Состав; Ne Прил. 2, последняя строка", reach=Reach.TERRITORIES
    ),
    Role.EXECUTOR: Row(
        "ответственный исполнитель",
        _rights(Right.READ_INCIDENTS, Right.WORK_INCIDENTS, Right.READ_UNMASKED),
        "Ba 3.1; Kh 3; Bo III.4.5",
        reach=Reach.BLOCKS,
    ),
    Role.MAYOR: Row(
        "Глава муниципального образования",
        _rights(_SEE, Right.READ_REPORTS, Right.READ_REGISTERS),
        "Kh 1.2б, 2.3; Ba 2.2.5, 2.4; Ne 2.2",
    ),
    Role.COORDINATOR: Row("координатор от ЦУР", _rights(_SEE, Right.READ_REPORTS, Right.READ_REGISTERS), "Bo III.4.1"),
    Role.CRC: Row(
        "наблюдатель ЦУР",
        _rights(Right.READ_INCIDENTS, Right.READ_CAMPAIGNS, Right.READ_REPORTS, Right.READ_REGION),
        "Ba 2.4; Ne 3.2г–д; Gu 4.3г–д; Kh 1.2г",
    ),
    Role.ANALYST: Row(
        "исследователь данных", _rights(_CENTRE, Right.ASSESS, Right.EXPORT, Right.LABEL), "Ba 2.2.9; Gu 2.2е"
    ),
    Role.RISKS: Row(
        "команда рисков (ключ)",
        _rights(_SEE, Right.ASSESS, Right.REVIEW, Right.WORK_INCIDENTS, Right.EXPORT),
        "Ba Порядок, п. 2; Bo III.4.6",
        person=False,
    ),
    Role.ADMINISTRATOR: Row(
        "администратор",
        _rights(
            Right.READ_SOURCES,
            Right.EDIT_SOURCES,
            Right.READ_HEALTH,
            Right.MANAGE_ACCOUNTS,
            Right.COLLECT,
            Right.READ_JOURNAL,
        ),
        "152-ФЗ, ст. 19",
    ),
}
"""The administrator keeps the system and reads no texts; the data scientist, the Head, the ЦУР and who writes for the
public read masked ones. Terms are put off by the head or whom he empowers (59-ФЗ, ст. 12, ч. 2)."""

ROLE_TITLES = {role: row.title for role, row in MATRIX.items()}
RIGHTS = {role: row.rights for role, row in MATRIX.items()}
PEOPLE = tuple(role for role, row in MATRIX.items() if row.person)

KEY_RIGHTS = frozenset(Right) - {
    *(Right.READ_UNMASKED, Right.EDIT_SOURCES, Right.COLLECT, Right.MANAGE_ACCOUNTS, Right.READ_JOURNAL),
}
"""What a machine's key may be given: never texts without masks, sources, collecting or accounts."""

NAMED_ELSEWHERE = {"monitoring": Role.DEPUTY, "media": Role.INFORMATION, "press": Role.INFORMATION}
"""Roles that a profile names by other words of its decree (Gu 3.7; Ne Прил. 2, строки 3 и 6)."""


def demanded(given: str) -> frozenset[Role | Right]:
    """Roles and rights by their codes, parted by commas. Raises ValueError with the first unknown one."""
    codes = [each.strip() for each in given.split(",") if each.strip()]
    unknown = [code for code in codes if code not in {*Right, *Role}]
    if unknown:
        raise ValueError(unknown[0])
    return frozenset(Right(code) if code in {*Right} else Role(code) for code in codes)


def role_of(code: str) -> Role:
    """The role that a profile's [roles] means by a code. Raises ValueError for an unknown one."""
    return NAMED_ELSEWHERE.get(code) or Role(code)
