"""Who may sign in: people with roles, machines with keys. Roles are sets of rights, in one table."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from core.scope import Right, Scope


class Role(StrEnum):
    """A role of the centre (decree 000, п. 3.1; the full matrix is a later table)."""

    MONITOR = "monitor"
    HEAD = "head"
    CURATOR = "curator"
    ANALYST = "analyst"
    ADMINISTRATOR = "administrator"


ROLE_TITLES = {
    Role.MONITOR: "сотрудник МЦУ",
    Role.HEAD: "руководитель МЦУ",
    Role.CURATOR: "куратор МЦУ",
    Role.ANALYST: "исследователь данных",
    Role.ADMINISTRATOR: "администратор",
}

_READING = {
    *(Right.READ_FLAGS, Right.READ_POSTS, Right.READ_SOURCES, Right.READ_HEALTH, Right.READ_INCIDENTS),
    Right.READ_CAMPAIGNS,
    Right.READ_REGISTERS,
}
_WORKING = {
    *(Right.REVIEW, Right.ASSESS, Right.READ_UNMASKED, Right.WORK_INCIDENTS, Right.INTAKE),
    Right.WORK_CAMPAIGNS,
    Right.EXCHANGE,
    Right.WORK_REGISTERS,
}

RIGHTS: dict[Role, frozenset[Right]] = {
    Role.MONITOR: frozenset({*_READING, *_WORKING}),
    Role.HEAD: frozenset({*_READING, *_WORKING, Right.EDIT_SOURCES, Right.EXPORT, Right.HOLD_CLOCKS}),
    Role.CURATOR: frozenset({*_READING, Right.READ_UNMASKED}),
    Role.ANALYST: frozenset({*_READING, Right.ASSESS, Right.EXPORT}),
    Role.ADMINISTRATOR: frozenset(
        {Right.READ_SOURCES, Right.EDIT_SOURCES, Right.READ_HEALTH, Right.MANAGE_ACCOUNTS, Right.COLLECT}
    ),
}
"""The administrator keeps the system and reads no texts. Terms are put off by the head or whom he empowers (59-ФЗ,
ст. 12, ч. 2)."""

KEY_RIGHTS = frozenset(
    {
        Right.READ_FLAGS,
        Right.REVIEW,
        Right.READ_POSTS,
        Right.ASSESS,
        Right.READ_SOURCES,
        Right.EXPORT,
        Right.READ_HEALTH,
        Right.READ_INCIDENTS,
        Right.WORK_INCIDENTS,
        Right.INTAKE,
        Right.HOLD_CLOCKS,
        Right.READ_CAMPAIGNS,
        Right.WORK_CAMPAIGNS,
        Right.EXCHANGE,
        Right.READ_REGISTERS,
        Right.WORK_REGISTERS,
    }
)
"""What a machine's key may be given."""


@dataclass(frozen=True, slots=True)
class User:
    """A person who signs in. `password` is an argon2 hash."""

    login: str
    password: str
    roles: frozenset[Role]
    active: bool = True
    blocks: frozenset[str] | None = None

    def scope(self, profile: str) -> Scope:
        """What the person may do within a profile."""
        rights = frozenset(right for role in self.roles for right in RIGHTS[role])
        return Scope(profile, f"user:{self.login}", rights, self.blocks)


@dataclass(frozen=True, slots=True)
class Session:
    """A signed-in browser. Only the digest of its token is kept; `csrf` guards its forms."""

    digest: str
    login: str
    csrf: str
    expires: datetime


@dataclass(frozen=True, slots=True)
class Key:
    """A machine's key. Only the digest of the key is kept; it is shown once."""

    name: str
    digest: str
    rights: frozenset[Right]
    expires: datetime | None = None
    revoked: bool = False

    def scope(self, profile: str) -> Scope:
        """What the machine may do within a profile."""
        return Scope(profile, f"key:{self.name}", self.rights)
