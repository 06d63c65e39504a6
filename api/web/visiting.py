"""Who looks at a page: like `needs` of the API, and remembered for the error page's header."""

from collections.abc import Callable

from fastapi import Request

from api.auth import Caller, CallerDep, check_csrf
from core.scope import Right


def may(right: Right) -> Callable[[Request, Caller], Caller]:
    """A dependency: the visitor, who holds the right."""

    def demanded(request: Request, caller: CallerDep) -> Caller:
        request.state.caller = caller
        caller.scope.demand(right)
        return caller

    demanded.right = right  # type: ignore[attr-defined]
    return demanded


def own_form(caller: Caller, token: str) -> None:
    """Raise Denied unless the form is one that we gave to this session."""
    check_csrf(caller, token if token.isascii() else "")
