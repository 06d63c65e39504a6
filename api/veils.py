"""A secret that is another string on every page: compressed answers must not betray it.

Over HTTPS the length of a compressed page tells whether what was asked for repeats what stands in it (BREACH), and our
pages show both the question and the token of forms. So a page shows the token under a pad of its own.
"""

import base64
import binascii
import secrets

SIGN = "~"
"""What a veiled token begins with; no token of ours does."""


def _mixed(one: bytes, two: bytes) -> bytes:
    return bytes(a ^ b for a, b in zip(one, two, strict=True))


def veil(token: str) -> str:
    """The token under a new pad."""
    plain = token.encode()
    pad = secrets.token_bytes(len(plain))
    return SIGN + base64.urlsafe_b64encode(pad + _mixed(plain, pad)).decode()


def unveil(given: str) -> str:
    """The token that was veiled; what is no veiled token comes back as it is, to be compared and refused."""
    if not given.startswith(SIGN):
        return given
    try:
        whole = base64.urlsafe_b64decode(given[1:])
        half = len(whole) // 2
        return _mixed(whole[:half], whole[half:]).decode()
    except (binascii.Error, ValueError):
        return given
