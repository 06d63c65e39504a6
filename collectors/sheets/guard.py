"""What an xlsx may hold, looked at before a parser sees it.

The parser unpacks whatever comes, so every part is unpacked here once, piece by piece: the unpacker stops at the size
that the archive tells, and a part that holds more fails its checksum. Of XML no declarations are allowed: a table has
no need of entities, and they are how a small file becomes a large one.
"""

import zipfile
import zlib
from typing import BinaryIO

from core.errors import BadInput

MAGIC = b"PK\x03\x04"
LARGEST, MOST_PARTS, MOST_RATIO = 512 * 2**20, 2000, 300
"""Bytes of an unpacked table, parts of its archive, bytes that one packed byte may become."""
PIECE = 2**18
BOOK = "xl/workbook.xml"
OLD, LOOKED_AT = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 2**20
"""How files of older office programs begin, and tables closed by a password; so many bytes of a file are looked at."""
SAVE = "откройте файл в табличном редакторе и сохраните как книгу xlsx"
SEALED = "таблица закрыта паролем; снимите пароль в табличном редакторе и сохраните её снова"
_DECLARED = tuple(
    word.encode(code) for word in ("<!DOCTYPE", "<!ENTITY", "<!doctype", "<!entity") for code in ("ascii", "utf-16-le")
)
_OVERLAP = max(map(len, _DECLARED))
_SPOILT = (zipfile.BadZipFile, NotImplementedError, ValueError, EOFError, OSError, RuntimeError, zlib.error)


def check(file: BinaryIO) -> None:
    """Raise BadInput for what is no archive, too large, packed beyond belief, spoilt, or declares XML entities."""
    file.seek(0)
    try:
        archive = zipfile.ZipFile(file)
    except _SPOILT as error:
        raise BadInput(f"это не таблица xlsx: {_instead(file)}") from error
    with archive:
        _sizes(archive.infolist())
        if BOOK not in archive.namelist():
            raise BadInput("это не таблица xlsx: листов в файле нет")
        try:
            for part in archive.infolist():
                _whole(archive, part)
        except _SPOILT as error:
            raise BadInput("таблица xlsx испорчена и не читается") from error
    file.seek(0)


def _instead(file: BinaryIO) -> str:
    """What a file that is no archive seems to be, and what to do about it."""
    file.seek(0)
    held = file.read(LOOKED_AT)
    if not held:
        return "файл пуст"
    if held.startswith(OLD):
        return SEALED if "EncryptedPackage".encode("utf-16-le") in held else f"это таблица старого вида (xls); {SAVE}"
    if held.startswith(MAGIC):
        return "архив не читается, файл повреждён или получен не целиком"
    return f"это похоже на CSV; {SAVE}" if _is_lines(held) else "архив не читается"


def _is_lines(held: bytes) -> bool:
    """Whether it is a text of cells: separators in its first line, no NUL."""
    first = held.partition(b"\n")[0]
    return b"\0" not in held and any(sign in first for sign in (b";", b",", b"\t"))


def _sizes(parts: list[zipfile.ZipInfo]) -> None:
    """The sizes that the archive tells."""
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST:
        raise BadInput(f"таблица xlsx слишком велика: после распаковки больше {LARGEST // 2**20} МБ")
    if any(part.file_size > 2**20 and part.file_size > MOST_RATIO * max(part.compress_size, 1) for part in parts):
        raise BadInput("таблица xlsx сжата неправдоподобно сильно и не распаковывается")


def _whole(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    """Unpack a part to its end and throw it away; raises what the unpacker raises where it does not hold its word."""
    tail = b""
    with archive.open(part) as packed:
        while piece := packed.read(PIECE):
            if part.filename.endswith((".xml", ".rels")) and any(word in tail + piece for word in _DECLARED):
                raise BadInput("таблица xlsx содержит объявления XML (DOCTYPE, ENTITY) и не читается")
            tail = piece[-_OVERLAP:]
