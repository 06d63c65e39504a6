"""A person at the incidents: what is on the page, what is sent by its forms."""

import re
from typing import Any

from fastapi.testclient import TestClient
from httpx2 import Response

from api.services import Services
from core import usecases
from core.incidents import Incident
from nlp.fingerprints import StoredCopies
from store.ledger import Store
from tests.unit.api.conftest import PROFILE, Model
from tests.unit.api.web.reading import SCOPE, field

RISK, MATTER = 2, 1
"""Of the four posts of the test's store: the dogs, and the hole with its comment."""


def group(ledger: Store, given: Services) -> None:
    """Assess, flag and group what came in, as the jobs do."""
    now = given.clock.now()
    usecases.assess(ledger, SCOPE, Model(), now)
    usecases.flag(ledger, SCOPE, PROFILE, now)
    usecases.group(ledger, SCOPE, PROFILE, StoredCopies(), given.mask, now)


def shown(browser: TestClient, number: int, line: str = "") -> Response:
    answer = browser.get(f"/incidents/{number}{line}")
    assert answer.status_code == 200, answer.text
    return answer


def stands(ledger: Store, number: int) -> Incident:
    with ledger.read() as work:
        return work.incidents.get(SCOPE, number)


def send(browser: TestClient, ledger: Store, number: int, what: str, **form: Any) -> Response:
    """Fill in a form of the page and send it."""
    given = {"csrf": field(browser.get("/incidents"), "csrf"), "revision": stands(ledger, number).revision, **form}
    return browser.post(f"/incidents/{number}/{what}", data=given, follow_redirects=False)


def done(answer: Response, page: str) -> None:
    assert (answer.status_code, answer.headers.get("location")) == (303, page), answer.text[-3000:]


def rows(answer: Response) -> list[int]:
    return [int(number) for number in re.findall(r'id="card-(\d+)"', answer.text)]
