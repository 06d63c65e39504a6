"""Secrets that must be read again are kept sealed: who has the database alone has none of them."""

import base64
import binascii
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from core.errors import Unknown

KEY_BYTES, NONCE_BYTES = 32, 12
UNREADABLE = "второй фактор не читается: его сбросит администратор (mcu user factor)"


class Seal:
    """AES-256-GCM by a key that lies apart from the database; what is sealed is bound to whose it is."""

    def __init__(self, key: bytes) -> None:
        self._cipher = AESGCM(key)

    @classmethod
    def fresh(cls) -> "Seal":
        """By a new random key, for as long as the process lives."""
        return cls(secrets.token_bytes(KEY_BYTES))

    def close(self, plain: bytes, whose: str) -> str:
        """The sealed secret as text."""
        nonce = secrets.token_bytes(NONCE_BYTES)
        return base64.b64encode(nonce + self._cipher.encrypt(nonce, plain, whose.encode())).decode()

    def open(self, sealed: str, whose: str) -> bytes:
        """The secret. Raises Unknown for another's, a changed one, or one of another key."""
        try:
            whole = base64.b64decode(sealed, validate=True)
            return self._cipher.decrypt(whole[:NONCE_BYTES], whole[NONCE_BYTES:], whose.encode())
        except (InvalidTag, binascii.Error, ValueError) as error:
            raise Unknown(UNREADABLE) from error
