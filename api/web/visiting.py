"""Who looks at a page: like `needs` of the API, and remembered for the error page's header."""

from collections.abc import Callable

from fastapi import Request

from api.auth import Caller, CallerDep, check_csrf
from api.entering import Visitor
from core.scope import Right


def may(right: Right) -> Callable[[Request, Caller], Caller]:
    """A dependency: the visitor, who holds the right."""

    def demanded(request: Request, caller: CallerDep) -> Caller:
        request.state.caller = caller
        return caller.using(right)

    demanded.right = right  # type: ignore[attr-defined]
    return demanded


def own_form(caller: Caller, token: str) -> None:
    """Raise Denied unless the form is one that we gave to this session."""
    check_csrf(caller, token if token.isascii() else "")


BROWSERS = ("YaBrowser", "Edg", "OPR", "Firefox", "Chromium", "Chrome", "Safari")
BROWSER_TITLES = {"YaBrowser": "Яндекс Браузер", "Edg": "Edge", "OPR": "Opera"}
SYSTEMS = ("Android", "iPhone", "iPad", "Windows", "Macintosh", "Linux")


def visitor_of(request: Request) -> Visitor:
    """Who knocks. Of what the browser says of itself two words are kept, for the list of sessions."""
    said = request.headers.get("User-Agent", "")
    browser = next((each for each in BROWSERS if each in said), "")
    found = (BROWSER_TITLES.get(browser, browser), next((each for each in SYSTEMS if each in said), ""))
    return Visitor(request.client.host if request.client else "", ", ".join(filter(None, found)))
