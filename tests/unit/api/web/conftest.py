"""People who are signed in, and all the pages."""

from collections.abc import Callable

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response

from api.services import Services
from core.accounts import Role
from core.flags import FlagQuery
from core.incidents import IncidentQuery
from store.ledger import Store
from tests.unit.api.web.desk import group
from tests.unit.api.web.reading import HOSTILE, SCOPE, enter, receive


@pytest.fixture
def monitor(browser: TestClient, person: Callable[..., str]) -> TestClient:
    """A monitor who is signed in."""
    person(Role.MONITOR)
    assert enter(browser).status_code == 303
    return browser


@pytest.fixture
def analyst(browser: TestClient, person: Callable[..., str]) -> TestClient:
    person(Role.ANALYST)
    assert enter(browser).status_code == 303
    return browser


@pytest.fixture
def pages(monitor: TestClient, ledger: Store, given: Services) -> dict[str, Response]:
    """All pages, with hostile texts in the queue."""
    receive(ledger, *[f"яма {text}" for text in HOSTILE])
    group(ledger, given)
    paths = ["/queue", "/queue?status=all&level=x", "/api/docs", "/nowhere", "/overview", "/map", "/sources"]
    paths += ["/search", "/search?q=яма", "/search?what=posts&q=яма", "/search?what=incidents&q=яма"]
    paths += ["/incidents", "/incidents?nature=x", "/queue/joins", "/decisions", "/intake"]
    paths += ["/incidents?term=overdue", "/alerts", "/alerts?state=trouble&kind=x", "/campaigns", "/profile?trial=yes"]
    with ledger.read() as work:
        paths += [f"/incidents/{each.id}" for each in work.incidents.find(SCOPE, IncidentQuery()).incidents]
    found = {path: monitor.get(path, headers={"Accept": "text/html"}) for path in paths}
    with ledger.read() as work:
        ids = [flag.id for flag in work.flags.find(SCOPE, FlagQuery(limit=200)).flags]
    found |= {f"/cards/{number}": monitor.get(f"/cards/{number}") for number in ids}
    found["/queue/fresh"] = monitor.get("/queue/fresh?known=1")
    found["/queue/fresh/cards"] = monitor.get("/queue/fresh/cards?known=0")
    monitor.cookies.clear()
    return found | {"/login": monitor.get("/login")}
