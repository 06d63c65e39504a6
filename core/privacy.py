"""Authors become keyed pseudonyms before anything is stored.

The key lives in a file outside the database (`MCU_KEY_FILE`): without it a pseudonym cannot be traced back by hashing
the few million possible account numbers.
"""

import hmac
from base64 import b32encode

from core.errors import BadSettings
from core.posts import Platform

KEY_BYTES = 32


class Pseudonyms:
    """HMAC-SHA256 of platform and account under the installation's key."""

    def __init__(self, key: bytes) -> None:
        if len(key) < KEY_BYTES:
            raise BadSettings(f"ключ псевдонимов (MCU_KEY_FILE) короче {KEY_BYTES} байт")
        self._key = key

    def digest(self, text: str) -> str:
        """`~` and 26 letters and digits: a text's digest for the journal, under a key of its own."""
        return "~" + _letters(hmac.digest(self._first(b"journal"), text.encode("utf-8", "surrogatepass"), "sha256"))

    def _first(self, purpose: bytes) -> bytes:
        """A key for a purpose, drawn from the installation's first key: it stays when that is renewed."""
        return hmac.digest(self._key, purpose, "sha256")

    def of(self, platform: Platform, account: object) -> str:
        """26 letters and digits, the same for the same account of the same platform."""
        digest = hmac.digest(self._key, f"{platform}:{account}".encode("utf-8", "surrogatepass"), "sha256")
        return _letters(digest)


def _letters(digest: bytes) -> str:
    return b32encode(digest[:16]).decode().rstrip("=").lower()
