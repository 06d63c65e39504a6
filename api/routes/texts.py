"""How a caller sees residents' words: as written with the right to it, masked otherwise."""

from collections.abc import Callable

from api.auth import Caller
from api.services import Services
from core.scope import Right


def as_written(text: str) -> str:
    """The text itself."""
    return text


def reader(caller: Caller, given: Services) -> Callable[[str], str]:
    """The function through which the caller reads texts."""
    return as_written if Right.READ_UNMASKED in caller.scope.rights else given.mask
