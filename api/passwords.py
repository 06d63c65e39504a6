"""Passwords and tokens: what is stored cannot be turned back into what was typed or shown."""

import hashlib
import secrets
from functools import cache

from argon2 import Parameters, PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from argon2.profiles import RFC_9106_LOW_MEMORY

from core import passwords

TOKEN_BYTES = 32
KEY_PREFIX = "mcu_"
COST = [RFC_9106_LOW_MEMORY]
"""What a hash costs (RFC 9106, 4): half a second of a slow core. A run of tests that signs in a thousand people
pays less."""


def set_cost(parameters: Parameters) -> None:
    """From now on hashes of this process cost so much; those that stand keep their own cost."""
    COST[:] = [parameters]
    _hasher.cache_clear()
    _decoy.cache_clear()


@cache
def _hasher() -> PasswordHasher:
    return PasswordHasher.from_parameters(COST[0])


@cache
def _decoy() -> str:
    """A hash to check against where there is no such user: the answer takes as long either way."""
    return _hasher().hash(secrets.token_urlsafe())


def hash_password(password: str, login: str = "") -> str:
    """The argon2id hash of a password. Raises BadInput for one that the rules refuse."""
    passwords.check(password, login)
    return _hasher().hash(password)


def matches(password: str, stored: str | None) -> bool:
    """Whether the password is the one that was hashed; False, and as slowly, where there is no hash."""
    try:
        return _hasher().verify(stored or _decoy(), password) and stored is not None
    except (VerificationError, InvalidHashError):
        return False


def new_token() -> str:
    """A random token of 256 bits."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def new_key() -> str:
    """A machine's key, recognisable by its prefix."""
    return KEY_PREFIX + new_token()


def digest(token: str) -> str:
    """What is kept of a token or key. A random token needs no slow hash."""
    return hashlib.sha256(token.encode()).hexdigest()
