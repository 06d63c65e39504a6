"""Authors become keyed pseudonyms before anything is stored.

The key lives in a file outside the database (`MCU_KEY_FILE`): without it a pseudonym cannot be traced back by hashing
the few million possible account numbers.
"""

import hashlib
import hmac
from base64 import b32encode
from collections.abc import Sequence
from functools import reduce

from core.errors import BadSettings
from core.posts import Platform

KEY_BYTES = 32


HEAD = b"MCU-KEYS-1\n"
"""A file of several keys: this, then each key behind its length of two bytes. A file without it is one key."""


def keys_in(content: bytes) -> tuple[bytes, ...]:
    """The keys of a file, the first one first. Raises BadSettings for a short one."""
    found, rest = list[bytes](), content.removeprefix(HEAD)
    while rest and content.startswith(HEAD):
        size = int.from_bytes(rest[:2], "big")
        found, rest = [*found, rest[2 : 2 + size]], rest[2 + size :]
    found = found or [rest]
    if any(len(key) < KEY_BYTES for key in found):
        raise BadSettings(f"ключ псевдонимов (MCU_KEY_FILE) короче {KEY_BYTES} байт")
    return tuple(found)


def content_of(keys: Sequence[bytes]) -> bytes:
    """Keys as the content of a file."""
    return HEAD + b"".join(len(key).to_bytes(2, "big") + key for key in keys)


def fingerprint(content: bytes) -> str:
    """By which the database knows its key again; it betrays nothing of it."""
    return hashlib.sha256(b"mcu-pseudonyms" + content).hexdigest()[:32]


def renewed(pseudonym: str, key: bytes) -> str:
    """A pseudonym under one more key: whoever had the earlier keys alone cannot make it."""
    return _letters(hmac.digest(key, f"renewed:{pseudonym}".encode(), "sha256"))


class Pseudonyms:
    """HMAC-SHA256 of platform and account under the installation's key, and under each key that was added since."""

    def __init__(self, content: bytes) -> None:
        self._key, *self._later = keys_in(content)

    def digest(self, text: str) -> str:
        """`~` and 26 letters and digits: a text's digest for the journal, under a key of its own."""
        return "~" + _letters(hmac.digest(self._first(b"journal"), text.encode("utf-8", "surrogatepass"), "sha256"))

    def _first(self, purpose: bytes) -> bytes:
        """A key for a purpose, drawn from the installation's first key: it stays when that is renewed."""
        return hmac.digest(self._key, purpose, "sha256")

    def of(self, platform: Platform, account: object) -> str:
        """26 letters and digits, the same for the same account of the same platform."""
        digest = hmac.digest(self._key, f"{platform}:{account}".encode("utf-8", "surrogatepass"), "sha256")
        return reduce(renewed, self._later, _letters(digest))


def _letters(digest: bytes) -> str:
    return b32encode(digest[:16]).decode().rstrip("=").lower()
