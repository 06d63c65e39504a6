"""A file that holds a new secret: whole or not there, whatever happens to disk or power while it is made."""

import errno
import os
import secrets
import tempfile
from contextlib import suppress
from pathlib import Path

from core.errors import BadSettings

NO_LINKS = frozenset({errno.EPERM, errno.EOPNOTSUPP, errno.ENOSYS})
"""What a file system without hard links says: a flash drive."""


def make(path: Path, size: int, setting: str) -> bool:
    """Random bytes, for their owner only, where there is no file yet; says whether there was none. A file of part of a
    key would be refused ever after. Raises BadSettings that names the setting."""
    if path.exists():
        return False
    try:
        # Made beside it with the mode 0600, then given its name by a link, which takes no name that is taken.
        descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(secrets.token_bytes(size))
                file.flush()
                os.fsync(file.fileno())
            _named(name, path)
        finally:
            with suppress(FileNotFoundError):
                Path(name).unlink()
    except FileExistsError:
        return False
    except OSError as error:
        raise BadSettings(f"{setting}: файл {path} создать нельзя ({error.strerror})") from None
    return True


def _named(name: str, path: Path) -> None:
    try:
        os.link(name, path)
    except OSError as error:
        if error.errno not in NO_LINKS:
            raise
        Path(name).rename(path)
