"""What can go wrong, named by its fate (DESIGN §6.10).

`str(error)` is a Russian sentence for the person at the screen; the class tells a job what to do next:
`Transient` is tried again, `Poison` is put aside with its payload, `Denied` stops the source.
"""

from collections.abc import Mapping
from datetime import timedelta


class McuError(Exception):
    """Any refusal of ours. The text says what and why, in Russian."""


class Transient(McuError):
    """Passing trouble (flood wait, 5xx, locked database): try again after `wait`."""

    def __init__(self, text: str, wait: timedelta | None = None) -> None:
        super().__init__(text)
        self.wait = wait


class Poison(McuError):
    """One payload that nothing can read. `field` names the culprit, `line` its place in a file (from 1)."""

    def __init__(
        self, reason: str, *, field: str = "", line: int | None = None, payload: Mapping[str, object] | None = None
    ) -> None:
        place = ", ".join(
            part for part in (f"строка {line}" if line else "", f"поле «{field}»" if field else "") if part
        )
        super().__init__(f"{place}: {reason}" if place else reason)
        self.reason, self.field, self.line, self.payload = reason, field, line, payload


class Denied(McuError):
    """A platform or a right says no for good: the source stops and a person is told why."""


class Gone(Denied):
    """What is read is not there any more: deleted, renamed, or banned by its platform."""


class Personal(Denied):
    """What is named is a private person's own account or page: never a source."""


class Unproven(Denied):
    """The role demands a second factor, and the person has none yet."""


class NotFound(McuError):
    """No such thing within the caller's scope."""


class Conflict(McuError):
    """The thing was changed or decided by somebody else meanwhile; nothing was changed now."""


class Outdated(Conflict):
    """The caller decided on an older revision than the one in force."""


class Unknown(McuError):
    """Nobody is signed in, or the credentials are wrong. Never says which of them."""


class TooMany(McuError):
    """Too many failed attempts: the door opens again after `wait`."""

    def __init__(self, text: str, wait: timedelta) -> None:
        super().__init__(text)
        self.wait = wait


class IllegalMove(McuError):
    """The table of moves knows no such step."""


class Incomplete(IllegalMove):
    """The table knows the step, but the request lacks what the step demands; `field` names it."""

    def __init__(self, text: str, field: str) -> None:
        super().__init__(text)
        self.field = field


class AnswerWithoutLinks(McuError):
    """A risk may be watched only when links to the publications are given (decree 000, Порядок, п. 2)."""


class BadSettings(McuError):
    """A setting is missing or wrong; the text names it."""


class BadProfile(McuError):
    """A profile file is wrong; the text names file and field. `path` leads to the field within the file, `value` is the
    wrong one of a list: they help to find the line."""

    def __init__(self, text: str, path: tuple[str | int, ...] = (), value: str = "") -> None:
        super().__init__(text)
        self.path, self.value = path, value


class BadInput(McuError):
    """A whole input (file, batch) cannot be read; nothing was stored from it."""


class StaleModel(McuError):
    """A model artefact does not fit: wrong digest, other versions, foreign format. Never only a warning."""


class NewerSchema(McuError):
    """The database was written by a newer version of the program; nothing was changed."""


class Busy(McuError):
    """Another process of the installation holds what is needed."""


CAUSES: tuple[tuple[type[Exception], str], ...] = (
    (FileNotFoundError, "такого файла или папки нет"),
    (FileExistsError, "там уже лежит файл с таким именем"),
    (IsADirectoryError, "это папка"),
    (NotADirectoryError, "папка в пути — не папка"),
    (PermissionError, "нет прав"),
    (UnicodeDecodeError, "он не в кодировке UTF-8"),
)
"""What people are told instead of the system's own English words."""


def cause(error: Exception) -> str:
    """Why a file could not be read or written, in Russian where it is known."""
    known = next((said for kind, said in CAUSES if isinstance(error, kind)), "")
    return known or getattr(error, "strerror", None) or type(error).__name__
