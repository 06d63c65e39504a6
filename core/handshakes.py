"""A sign-in that is half done: the password was right and the code is awaited, or the identity provider was asked."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

CODE, PROVIDER = "code", "provider"
LIVES = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Handshake:
    """Kept by the digest of a token that only the browser has; used once. `secrets` are what the answer is checked by
    (nonce, PKCE verifier); `onward` is our page to go on to."""

    digest: str
    kind: str
    expires: datetime
    login: str = ""
    onward: str = ""
    secrets: Mapping[str, str] = field(default_factory=dict)
