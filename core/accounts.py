"""Who may sign in: people with roles, machines with keys; who stands in for whom. What roles may: `core.roles`."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from core.errors import BadInput
from core.roles import KEY_RIGHTS, MATRIX, RIGHTS, ROLE_TITLES, Reach, Role
from core.scope import Grant, Right, Scope

__all__ = ["KEY_RIGHTS", "RIGHTS", "ROLE_TITLES", "Key", "Role", "Session", "StandIn", "User"]

LONGEST_STAND_IN = 366
"""Days: a longer absence is another appointment."""


@dataclass(frozen=True, slots=True)
class User:
    """A person who signs in. `password` is an argon2 hash. `blocks` and `territories` bind the roles that reach no
    farther than their own: such a role without any reaches nothing. `factor` is the sealed secret of the second factor
    and `factor_step` the last step of time that was used; `external` is who the person is to the identity provider."""

    login: str
    password: str
    roles: frozenset[Role]
    active: bool = True
    blocks: frozenset[str] | None = None
    territories: frozenset[str] | None = None
    factor: str = ""
    factor_step: int = 0
    external: str = ""

    def grants(self) -> tuple[Grant, ...]:
        """What the person's own roles give. Who heads a block and a territory heads the block within the territory
        (decree 001, Прил. 2: heads of settlements)."""
        bound = {MATRIX[role].reach for role in self.roles}
        blocks = (self.blocks or frozenset()) if Reach.BLOCKS in bound else None
        territories = (self.territories or frozenset()) if Reach.TERRITORIES in bound else None
        return tuple(
            Grant(row.rights) if row.reach is Reach.ALL else Grant(row.rights, blocks, territories)
            for row in (MATRIX[role] for role in sorted(self.roles))
        )

    def scope(self, profile: str, absent: Iterable["User"] = ()) -> Scope:
        """What the person may do within a profile, with what he may do for those whom he stands in for today.

        As it is, it reaches no farther than all of his roles do; `Scope.over` gives the reach of one right.
        """
        grants = self.grants() + tuple(grant for each in absent if each.active for grant in each.grants())
        rights = frozenset[Right]().union(*(each.rights for each in grants))
        blocks = [each.blocks for each in grants if each.blocks is not None]
        territories = [each.territories for each in grants if each.territories is not None]
        return Scope(
            profile,
            f"user:{self.login}",
            rights,
            frozenset.intersection(*blocks) if blocks else None,
            frozenset.intersection(*territories) if territories else None,
            grants,
        )


@dataclass(frozen=True, slots=True)
class StandIn:
    """Who has whose roles besides his own, on which days (both of them included, local). `id` is that of the store."""

    absent: str
    login: str
    since: date
    until: date
    made_by: str
    id: int = 0

    def __post_init__(self) -> None:
        if self.absent == self.login:
            raise BadInput("замещение: человек не замещает сам себя")
        if self.until < self.since:
            raise BadInput("замещение: последний день раньше первого")
        if (self.until - self.since).days >= LONGEST_STAND_IN:
            raise BadInput(f"замещение: не дольше {LONGEST_STAND_IN} дней; на больший срок назначьте роль")

    def stands(self, day: date) -> bool:
        """Whether it holds on a day."""
        return self.since <= day <= self.until


@dataclass(frozen=True, slots=True)
class Session:
    """A signed-in browser. Only the digest of its token is kept; `csrf` guards its forms. `agent` is a browser and a
    system in words; `id` is that of the store."""

    digest: str
    login: str
    csrf: str
    expires: datetime
    made: datetime | None = None
    seen: datetime | None = None
    agent: str = ""
    id: int = 0


@dataclass(frozen=True, slots=True)
class Key:
    """A machine's key. Only the digest of the key is kept; it is shown once. It reaches its blocks and territories
    (None: all of them)."""

    name: str
    digest: str
    rights: frozenset[Right]
    expires: datetime | None = None
    revoked: bool = False
    blocks: frozenset[str] | None = None
    territories: frozenset[str] | None = None
    made: datetime | None = None
    seen: datetime | None = None

    def scope(self, profile: str) -> Scope:
        """What the machine may do within a profile."""
        return Scope(profile, f"key:{self.name}", self.rights, self.blocks, self.territories)
