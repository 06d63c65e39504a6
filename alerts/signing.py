"""The signature of a webhook, as its receiver checks it."""

import hashlib
import hmac
from collections.abc import Mapping
from datetime import datetime, timedelta

FRESH = timedelta(minutes=5)
KEY, STAMP, SIGNATURE = "Idempotency-Key", "X-MCU-Timestamp", "X-MCU-Signature"


def sign(secret: str, stamp: str, key: str, body: bytes) -> str:
    """The signature of a request: `v1=` and HMAC-SHA256 over timestamp, key and body, parted by dots."""
    told = b".".join((stamp.encode(), key.encode(), body))
    return f"v1={hmac.new(secret.encode(), told, hashlib.sha256).hexdigest()}"


def verify(secret: str, headers: Mapping[str, str], body: bytes, now: datetime) -> bool:
    """What a receiver asks: whether the request is ours and fresh (within five minutes)."""
    stamp = headers.get(STAMP, "")
    if not stamp.isdecimal() or abs(now.timestamp() - int(stamp)) > FRESH.total_seconds():
        return False
    wanted = sign(secret, stamp, headers.get(KEY, ""), body)
    return hmac.compare_digest(wanted.encode(), headers.get(SIGNATURE, "").encode())
