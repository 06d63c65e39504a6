"""Ed25519 keys (RFC 8032) of those who propose and promote: a private one each, and a folder of trusted public ones.

A rollback verifies a signature and has a second for it: what reads and writes all forms of keys (`serialization`) is
loaded only where a private key is made or used.
"""

import os
import re
from base64 import b64decode
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from core.errors import BadInput, Denied, StaleModel

PRIVATE = 0o600
NAME = re.compile(r"[\w.@-]{1,64}")


@dataclass(frozen=True, slots=True)
class Signer:
    """A person's private key with the name under which the installation trusts it."""

    name: str
    key: Ed25519PrivateKey

    def sign(self, body: bytes) -> str:
        """The signature, hexadecimal."""
        return self.key.sign(body).hex()


@dataclass(frozen=True, slots=True)
class Signers:
    """The trusted public keys: files `NAME.pub` of a folder."""

    folder: Path

    def verify(self, name: str, body: bytes, signature: str) -> None:
        """Raises StaleModel unless the person of that name signed it and is trusted."""
        try:
            self._public(name).verify(bytes.fromhex(signature), body)
        except (InvalidSignature, ValueError):
            raise StaleModel(f"подпись «{name}» под моделью не сходится: файлы реестра изменены") from None

    def _public(self, name: str) -> Ed25519PublicKey:
        path = self.folder / f"{name}.pub"
        if not NAME.fullmatch(name) or not path.is_file():
            raise StaleModel(f"модель подписал «{name}», а его ключа нет среди доверенных ({self.folder})")
        try:
            return Ed25519PublicKey.from_public_bytes(_der(path.read_text(encoding="ascii")))
        except (OSError, ValueError) as error:
            raise StaleModel(f"ключ {path} не читается или не Ed25519 ({error})") from error

    def make(self, name: str, out: Path) -> None:
        """A new pair: the private key for its person only, the public one among the trusted. Raises BadInput where one
        of them is there already."""
        from cryptography.hazmat.primitives import serialization

        public = self.folder / f"{name}.pub"
        if not NAME.fullmatch(name):
            raise BadInput("имя подписывающего: буквы, цифры, точка, дефис, @, не длиннее 64 знаков")
        if public.exists():
            raise BadInput(f"ключ «{name}» уже доверен: {public}")
        key = Ed25519PrivateKey.generate()
        body = key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        try:
            descriptor = os.open(out, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE)
        except OSError as error:
            raise BadInput(f"ключ {out} записать нельзя ({error.strerror})") from None
        with os.fdopen(descriptor, "wb") as file:
            file.write(body)
        self.folder.mkdir(parents=True, exist_ok=True)
        told = key.public_key().public_bytes(
            serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
        )
        public.write_bytes(told)

    def signer(self, path: Path | None) -> Signer:
        """The person to whom a private key belongs. Raises BadInput for no key, Denied for one that nobody trusts."""
        from cryptography.hazmat.primitives import serialization

        if path is None:
            raise BadInput("нужен ключ подписи: --key или MCU_SIGNING_KEY (завести: mcu model key ИМЯ --out ФАЙЛ)")
        try:
            key = serialization.load_pem_private_key(path.read_bytes(), None)
        except (OSError, ValueError, TypeError, UnsupportedAlgorithm) as error:
            raise BadInput(f"ключ подписи {path} не читается ({error})") from error
        if not isinstance(key, Ed25519PrivateKey):
            raise BadInput(f"ключ подписи {path} не Ed25519")
        mine = _raw(key.public_key())
        for known in sorted(self.folder.glob("*.pub")):
            if _raw(self._public(known.stem)) == mine:
                return Signer(known.stem, key)
        raise Denied(f"ключа {path} нет среди доверенных ({self.folder})")


def _raw(key: Ed25519PublicKey) -> bytes:
    return key.public_bytes_raw()


FIRST, LAST = "-----BEGIN PUBLIC KEY-----", "-----END PUBLIC KEY-----"
SPKI = bytes.fromhex("302a300506032b6570032100")
"""What stands before the 32 bytes of every Ed25519 public key (RFC 8410)."""


def _der(pem: str) -> bytes:
    """The 32 bytes of a public key in PEM (RFC 7468). Raises ValueError for anything else."""
    text = " ".join(pem.split())
    if not text.startswith(FIRST) or not text.endswith(LAST):
        raise ValueError("нет строк BEGIN и END PUBLIC KEY")
    found = b64decode(text[len(FIRST) : -len(LAST)].replace(" ", ""), validate=True)
    if not found.startswith(SPKI) or len(found) != len(SPKI) + 32:
        raise ValueError("не Ed25519")
    return found[len(SPKI) :]
