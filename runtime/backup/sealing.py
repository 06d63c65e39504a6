"""A stream encrypted by pieces: AES-256-GCM, each piece bound to its place and the last one marked as the last.

So a piece cannot be changed, moved, left out or cut off unseen (Hoang, Reyhanitabar, Rogaway, Vizár: STREAM, 2015).
"""

import hashlib
import io
import secrets
from pathlib import Path
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from core.errors import BadInput, BadSettings
from runtime import secretfile

MAGIC = b"MCU-BACKUP-1\n"
KEY_BYTES, PREFIX_BYTES, PRINT_BYTES, TAG_BYTES = 32, 7, 8, 16
PIECE = 1 << 20


def fingerprint(key: bytes) -> bytes:
    """By which a key is told from another; it betrays nothing of it."""
    return hashlib.sha256(b"mcu-backup-key" + key).digest()[:PRINT_BYTES]


def read_key(path: Path) -> bytes:
    """The key of copies. Raises BadSettings that names the setting."""
    try:
        key = path.read_bytes()
    except OSError as error:
        raise BadSettings(f"MCU_BACKUP_KEY_FILE: файл {path} не читается ({error.strerror})") from None
    if len(key) != KEY_BYTES:
        raise BadSettings(f"MCU_BACKUP_KEY_FILE: в файле {path} не {KEY_BYTES} байта")
    return key


def make_key(path: Path) -> bool:
    """Make a key where there is none, for its owner only; says whether it is new."""
    return secretfile.make(path, KEY_BYTES, "MCU_BACKUP_KEY_FILE")


def _nonce(prefix: bytes, number: int, last: bool) -> bytes:
    return prefix + number.to_bytes(4, "big") + bytes([last])


class Sealing(io.RawIOBase):
    """Writes what is written to it, encrypted; `close` writes the last piece."""

    def __init__(self, to: BinaryIO, key: bytes) -> None:
        self._to, self._cipher, self._held, self._number = to, AESGCM(key), bytearray(), 0
        self._prefix = secrets.token_bytes(PREFIX_BYTES)
        to.write(MAGIC + fingerprint(key) + self._prefix)

    def writable(self) -> bool:
        """It only writes."""
        return True

    def write(self, data: "bytes | bytearray | memoryview", /) -> int:  # type: ignore[override]  # of buffers, bytes
        """Take bytes; pieces that are full go out."""
        self._held += data
        while len(self._held) > PIECE:
            self._out(bytes(self._held[:PIECE]), last=False)
            del self._held[:PIECE]
        return len(data)

    def _out(self, piece: bytes, *, last: bool) -> None:
        self._to.write(self._cipher.encrypt(_nonce(self._prefix, self._number, last), piece, MAGIC))
        self._number += 1

    def close(self) -> None:
        """Write what is left as the last piece."""
        if not self.closed:
            self._out(bytes(self._held), last=True)
        super().close()


class Opening(io.RawIOBase):
    """Reads what `Sealing` wrote. Raises BadInput for another file, another key, or a piece that was changed."""

    def __init__(self, source: BinaryIO, key: bytes) -> None:
        head = source.read(len(MAGIC) + PRINT_BYTES + PREFIX_BYTES)
        if not head.startswith(MAGIC) or len(head) < len(MAGIC) + PRINT_BYTES + PREFIX_BYTES:
            raise BadInput("это не копия МЦУ-Монитора")
        if head[len(MAGIC) : len(MAGIC) + PRINT_BYTES] != fingerprint(key):
            raise BadInput("копия зашифрована другим ключом: укажите его файл (MCU_BACKUP_KEY_FILE)")
        self._prefix, self._source, self._cipher = head[-PREFIX_BYTES:], source, AESGCM(key)
        self._number, self._open, self._next = 0, b"", source.read(PIECE + TAG_BYTES)

    def readable(self) -> bool:
        """It only reads."""
        return True

    def readinto(self, buffer: "bytearray | memoryview", /) -> int:  # type: ignore[override]  # of buffers, bytes
        """Decrypted bytes; 0 at the end."""
        while not self._open and self._next:
            self._more()
        count = min(len(buffer), len(self._open))
        buffer[:count], self._open = self._open[:count], self._open[count:]
        return count

    def _more(self) -> None:
        piece, self._next = self._next, self._source.read(PIECE + TAG_BYTES)
        try:
            self._open = self._cipher.decrypt(_nonce(self._prefix, self._number, not self._next), piece, MAGIC)
        except InvalidTag:
            raise BadInput("копия повреждена или оборвана: возьмите другую") from None
        self._number += 1
