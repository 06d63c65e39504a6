"""Users, sessions and keys of machines."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, select, update

from core.accounts import Key, Role, Session, User
from core.errors import Conflict
from core.scope import Right
from store.tables import keys, sessions, users
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
        """Keep password, roles and state of a known person."""
        held = (users.c.profile_id == profile) & (users.c.login == user.login)
        self._connection.execute(update(users).where(held).values(**_user_columns(user)))

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
        }
        insert_new(self._connection, sessions, [row])

    def session(self, profile: str, digest: str, at: datetime) -> Session | None:
        """The living session of this token digest, if any."""
        query = select(sessions).where(
            sessions.c.profile_id == profile, sessions.c.digest == digest, sessions.c.expires_at > at
        )
        row = self._connection.execute(query).mappings().first()
        return Session(row["digest"], row["login"], row["csrf"], row["expires_at"]) if row else None

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

    def revoke_key(self, profile: str, name: str) -> bool:
        """End a key; False if there is none of this name."""
        held = (keys.c.profile_id == profile) & (keys.c.name == name)
        return bool(self._connection.execute(update(keys).where(held).values(revoked=True)).rowcount)


def _user_columns(user: User) -> dict[str, Any]:
    return {
        "login": user.login,
        "password": user.password,
        "roles": sorted(user.roles),
        "active": user.active,
        "blocks": sorted(user.blocks) if user.blocks is not None else None,
    }


def _user(row: Any) -> User:
    blocks = frozenset(row["blocks"]) if row["blocks"] is not None else None
    return User(row["login"], row["password"], frozenset(map(Role, row["roles"])), row["active"], blocks)


def _key(row: Any) -> Key:
    return Key(row["name"], row["digest"], frozenset(map(Right, row["rights"])), row["expires_at"], row["revoked"])
