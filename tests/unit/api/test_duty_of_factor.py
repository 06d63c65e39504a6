"""Whose role demands a second factor comes no farther than to his own sign-in until he has one."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from fastapi.testclient import TestClient

from api import create_app
from api.auth import CSRF_HEADER, OWN_DOORS
from api.services import Services
from core import factor
from core.accounts import Role, StandIn
from core.roles import demanded
from core.scope import Right
from store.ledger import Store
from tests.conftest import NOW
from tests.unit.api.conftest import PROFILE
from tests.unit.api.routes import SIGNED_IN, STRANGERS, doors
from tests.unit.api.test_access import CSRF, as_, sign
from tests.unit.api.web.reading import field

LED = {"status": 303, "location": "/me"}


@pytest.fixture
def client(given: Services) -> Iterator[TestClient]:
    strict = replace(given, factor_for=demanded("administrator, texts:unmasked"))
    with TestClient(create_app(strict), follow_redirects=False) as made:
        made.headers.update({CSRF_HEADER: CSRF, "Accept": "text/html"})
        yield made


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.MONITOR])
def test_no_door_but_the_own_sign_in_opens_before(client: TestClient, ledger: Store, role: Role) -> None:
    who, opened = as_(client, sign(ledger, "person", role)), []
    for door in doors():
        if door.name in STRANGERS or door.path in OWN_DOORS or door.path == "/api/v1/events":
            continue
        answer = who.request(door.method, door.address())
        led = answer.status_code == 303 and answer.headers["location"] == "/me"
        if not (led or (answer.status_code == 403 and "второй фактор" in answer.text)):
            opened.append((door.name, answer.status_code))
    assert opened == []
    assert who.get("/api/v1/events").status_code == 403


def test_its_doors_are_the_own_ones_only() -> None:
    assert {door.path for door in doors() if door.name in SIGNED_IN} >= OWN_DOORS


def test_who_sets_it_up_goes_on(client: TestClient, ledger: Store) -> None:
    who = as_(client, sign(ledger, "person", Role.MONITOR))
    page = who.get("/me")
    assert "Ваша роль требует второго фактора" in page.text
    assert 'href="/incidents"' not in page.text, "no menu leads where nothing opens"
    sealed = field(page, "sealed")
    services: Services = client.app.state.services  # type: ignore[attr-defined]
    code = factor.code(services.seal.open(sealed, "person"), factor.step_of(NOW))
    assert who.post("/me/factor", data={"csrf": CSRF, "sealed": sealed, "code": code}).status_code == 303
    assert who.get("/queue").status_code == 200
    assert "Ваша роль требует" not in who.get("/me").text


def test_others_and_machines_are_not_asked(client: TestClient, ledger: Store, key: Callable[..., str]) -> None:
    assert as_(client, sign(ledger, "person", Role.ANALYST)).get("/queue").status_code == 200
    client.cookies.clear()
    machine = {"Authorization": f"Bearer {key(Right.READ_FLAGS)}"}
    assert client.get("/api/v1/flags", headers=machine).status_code == 200


def test_who_stands_in_for_such_a_role_is_asked_on_these_days(client: TestClient, ledger: Store) -> None:
    sign(ledger, "absent", Role.MONITOR)
    who = as_(client, sign(ledger, "person", Role.ANALYST))
    assert who.get("/queue").status_code == 200
    with ledger.begin() as work:
        work.accounts.add_stand_in(PROFILE.code, StandIn("absent", "person", NOW.date(), NOW.date(), "user:admin"))
    answer = who.get("/queue")
    assert {"status": answer.status_code, "location": answer.headers["location"]} == LED


@pytest.mark.parametrize(("given", "named"), [("boss", "boss"), ("administrator,,texts", "texts"), ("texts,", "texts")])
def test_the_first_unknown_code_is_named(given: str, named: str) -> None:
    with pytest.raises(ValueError, match=f"^{named}$"):
        demanded(given)
