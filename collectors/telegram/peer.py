"""Who is read: a channel or a group as an account knows it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Peer:
    """A channel or chat: its number and the key with which this account asks for it, learnt once in its life.

    `account` is a digest of the session with which it was learnt: the key is of no use to another account. `joined`
    tells whether the account is a member.
    """

    id: int
    hash: int
    broadcast: bool = False
    username: str = ""
    joined: bool = True
    account: str = ""

    def dump(self) -> dict[str, object]:
        """JSON-able."""
        return {
            "id": self.id,
            "hash": self.hash,
            "broadcast": self.broadcast,
            "username": self.username,
            "joined": self.joined,
            "account": self.account,
        }
