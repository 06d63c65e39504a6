"""How an account enters the Telegram on loopback: a code for a phone, and the password of the second step by SRP."""

import os
from hashlib import sha256
from typing import Any

from telethon import password as srp
from telethon.tl import functions as f
from telethon.tl import types as t

from tests.peers.mtproto import Rpc
from tests.peers.telegram import Telegram

PHONE, CODE, PASSWORD = "79990000001", "12345", "снегирь"
BYTES = 256
PRIME = bytes.fromhex(
    "c71caeb9c6b1c9048e6c522f70f13f73980d40238e3e21c14934d037563d930f48198a0aa7c14058229493d22530f4dbfa336f6e0ac92513"
    "9543aed44cce7c3720fd51f69458705ac68cd4fe6b6b13abdc9746512969328454f18faf8c595f642477fe96bb2a941d5bcd1d4ac8cc4988"
    "0708fa9b378e3c4f3a9060bee67cf9a4a4a695811051907e162753b56b0f6b410dba74d8a84b2a14b3144e0ef1284754fd17ed950d5965b4"
    "b9dd46582db1178d169c6bc465b0d6ff9ca3928fef5b9ae4e418fc15e83ebea0f87fa9ff5eed70050ded2849f47bf959d956850ce929851f"
    "0d8115f635b105ee2e4e15d04b2454bf6f4fadf034b10403119cd8e3b92fcc5b"
)
"""The prime of core.telegram.org/api/srp: clients know it and need not try it."""
G = 3


def wide(number: int) -> bytes:
    """A number as SRP hashes it."""
    return number.to_bytes(BYTES, "big")


def digest(*parts: bytes) -> bytes:
    return sha256(b"".join(parts)).digest()


class Entrance:
    """Lets in who knows the code, and the password if there is one."""

    def __init__(self, telegram: Telegram, *, password: str | None = None) -> None:
        self.telegram, self.password = telegram, password
        telegram.authorised = False
        self.salts = os.urandom(8), os.urandom(8)
        self.secret = int.from_bytes(os.urandom(BYTES), "big")
        telegram.handlers |= {
            f.auth.SendCodeRequest: self._send,
            f.auth.SignInRequest: self._sign,
            f.account.GetPasswordRequest: self._asked,
            f.auth.CheckPasswordRequest: self._check,
        }

    def _send(self, request: Any) -> Any:
        if request.phone_number != PHONE:
            raise Rpc(400, "PHONE_NUMBER_INVALID")
        return t.auth.SentCode(t.auth.SentCodeTypeApp(len(CODE)), "hash")

    def _sign(self, request: Any) -> Any:
        if request.phone_code != CODE:
            raise Rpc(400, "PHONE_CODE_INVALID")
        if self.password:
            raise Rpc(401, "SESSION_PASSWORD_NEEDED")
        return self._in()

    def _in(self) -> Any:
        self.telegram.authorised = True
        return t.auth.Authorization(user=t.User(id=1, is_self=True, access_hash=1, first_name="Сборщик"))

    @property
    def _algo(self) -> Any:
        return t.PasswordKdfAlgoSHA256SHA256PBKDF2HMACSHA512iter100000SHA256ModPow(*self.salts, G, PRIME)

    def _public(self) -> int:
        """B = k·v + g^b."""
        prime = int.from_bytes(PRIME, "big")
        k = int.from_bytes(digest(PRIME, wide(G)), "big")
        return (k * self._verifier() + pow(G, self.secret, prime)) % prime

    def _verifier(self) -> int:
        return int.from_bytes(srp.compute_digest(self._algo, self.password or ""), "big")

    def _asked(self, request: Any) -> Any:
        new = t.PasswordKdfAlgoUnknown()
        return t.account.Password(
            new, t.SecurePasswordKdfAlgoUnknown(), b"", has_password=True, current_algo=self._algo,
            srp_B=wide(self._public()), srp_id=1,
        )  # fmt: skip

    def _check(self, request: Any) -> Any:
        """M1 of the client must be ours."""
        prime, theirs = int.from_bytes(PRIME, "big"), int.from_bytes(request.password.A, "big")
        public = wide(self._public())
        u = int.from_bytes(digest(wide(theirs), public), "big")
        shared = pow(theirs * pow(self._verifier(), u, prime) % prime, self.secret, prime)
        mixed = bytes(one ^ other for one, other in zip(digest(PRIME), digest(wide(G)), strict=True))
        salts = digest(self.salts[0]) + digest(self.salts[1])
        if digest(mixed, salts, wide(theirs), public, digest(wide(shared))) != request.password.M1:
            raise Rpc(400, "PASSWORD_HASH_INVALID")
        return self._in()
