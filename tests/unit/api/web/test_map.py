"""Карта: places of incidents as GeoJSON, as a list and as a picture."""

import re
from collections.abc import Callable
from dataclasses import replace
from html import unescape

import pytest
from fastapi.testclient import TestClient

from api import create_app
from api.services import Services, Tiles
from api.web import mapping
from core import usecases
from core.accounts import Role
from core.geo import Spot
from core.ports import Batch
from core.posts import Geo, Platform, SourceKey
from core.scope import Right
from nlp.masks import mask
from store.ledger import Store
from tests.conftest import NOW
from tests.made import post
from tests.unit.api.conftest import PROFILE, Model
from tests.unit.api.web.reading import SCOPE, Seen, enter, receive


class Known:
    """A gazetteer of one street and one village."""

    def locate(self, name: str) -> Spot | None:
        return Spot(58.2, 31.4, "улица <Заречная>", 0.8) if "Заречн" in name else None

    def title(self, name: str) -> str:
        return name

    def towns(self) -> list[Spot]:
        return [Spot(58.21, 31.41, "Село'\"<b>", 1.0)]


def no_copies(stored: object, asked: object) -> dict[int, list[object]]:
    return {}


@pytest.fixture
def grouped(ledger: Store) -> Store:
    """The flagged posts have their incidents."""
    receive(ledger, "яма без адреса", "опасно провод")
    usecases.group(ledger, SCOPE, PROFILE, no_copies, mask, NOW)  # type: ignore[arg-type]
    return ledger


@pytest.fixture
def page(given: Services, grouped: Store, person: Callable[..., str]) -> TestClient:
    person(Role.MONITOR)
    client = TestClient(create_app(replace(given, places=Known())), base_url="http://testserver")
    enter(client)
    return client


def test_the_list_says_the_same_as_the_map(page: TestClient) -> None:
    shown = page.get("/map?state=all")
    source = re.search(r'data-address="([^"]+)"', shown.text)
    assert source
    told = page.get(unescape(source[1]) + "&zoom=12").json()
    assert told["type"] == "FeatureCollection"
    assert told["incidents"] == told["unplaced"] + sum(each["properties"]["incidents"] for each in told["features"])
    assert f"без адреса: {told['unplaced_share']} %" in Seen(shown.text).text
    (feature,) = told["features"]
    assert feature["geometry"] == {"type": "Point", "coordinates": [31.4, 58.2]}
    assert feature["properties"]["places"] == ["улица <Заречная>"]
    assert "улица &lt;Заречная&gt;" in shown.text
    assert "адрес вероятен" in shown.text


def test_a_place_leads_to_its_cards(page: TestClient) -> None:
    shown = page.get("/map").text
    assert re.search(r'href="/search\?what=cards&amp;incident=\d+', shown)
    assert re.search(r'href="/incidents/\d+"', shown)


def test_names_of_places_cannot_leave_their_attribute(page: TestClient) -> None:
    towns = re.search(r"data-towns='([^']*)'", page.get("/map").text)
    assert towns
    assert "<" not in towns[1]


def test_the_ends_of_the_term_may_be_changed_over_and_nonsense_is_the_usual(page: TestClient) -> None:
    assert 'name="from" min="0" max="90" value="20"' in page.get("/map?from=3&to=20").text
    assert 'name="from" min="0" max="90" value="30"' in page.get("/map?from=²&to=-5&theme=x&level=y&state=z").text
    assert "За этот срок инцидентов нет" in page.get("/map?from=90&to=80").text


def test_without_scripts_there_is_a_picture_of_the_places(page: TestClient) -> None:
    picture = re.search(r'<noscript>.*?<img src="([^"]+)"', page.get("/map").text, re.S)
    assert picture
    answer = page.get(unescape(picture[1]))
    assert answer.headers["content-type"] == "image/svg+xml"
    assert "&lt;b" in answer.text


def test_a_map_without_a_gazetteer_says_so(monitor: TestClient, grouped: Store) -> None:
    assert "Справочник мест не загружен" in monitor.get("/map").text


def test_only_the_map_may_take_pictures_from_the_server_of_tiles(
    given: Services, person: Callable[..., str], ledger: Store
) -> None:
    person(Role.MONITOR)
    tiles = Tiles("https://{s}.tiles.example/{z}/{x}/{y}.png", "© Пример")
    client = TestClient(create_app(replace(given, tiles=tiles)), base_url="http://testserver")
    enter(client)
    policies = {path: client.get(path).headers["content-security-policy"] for path in ("/map", "/queue", "/overview")}
    assert "img-src 'self' https://*.tiles.example data:" in policies["/map"]
    assert "tiles.example" not in policies["/queue"] + policies["/overview"]
    assert "© Пример" in client.get("/map").text


def test_the_map_needs_the_right_to_see_incidents(browser: TestClient, key: Callable[..., str]) -> None:
    browser.headers["Authorization"] = f"Bearer {key(Right.READ_FLAGS)}"
    assert browser.get("/api/v1/map").status_code == 403
    assert browser.get("/map").status_code == 403


def test_a_long_list_of_a_place_comes_when_the_place_is_opened(
    page: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mapping, "TOLD_AT_ONCE", 0)
    shown = page.get("/map?state=all").text
    opening = re.search(r'class="to-told" role="status"><a href="([^"]+)"', shown)
    assert opening
    assert 'class="told"' not in shown
    alone = page.get(unescape(opening[1])).text
    assert 'class="told"' in alone
    assert "/search?what=cards&amp;incident=" in alone
    assert 'id="unplaced"' not in alone
    assert "Такого места среди них нет" in page.get("/map?state=all&place=нигде").text


@pytest.mark.parametrize("at_once", range(1, 5))
def test_a_place_that_is_not_told_at_once_may_hold_an_incident_with_a_point(
    page: TestClient, ledger: Store, monkeypatch: pytest.MonkeyPatch, at_once: int
) -> None:
    far = [post(200 + n, f"опасно провод {n}", geo=Geo(58.3 + n / 10, 31.3)) for n in range(2)]
    with ledger.begin() as work:
        usecases.receive(work, SCOPE, SourceKey(Platform.VK, "wall"), Batch(tuple(far), {}), NOW)
    usecases.assess(ledger, SCOPE, Model(), NOW)
    usecases.flag(ledger, SCOPE, PROFILE, NOW)
    usecases.group(ledger, SCOPE, PROFILE, no_copies, mask, NOW)  # type: ignore[arg-type]
    monkeypatch.setattr(mapping, "TOLD_AT_ONCE", at_once)
    shown = page.get("/map?state=all")
    assert shown.status_code == 200
    assert shown.text.count('class="to-told"') + shown.text.count('class="told"') >= 2
