"""The links by which recipients confirm a receipt: made of the delivery's number and the installation's key, so that
nothing is kept and a letter that is sent again carries the same one."""

import hashlib
import hmac

from core.alerts.records import Delivery
from core.errors import NotFound

LENGTH = 32
"""Hexadecimal digits: 128 bits."""


class Receipts:
    """Links of one profile's deliveries under the installation's key."""

    def __init__(self, key: bytes, profile: str) -> None:
        self._key, self._profile = key, profile

    def token(self, delivery: Delivery) -> str:
        """The secret part of a delivery's link."""
        return f"{delivery.id}-{self._sign(delivery.id, delivery.key)}"

    def number(self, token: str) -> int:
        """The number of the delivery that a token speaks of; not yet checked. Raises NotFound."""
        number, dash, _ = token.partition("-")
        if not dash or not (number.isascii() and number.isdecimal()) or len(number) > 18:
            raise NotFound("такой ссылки нет")
        return int(number)

    def check(self, token: str, delivery: Delivery) -> None:
        """Raise NotFound unless the token is the delivery's."""
        if not hmac.compare_digest(token.encode("utf-8", "replace"), self.token(delivery).encode()):
            raise NotFound("такой ссылки нет")

    def _sign(self, number: int, key: str) -> str:
        told = f"receipt:{self._profile}:{number}:{key}".encode()
        return hmac.new(self._key, told, hashlib.sha256).hexdigest()[:LENGTH]
