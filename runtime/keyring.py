"""The key of pseudonyms: made once, agreed with the database, renewed without a moment in which both disagree."""

import os
import secrets
from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path

from core.errors import BadSettings
from core.privacy import KEY_BYTES, content_of, fingerprint, keys_in, renewed
from core.scope import Scope
from runtime import secretfile
from store.ledger import Store

PRIVATE = 0o600
MARK = "key"
NEXT = ".next"


def make_key(path: Path, *, fresh: bool) -> None:
    """A new key of pseudonyms, readable by its owner only; an existing one stays.

    A lost key is not replaced silently where posts are stored: their authors' pseudonyms would not go on.
    """
    if not fresh and not path.exists():
        raise BadSettings(f"MCU_KEY_FILE: нет файла {path}, а в базе уже есть публикации; верните ключ из копии")
    secretfile.make(path, KEY_BYTES, "MCU_KEY_FILE")


def read_key(path: Path) -> bytes:
    """The key of pseudonyms. Raises BadSettings that names the setting."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise BadSettings(f"MCU_KEY_FILE: файл {path} не читается ({error.strerror})") from None


def agreed(path: Path, store: Store, scope: Scope, at: datetime) -> bytes:
    """The key that the database was kept with; a renewal that was cut short is finished or taken back.

    Raises BadSettings for another key: pseudonyms would not go on.
    """
    content, coming = read_key(path), path.with_name(path.name + NEXT)
    with store.read() as work:
        known = work.marks.get(scope, MARK)
    if not known:
        with store.begin() as work:
            work.marks.put(scope, MARK, fingerprint(content), at)
    elif known != fingerprint(content):
        if not coming.is_file() or fingerprint(coming.read_bytes()) != known:
            raise BadSettings(f"MCU_KEY_FILE: {path} — не тот ключ, с которым велась база; верните прежний из копии")
        content = coming.read_bytes()
        coming.replace(path)
    coming.unlink(missing_ok=True)
    return content


def kept_with(path: Path, store: Store, scope: Scope) -> bool:
    """Whether the rows of a profile were kept with this very key."""
    with store.read() as work:
        return work.marks.get(scope, MARK) == fingerprint(read_key(path))


def renew(path: Path, store: Store, scope: Scope, at: datetime, before_swap: Callable[[], object] = int) -> int:
    """Add a key and rename everybody under it, in one transaction; gives how many posts changed.

    `before_swap` is called between the transaction and the file's taking its place: a test dies there.
    """
    key, coming = secrets.token_bytes(KEY_BYTES), path.with_name(path.name + NEXT)
    content = content_of([*keys_in(read_key(path)), key])
    coming.unlink(missing_ok=True)
    descriptor = os.open(coming, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    with store.begin() as work:
        changed = work.erasures.rename(scope, partial(renewed, key=key))
        work.marks.put(scope, MARK, fingerprint(content), at)
        work.journal.write(scope, "personal.rotate", "", {"posts": changed}, at)
    before_swap()
    coming.replace(path)
    return changed
