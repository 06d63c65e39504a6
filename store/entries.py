"""Failed attempts at the door, and sign-ins that are half done."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection, and_, delete, or_, select

from core.attempts import KEPT, Attempt, Counted, Tries
from core.handshakes import Handshake
from store.tables import attempts, handshakes
from store.upsert import insert_new, put


class EntryTable:
    """Fulfils `core.ports.Entries`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def tries(self, profile: str, which: Sequence[Attempt]) -> dict[Attempt, Tries]:
        """What is counted of these."""
        query = select(attempts).where(attempts.c.profile_id == profile, _any(which))
        return {
            Attempt(Counted(row["kind"]), row["digest"]): Tries(row["failures"], row["first_at"], row["until"])
            for row in self._connection.execute(query).mappings()
        }

    def count(self, profile: str, which: Mapping[Attempt, Tries], at: datetime) -> None:
        """Keep these counts, and forget those that are over."""
        self._connection.execute(delete(attempts).where(attempts.c.until < at - KEPT))
        rows = [
            {
                "profile_id": profile,
                "kind": each.kind,
                "digest": each.digest,
                "failures": tries.failures,
                "first_at": tries.first,
                "until": tries.until,
            }
            for each, tries in which.items()
        ]
        put(self._connection, attempts, rows, key=("profile_id", "kind", "digest"))

    def forget(self, profile: str, which: Sequence[Attempt]) -> None:
        """Count these from nothing again."""
        self._connection.execute(delete(attempts).where(attempts.c.profile_id == profile, _any(which)))

    def begin(self, profile: str, half: Handshake, at: datetime) -> None:
        """Keep a sign-in that is half done, and forget those whose time is over."""
        self._connection.execute(delete(handshakes).where(handshakes.c.expires_at <= at))
        row = {
            "profile_id": profile,
            "digest": half.digest,
            "kind": half.kind,
            "login": half.login,
            "secrets": dict(half.secrets),
            "onward": half.onward,
            "expires_at": half.expires,
        }
        insert_new(self._connection, handshakes, [row])

    def look(self, profile: str, digest: str, kind: str, at: datetime) -> Handshake | None:
        """A living one of this kind, if any."""
        row = self._connection.execute(select(handshakes).where(_living(profile, digest, kind, at))).mappings().first()
        if row is None:
            return None
        return Handshake(row["digest"], row["kind"], row["expires_at"], row["login"], row["onward"], row["secrets"])

    def take(self, profile: str, digest: str, kind: str, at: datetime) -> Handshake | None:
        """The same, and it is over: of two who ask at once one gets it."""
        found = self.look(profile, digest, kind, at)
        gone = self._connection.execute(delete(handshakes).where(_living(profile, digest, kind, at))).rowcount
        return found if gone == 1 else None


def _any(which: Sequence[Attempt]):  # type: ignore[no-untyped-def]  # a condition
    return or_(*(and_(attempts.c.kind == each.kind, attempts.c.digest == each.digest) for each in which))


def _living(profile: str, digest: str, kind: str, at: datetime):  # type: ignore[no-untyped-def]  # a condition
    of = handshakes.c
    return and_(of.profile_id == profile, of.digest == digest, of.kind == kind, of.expires_at > at)
