"""Parameters of an address that nobody reads. A misspelt filter must not look like a filter that found everything:
the API refuses it, a page says so (`parts/strangers.html`)."""

from collections.abc import Iterator, Sequence
from typing import Any

from fastapi import Depends, Request
from fastapi.dependencies.models import Dependant

from core.errors import BadInput

MOST, LONGEST = 5, 40


def reads(*names: str) -> Any:
    """A dependency that does nothing and says what its route reads from the address by itself."""

    def marked() -> None:
        return None

    marked.reads = frozenset(names)  # type: ignore[attr-defined]
    return Depends(marked)


def exact(request: Request) -> None:
    """A dependency of files that are taken out: what was not understood is not left out of a file. Raises BadInput."""
    if found := strangers(request):
        raise BadInput(refusal(found))


def strangers(request: Request) -> tuple[str, ...]:
    """Names of parameters that the route of a request does not read, as they were written."""
    asked = dict.fromkeys(request.query_params)
    if not asked:
        return ()
    known = set(_known(request.scope["route"].dependant))
    return tuple(name[:LONGEST] for name in asked if name not in known)[:MOST]


def _known(dependant: Dependant) -> Iterator[str]:
    for each in dependant.query_params:
        fields: dict[str, Any] = getattr(each.field_info.annotation, "model_fields", {})
        yield from fields or (each.alias,)
    yield from getattr(dependant.call, "reads", ())
    for inner in dependant.dependencies:
        yield from _known(inner)


def refusal(names: Sequence[str]) -> str:
    """What is said of them."""
    word = "параметр не понят" if len(names) == 1 else "параметры не поняты"
    return f"{word}: {', '.join(f'«{name}»' for name in names)}"
