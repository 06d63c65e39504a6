"""A Telegram session's text in a file for its owner only: whoever reads it reads all that the account may read."""

import os
import stat
import tempfile
from pathlib import Path

from core.errors import BadSettings

OTHERS = stat.S_IRWXG | stat.S_IRWXO
PRIVATE = 0o600


def read(path: Path) -> str:
    """The session in a file. Raises BadSettings where it cannot be read, or can be by others."""
    try:
        with path.open(encoding="ascii") as file:
            mode = stat.S_IMODE(os.fstat(file.fileno()).st_mode)
            if mode & OTHERS:
                raise BadSettings(
                    f"MCU_TELEGRAM_SESSION_FILE: файл {path} открыт не только владельцу ({mode:04o}); "
                    f"закройте его: chmod 600 {path}"
                )
            return file.read().strip()
    except (OSError, UnicodeDecodeError) as error:
        why = getattr(error, "strerror", None) or "это не строка сессии"
        raise BadSettings(f"MCU_TELEGRAM_SESSION_FILE: файл {path} не читается ({why})") from None


def write(path: Path, session: str) -> None:
    """Put a session into a file that nobody else may read at any moment; an old one is replaced at once."""
    try:
        # mkstemp makes it with mode 0600, whatever the umask is.
        descriptor, made = tempfile.mkstemp(prefix=".session-", dir=path.parent)
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(session + "\n")
        Path(made).replace(path)
    except OSError as error:
        raise BadSettings(f"MCU_TELEGRAM_SESSION_FILE: файл {path} создать нельзя ({error.strerror})") from None
