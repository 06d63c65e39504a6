"""Карта: places of incidents as GeoJSON, as a list and as a picture."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from html import unescape
from urllib.parse import urlencode

import pytest
from fastapi.testclient import TestClient

from api import create_app
from api.services import Services, Tiles
from api.web import mapping
from core import usecases
from core.accounts import Role
from core.flags import FlagQuery
from core.geo import Spot
from core.incidents import Incident, Member, Nature, Status
from core.labels import Theme
from core.ports import Batch
from core.posts import Geo, Platform, SourceKey
from core.reasons import Reason
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
    assert re.search(r'href="/search\?what=cards&amp;sign=', shown)
    assert re.search(r'href="/incidents/\d+"', shown)


@pytest.fixture
def crowd(ledger: Store, page: TestClient) -> TestClient:
    """Twenty more incidents of one place, each of a card: more than are named. Some are closed, some long ago, one of
    another theme; its neighbours lie elsewhere."""
    told = [post(300 + n, f"опасно провод {n}", published=NOW) for n in range(20)]
    with ledger.begin() as work:
        usecases.receive(work, SCOPE, SourceKey(Platform.VK, "wall"), Batch(tuple(told), {}), NOW)
    usecases.assess(ledger, SCOPE, Model(), NOW)
    usecases.flag(ledger, SCOPE, PROFILE, NOW)
    with ledger.begin() as work:
        cards = work.flags.find(SCOPE, FlagQuery(statuses=(), text="провод", limit=99)).flags
        for n, card in enumerate(each for each in cards if int(each.post.key.message) >= 300):
            opened = NOW - timedelta(days=60 if n < 2 else 1)
            made = Incident(
                0, Nature.MATTER, Status.CLOSED if n < 5 else Status.REGISTERED, Theme.ROADS, opened, opened
            )
            members = (Member(card.post_id, opened, Reason("opened")),)
            theme = Theme.HOUSING if n == 19 else Theme.ROADS
            work.incidents.add(SCOPE, replace(made, place="на Заречной", theme=theme, members=members))
    return page


def found(pattern: str, text: str) -> str:
    """What the pattern's group finds first."""
    (first, *_) = re.findall(pattern, text)
    return unescape(first)


def of_popup(page: TestClient, shown: str) -> tuple[int, list[str]]:
    """The count of the one sign of the map, and the lists to which its popup leads."""
    source, sign, state = (found(rf'data-{name}="([^"]*)"', shown) for name in ("address", "sign", "state"))
    (feature,) = page.get(f"{source}&zoom=13").json()["features"]
    lon, lat = feature["geometry"]["coordinates"]
    asked = {"state": state, "sign": f"{sign},13,{lat},{lon},"}
    lists = [f"/search?{urlencode({'what': what} | asked)}" for what in ("incidents", "cards")]
    return feature["properties"]["incidents"], lists


def of_list(page: TestClient, shown: str) -> tuple[int, list[str]]:
    """The same of the list beside the map."""
    lists = [found(rf'href="(/search\?what={what}[^"]*)"', shown) for what in ("incidents", "cards")]
    return int(found(r'class="count">(\d+)<', shown)), lists


@pytest.mark.parametrize("line", ["", "?state=all", "?state=all&from=90", "?theme=roads", "?theme=roads&level=low"])
@pytest.mark.parametrize("way", [of_popup, of_list])
def test_the_lists_of_a_sign_hold_what_the_sign_counts(
    crowd: TestClient, line: str, way: Callable[[TestClient, str], tuple[int, list[str]]]
) -> None:
    counted, lists = way(crowd, crowd.get(f"/map{line}").text)
    incidents, cards = (crowd.get(each).text for each in lists)
    assert counted > mapping.NAMED
    assert tabs(incidents) == tabs(cards)
    assert tabs(cards)["incidents"] == counted
    assert tabs(cards)["cards"] >= counted
    assert "posts" not in tabs(cards)
    assert f"Показано: карточки {counted} инцидент" in cards
    assert f"Показано: {counted} инцидент" in incidents


def tabs(text: str) -> dict[str, int]:
    """How many of each kind the tabs promise."""
    found = re.findall(r'<a href="/search\?what=(\w+)[^"]*"[^>]*>[^<]*<span class="count">(\d+)</span>', text)
    return {kind: int(count) for kind, count in found}


def test_a_sign_that_counts_nothing_finds_nothing_and_one_that_cannot_be_read_is_told(crowd: TestClient) -> None:
    far = crowd.get("/search?what=cards&sign=2026-11-01,2026-11-20,open,,,13,10.0,20.0,").text
    assert tabs(far) == {"cards": 0, "incidents": 0}
    assert "На карте здесь больше ничего нет" in far
    for wrong in ("x", "2026-11-01,2026-11-20,open,,,13,nan,20.0,", "2026-11-01,2026-11-20,open,nothing,,13,1,1,"):
        assert "знак карты" in crowd.get("/search", params={"what": "cards", "sign": wrong}).text


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
    assert "/search?what=cards&amp;state=all&amp;sign=" in alone
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
