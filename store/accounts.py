"""Users, sessions and keys of machines."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, case, delete, insert, select, update

from core.accounts import Key, Role, Session, StandIn, User
from core.errors import Conflict
from core.scope import Right
from store.tables import keys, sessions, stand_ins, users
from store.upsert import insert_new


class AccountTable:
    """Fulfils `core.ports.Accounts`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add_user(self, profile: str, user: User) -> None:
        """Enter a person. Raises Conflict if the login is taken."""
        if not insert_new(self._connection, users, [{"profile_id": profile, **_user_columns(user)}]):
            raise Conflict(f"пользователь «{user.login}» уже есть")

    def save_user(self, profile: str, user: User) -> None:
        """Keep password, roles and state of a known person. A code that was used meanwhile stays used."""
        held = (users.c.profile_id == profile) & (users.c.login == user.login)
        later = (users.c.factor == user.factor) & (users.c.factor_step > user.factor_step)
        step = case((later, users.c.factor_step), else_=user.factor_step)
        self._connection.execute(update(users).where(held).values(**_user_columns(user) | {"factor_step": step}))

    def use_step(self, profile: str, user: User, step: int) -> bool:
        """Use up the codes of a second factor up to a step; False where it was used meanwhile or the factor is another.

        One statement that both asks and writes: of two sign-ins by one code the database lets one through.
        """
        held = (users.c.profile_id == profile) & (users.c.login == user.login)
        unused = (users.c.factor == user.factor) & (users.c.factor_step < step)
        return self._connection.execute(update(users).where(held & unused).values(factor_step=step)).rowcount == 1

    def user(self, profile: str, login: str) -> User | None:
        """The person of this login, if any."""
        query = select(users).where(users.c.profile_id == profile, users.c.login == login)
        row = self._connection.execute(query).mappings().first()
        return _user(row) if row else None

    def users(self, profile: str) -> list[User]:
        """All people of the profile, by login."""
        query = select(users).where(users.c.profile_id == profile).order_by(users.c.login)
        return [_user(row) for row in self._connection.execute(query).mappings()]

    def open_session(self, profile: str, session: Session, at: datetime) -> None:
        """Keep a new session and forget those that ended."""
        self._connection.execute(delete(sessions).where(sessions.c.expires_at <= at))
        row = {
            "profile_id": profile,
            "digest": session.digest,
            "login": session.login,
            "csrf": session.csrf,
            "expires_at": session.expires,
            "made_at": session.made or at,
            "seen_at": session.seen or at,
            "agent": session.agent,
        }
        insert_new(self._connection, sessions, [row])

    def session(self, profile: str, digest: str, at: datetime) -> Session | None:
        """The living session of this token digest, if any."""
        query = select(sessions).where(
            sessions.c.profile_id == profile, sessions.c.digest == digest, sessions.c.expires_at > at
        )
        row = self._connection.execute(query).mappings().first()
        return _session(row) if row else None

    def sessions(self, profile: str, at: datetime, login: str | None = None) -> list[Session]:
        """Living sessions, of one person or of all, the latest used first."""
        query = select(sessions).where(sessions.c.profile_id == profile, sessions.c.expires_at > at)
        if login is not None:
            query = query.where(sessions.c.login == login)
        rows = self._connection.execute(query.order_by(sessions.c.seen_at.desc(), sessions.c.id)).mappings()
        return [_session(row) for row in rows]

    def seen(self, profile: str, digest: str, at: datetime) -> None:
        """Note that a session is used."""
        held = (sessions.c.profile_id == profile) & (sessions.c.digest == digest)
        self._connection.execute(update(sessions).where(held).values(seen_at=at))

    def end_session(self, profile: str, login: str, session_id: int) -> bool:
        """End one session of a person; False if there is none of this id."""
        of = sessions.c
        gone = (of.profile_id == profile) & (of.login == login) & (of.id == session_id)
        return self._connection.execute(delete(sessions).where(gone)).rowcount == 1

    def external(self, profile: str, subject: str) -> User | None:
        """The person whom the identity provider knows by this subject, if any."""
        query = select(users).where(users.c.profile_id == profile, users.c.external == subject, users.c.external != "")
        rows = self._connection.execute(query).mappings().all()
        return _user(rows[0]) if len(rows) == 1 else None

    def add_stand_in(self, profile: str, made: StandIn) -> None:
        """Enter who stands in for whom."""
        names = ("absent", "login", "since", "until", "made_by")
        row = {name: getattr(made, name) for name in names}
        self._connection.execute(insert(stand_ins).values(profile_id=profile, **row))

    def stand_ins(self, profile: str, login: str | None = None) -> list[StandIn]:
        """All, or for whom one person stands in, the newest first."""
        query = select(stand_ins).where(stand_ins.c.profile_id == profile)
        if login is not None:
            query = query.where(stand_ins.c.login == login)
        rows = self._connection.execute(query.order_by(stand_ins.c.since.desc(), stand_ins.c.id.desc())).mappings()
        return [StandIn(r["absent"], r["login"], r["since"], r["until"], r["made_by"], r["id"]) for r in rows]

    def end_stand_in(self, profile: str, stand_in_id: int) -> bool:
        """Take one back; False if there is none of this id."""
        gone = (stand_ins.c.profile_id == profile) & (stand_ins.c.id == stand_in_id)
        return self._connection.execute(delete(stand_ins).where(gone)).rowcount == 1

    def close_session(self, profile: str, digest: str) -> None:
        """End a session."""
        gone = (sessions.c.profile_id == profile) & (sessions.c.digest == digest)
        self._connection.execute(delete(sessions).where(gone))

    def close_sessions(self, profile: str, login: str) -> None:
        """End all sessions of a person."""
        gone = (sessions.c.profile_id == profile) & (sessions.c.login == login)
        self._connection.execute(delete(sessions).where(gone))

    def add_key(self, profile: str, key: Key) -> None:
        """Enter a machine's key. Raises Conflict if the name is taken."""
        row = {
            "profile_id": profile,
            "name": key.name,
            "digest": key.digest,
            "rights": sorted(key.rights),
            "expires_at": key.expires,
            "revoked": key.revoked,
            "blocks": _listed(key.blocks),
            "territories": _listed(key.territories),
            "made_at": key.made,
        }
        if not insert_new(self._connection, keys, [row]):
            raise Conflict(f"ключ «{key.name}» уже есть")

    def key(self, profile: str, digest: str, at: datetime) -> Key | None:
        """The living key of this digest, if any."""
        query = select(keys).where(keys.c.profile_id == profile, keys.c.digest == digest, keys.c.revoked.is_(False))
        row = self._connection.execute(query).mappings().first()
        if row is None or (row["expires_at"] and row["expires_at"] <= at):
            return None
        return _key(row)

    def keys(self, profile: str) -> list[Key]:
        """All keys of the profile, by name."""
        query = select(keys).where(keys.c.profile_id == profile).order_by(keys.c.name)
        return [_key(row) for row in self._connection.execute(query).mappings()]

    def key_seen(self, profile: str, digest: str, at: datetime) -> None:
        """Note that a key is used."""
        held = (keys.c.profile_id == profile) & (keys.c.digest == digest)
        self._connection.execute(update(keys).where(held).values(seen_at=at))

    def revoke_key(self, profile: str, name: str) -> bool:
        """End a key; False if there is none of this name."""
        held = (keys.c.profile_id == profile) & (keys.c.name == name)
        return bool(self._connection.execute(update(keys).where(held).values(revoked=True)).rowcount)


def _listed(names: frozenset[str] | None) -> list[str] | None:
    return sorted(names) if names is not None else None


def _named(listed: list[str] | None) -> frozenset[str] | None:
    return frozenset(listed) if listed is not None else None


def _user_columns(user: User) -> dict[str, Any]:
    return {
        "login": user.login,
        "password": user.password,
        "roles": sorted(user.roles),
        "active": user.active,
        "blocks": _listed(user.blocks),
        "territories": _listed(user.territories),
        "factor": user.factor,
        "factor_step": user.factor_step,
        "external": user.external,
    }


def _user(row: Any) -> User:
    roles, bounds = frozenset(map(Role, row["roles"])), (_named(row["blocks"]), _named(row["territories"]))
    own = (row["factor"], row["factor_step"], row["external"])
    return User(row["login"], row["password"], roles, row["active"], *bounds, *own)


def _session(row: Any) -> Session:
    times = (row["made_at"], row["seen_at"])
    return Session(row["digest"], row["login"], row["csrf"], row["expires_at"], *times, row["agent"], row["id"])


def _key(row: Any) -> Key:
    rights, bounds = frozenset(map(Right, row["rights"])), (_named(row["blocks"]), _named(row["territories"]))
    state = (row["expires_at"], row["revoked"])
    return Key(row["name"], row["digest"], rights, *state, *bounds, row["made_at"], row["seen_at"])
