"""A large workbook is read by a process of its own, which puts the rows aside in a file and ends: the library holds a
whole sheet (230 to 300 MB of 100,000 rows), and what it held returns to the system before others need memory."""

import pickle
import shutil
import struct
import time
from collections.abc import Iterator
from itertools import islice
from multiprocessing import get_context
from multiprocessing.process import BaseProcess
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import BinaryIO

from collectors.sheets.book import Row, batches
from core.errors import BadInput

Frame = tuple[str, list[Row]]
"""Rows of a sheet, by its name."""
LENGTH = struct.Struct("<Q")
POLLED = 0.02


def frames(file: BinaryIO) -> Iterator[Frame]:
    """The batches of all sheets in their order, as `batches` gives them. Raises BadInput.

    Where the process is killed, the rows that it did not put aside are read by this one.
    """
    with TemporaryDirectory(prefix="mcu-") as folder:
        book, put = Path(folder) / "book.xlsx", Path(folder) / "rows"
        with book.open("wb") as copy:
            shutil.copyfileobj(file, copy)
        put.touch()
        reader = get_context("spawn").Process(target=put_aside, args=(book, put), daemon=True)
        reader.start()
        done, ended = 0, False
        try:
            for found in _put(put, reader):
                if isinstance(found, BadInput):
                    raise found
                if found is None:
                    ended = True
                    break
                done += 1
                yield found
            if not ended:
                with book.open("rb") as again:
                    yield from islice(batches(again), done, None)
        finally:
            reader.terminate()
            reader.join()


def put_aside(book: Path, put: Path) -> None:
    """What the other process does: every batch, then None; what the workbook is not, as the error it is."""
    with put.open("wb") as out, book.open("rb") as file:
        try:
            for batch in batches(file):
                _write(out, batch)
            _write(out, None)
        except BadInput as error:
            _write(out, error)


def _write(out: BinaryIO, what: Frame | BadInput | None) -> None:
    body = pickle.dumps(what, protocol=pickle.HIGHEST_PROTOCOL)
    out.write(LENGTH.pack(len(body)) + body)
    out.flush()


def _put(path: Path, reader: BaseProcess) -> Iterator[Frame | BadInput | None]:
    """What was put aside, as it comes; ends with the process, a half of a batch left out."""
    with path.open("rb") as file:
        while True:
            lives = reader.is_alive()
            if (found := _whole(file)) is not None:
                yield pickle.loads(found)  # noqa: S301 - written by our own process into a folder of ours
            elif lives:
                time.sleep(POLLED)
            else:
                return


def _whole(file: BinaryIO) -> bytes | None:
    """The next piece; None, and the place kept, while it is not whole."""
    start = file.tell()
    head = file.read(LENGTH.size)
    if len(head) == LENGTH.size:
        (length,) = LENGTH.unpack(head)
        body = file.read(length)
        if len(body) == length:
            return body
    file.seek(start)
    return None
