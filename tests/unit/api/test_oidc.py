"""Sign-in through an identity provider: a real one on loopback, honest and not."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from fastapi.testclient import TestClient
from httpx2 import Response

from api import create_app
from api.auth import COOKIE
from api.oidc import OpenId
from api.services import Services
from core.accounts import Role
from core.errors import Transient
from tests.conftest import NOW
from tests.peers.oidc import CLIENT, SECRET, IdentityProvider


@pytest.fixture
def provider() -> Iterator[IdentityProvider]:
    with IdentityProvider(lambda: int(NOW.timestamp())) as made:
        yield made


@pytest.fixture
def door(given: Services, provider: IdentityProvider) -> Iterator[TestClient]:
    known = replace(given, provider=OpenId(provider.issuer, CLIENT, SECRET, "Войти через регион"))
    with TestClient(create_app(known), base_url="http://testserver", follow_redirects=False) as client:
        yield client


def away(door: TestClient, onward: str = "/queue") -> str:
    """To the provider, where the person signs in; gives the address that leads back."""
    there = door.get(f"/login/provider?next={onward}")
    assert there.status_code == 303, there.text
    found = requests.get(there.headers["location"], allow_redirects=False, timeout=5)
    assert found.status_code == 302
    return str(found.headers["Location"])


def back(door: TestClient, address: str) -> Response:
    parts = urlsplit(address)
    return door.get(f"{parts.path}?{parts.query}", headers={"Accept": "text/html"})


def test_who_is_entered_under_the_providers_word_comes_in(
    door: TestClient, provider: IdentityProvider, person: Callable[..., str]
) -> None:
    person(Role.MONITOR, external=provider.subject)
    assert "Войти через регион" in door.get("/login").text
    answer = back(door, away(door, "/overview"))
    assert (answer.status_code, answer.headers["location"]) == (303, "/overview")
    assert door.get("/queue").status_code == 200


def test_the_request_has_state_nonce_and_pkce(door: TestClient) -> None:
    asked = [parse_qs(urlsplit(door.get("/login/provider").headers["location"]).query) for _ in range(2)]
    for each in asked:
        assert each["response_type"] == ["code"]
        assert each["scope"] == ["openid"]
        assert each["code_challenge_method"] == ["S256"]
    for name in ("state", "nonce", "code_challenge"):
        assert asked[0][name] != asked[1][name]


@pytest.mark.parametrize("fields", [{}, {"external": "another"}, {"external": "esia-1000", "active": False}])
def test_whom_nobody_entered_stays_out(door: TestClient, person: Callable[..., str], fields: dict[str, Any]) -> None:
    person(Role.MONITOR, **fields)
    answer = back(door, away(door))
    assert answer.status_code == 403
    assert "её заводит администратор" in answer.text
    assert COOKIE not in door.cookies


@pytest.mark.parametrize(
    "spoilt",
    [
        *(
            {"nonce": "another"},
            {"nonce": None},
            {"aud": "another"},
            {"aud": [CLIENT, "x"]},
            {"iss": "https://evil.example"},
        ),
        *(
            {"exp": int(NOW.timestamp()) - 3600},
            {"exp": None},
            {"sub": None},
            {"sub": ""},
            {"sub": ["a"]},
            {"azp": "x"},
        ),
        {"iat": int(NOW.timestamp()) + 3600},
    ],
)
def test_a_word_that_is_not_for_this_sign_in_is_refused(
    door: TestClient, provider: IdentityProvider, person: Callable[..., str], spoilt: dict[str, Any]
) -> None:
    person(Role.MONITOR, external=provider.subject)
    provider.spoil = spoilt
    answer = back(door, away(door))
    assert answer.status_code == 403, spoilt
    assert COOKIE not in door.cookies


@pytest.mark.parametrize("how", ["none", "hmac", "foreign"])
def test_a_word_without_the_providers_signature_is_refused(
    door: TestClient, provider: IdentityProvider, person: Callable[..., str], how: str
) -> None:
    person(Role.MONITOR, external=provider.subject)
    provider.alone = how
    assert back(door, away(door)).status_code == 403
    assert COOKIE not in door.cookies


def test_an_answer_is_used_once_and_by_the_browser_that_asked(
    door: TestClient, given: Services, provider: IdentityProvider, person: Callable[..., str]
) -> None:
    """Login CSRF: an attacker's answer put into another browser opens nothing there."""
    person(Role.MONITOR, external=provider.subject)
    address = away(door)
    half = door.cookies["mcu_half"]
    door.cookies.clear()
    assert back(door, address).status_code == 403
    door.cookies.set("mcu_half", half)
    assert back(door, address).status_code == 303
    door.cookies.clear()
    door.cookies.set("mcu_half", half)
    assert back(door, address).status_code == 403


def test_a_provider_that_is_away_is_said(given: Services) -> None:
    known = replace(given, provider=OpenId("http://127.0.0.1:9", CLIENT, SECRET, "Войти"))
    with TestClient(create_app(known), base_url="http://testserver", follow_redirects=False) as client:
        answer = client.get("/login/provider", headers={"Accept": "text/html"})
        assert answer.status_code == 503
        assert "не отвечает" in answer.text


def test_a_provider_that_calls_itself_otherwise_is_not_believed(provider: IdentityProvider) -> None:
    other = OpenId(provider.issuer.replace("127.0.0.1", "localhost"), CLIENT, SECRET, "x")
    with pytest.raises(Exception, match="MCU_OIDC_ISSUER"):
        other.start("s", "http://testserver/back")


def test_where_none_is_set_there_is_no_such_door(browser: TestClient) -> None:
    for path in ("/login/provider", "/login/provider/back?state=a&code=b"):
        assert browser.get(path).status_code == 404
    assert "/login/provider" not in browser.get("/login").text


def test_only_our_own_pages_are_gone_on_to_after_it(
    door: TestClient, provider: IdentityProvider, person: Callable[..., str]
) -> None:
    person(Role.MONITOR, external=provider.subject)
    assert back(door, away(door, "https://evil.example/")).headers["location"] == "/queue"
    assert Transient is not None
