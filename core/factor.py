"""The second factor: one-time codes by time (RFC 6238, TOTP over HMAC-SHA-1, 30 seconds, six digits).

Our own dozen of lines instead of a library: the standard library has the HMAC, the RFC has test vectors, and what
matters, that a code is taken once, a library leaves to its caller anyway.
"""

import base64
import hashlib
import hmac
import secrets
from datetime import datetime
from urllib.parse import quote, urlencode

STEP, DIGITS, SECRET_BYTES = 30, 6, 20
SLACK = (0, -1, 1)
"""Steps of time by which a telephone may be wrong."""


def new_secret() -> bytes:
    """A random secret of the length that RFC 4226 recommends."""
    return secrets.token_bytes(SECRET_BYTES)


def code(secret: bytes, step: int, digits: int = DIGITS) -> str:
    """The code of a step (RFC 4226, 5.3)."""
    mac = hmac.new(secret, step.to_bytes(8, "big"), hashlib.sha1).digest()
    offset = mac[-1] & 15
    number = int.from_bytes(mac[offset : offset + 4], "big") & 0x7FFFFFFF
    return str(number % 10**digits).zfill(digits)


def step_of(at: datetime) -> int:
    """The step of a moment."""
    return int(at.timestamp()) // STEP


def accepted(secret: bytes, given: str, at: datetime, used: int) -> int | None:
    """The step that a code belongs to; None if it is wrong, or of a step that was used already."""
    typed, now = "".join(given.split()).encode(), step_of(at)
    found = [now + shift for shift in SLACK if hmac.compare_digest(code(secret, now + shift).encode(), typed)]
    return next((step for step in found if step > used), None)


def written(secret: bytes) -> str:
    """The secret as people type it into a telephone: base32 in fours."""
    plain = base64.b32encode(secret).decode().rstrip("=")
    return " ".join(plain[start : start + 4] for start in range(0, len(plain), 4))


def address(secret: bytes, login: str, centre: str) -> str:
    """What the square code says to an application of codes."""
    asked = {"secret": written(secret).replace(" ", ""), "issuer": centre, "period": STEP, "digits": DIGITS}
    return f"otpauth://totp/{quote(f'{centre}:{login}')}?{urlencode(asked, quote_via=quote)}"
