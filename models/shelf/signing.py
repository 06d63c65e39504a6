"""Ed25519 keys (RFC 8032) of those who propose and promote: a private one each, and a folder of trusted public ones."""

import os
import re
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
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
            found = serialization.load_pem_public_key(path.read_bytes())
        except (ValueError, UnsupportedAlgorithm) as error:
            raise StaleModel(f"ключ {path} не читается ({error})") from error
        if not isinstance(found, Ed25519PublicKey):
            raise StaleModel(f"ключ {path} не Ed25519")
        return found

    def make(self, name: str, out: Path) -> None:
        """A new pair: the private key for its person only, the public one among the trusted. Raises BadInput where one
        of them is there already."""
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
        if path is None:
            raise BadInput("нужен ключ подписи: --key или MCU_SIGNING_KEY (завести: mcu model key ИМЯ)")
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
    return key.public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
