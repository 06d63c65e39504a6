"""Поиск: over cards, incidents and posts, by the dictionary forms of words."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from html import unescape

import pytest
from fastapi.testclient import TestClient

from api import create_app
from api.services import Services
from core import usecases
from core.accounts import Role
from core.labels import Assessment
from core.ports import Batch, Nowhere
from core.posts import Platform, SourceKey
from nlp.gazetteer.nominative import nominative
from nlp.lemmas import index_line
from nlp.masks import mask
from nlp.places import places
from store.engine import open_engine
from store.ledger import Store
from tests.conftest import NOW
from tests.made import post
from tests.shelf import Shelf
from tests.unit.api.conftest import PROFILE, Model
from tests.unit.api.web.reading import HOSTILE, SCOPE, Seen, enter

TEXTS = ("на Заречной много ям", "яма у школы", "опасно: провод на Лесной", "спасибо за дорогу")


def no_copies(stored: object, asked: object) -> dict[int, list[object]]:
    return {}


@pytest.fixture
def ledger(shelf: Shelf) -> Iterator[Store]:
    """A store whose index speaks Russian; the flagged posts have their incidents."""
    url = shelf.fresh()
    store = Store(open_engine(url, PROFILE.code), index_line)
    found = tuple(post(n, text, url=f"https://vk.com/wall_{n}") for n, text in enumerate(TEXTS, 1))
    with store.begin() as work:
        usecases.receive(work, SCOPE, SourceKey(Platform.VK, "wall"), Batch(found, {}), NOW)
    usecases.assess(store, SCOPE, Model(), NOW)
    usecases.flag(store, SCOPE, PROFILE, NOW)
    usecases.group(store, SCOPE, PROFILE, no_copies, mask, NOW)  # type: ignore[arg-type]
    yield store
    store.close()
    shelf.drop(url)


def texts(answer: object) -> list[str]:
    """The texts of the lines that were found."""
    found = re.findall(r'<p class="text" dir="auto">(.*?)</p>', answer.text, re.S)  # type: ignore[attr-defined]
    return [unescape(re.sub(r"<[^>]+>", "", each)) for each in found]


def totals(answer: object) -> dict[str, int]:
    """How many of each kind the tabs promise."""
    pattern = r'<a href="/search\?what=(\w+)[^"]*"[^>]*>[^<]*<span class="count">(\d+)</span>'
    return {kind: int(count) for kind, count in re.findall(pattern, answer.text)}  # type: ignore[attr-defined]


@pytest.mark.parametrize("what", ["cards", "incidents", "posts"])
def test_a_word_is_found_in_any_form_and_marked_as_it_stands(monitor: TestClient, what: str) -> None:
    answer = monitor.get(f"/search?what={what}&q=ямы")
    assert sorted(texts(answer)) == sorted(TEXTS[:2])
    assert ">ям</mark>" in answer.text
    assert ">яма</mark>" in answer.text
    assert totals(answer) == {"cards": 2, "incidents": 2, "posts": 2}


def test_what_was_not_flagged_is_found_among_posts_only(monitor: TestClient) -> None:
    answer = monitor.get("/search?what=posts&q=дорога")
    assert texts(answer) == ["спасибо за дорогу"]
    assert totals(answer)["cards"] == 0
    assert 'href="https://vk.com/wall_4" target="_blank" rel="noopener noreferrer"' in answer.text


@pytest.mark.parametrize("what", ["cards", "incidents", "posts"])
def test_a_facet_says_how_many_it_leaves(monitor: TestClient, what: str) -> None:
    answer = monitor.get(f"/search?what={what}&since=2026-11-01&state=all")
    facets = re.findall(r'<a href="([^"]+)"><bdi>([^<]+)</bdi><span class="count">(\d+)</span>', answer.text)
    assert {"ЖКХ", "Безопасность и правопорядок"} <= {title for _, title, _ in facets}
    for address, title, count in facets:
        assert len(texts(monitor.get(unescape(address)))) == int(count), title


class Placing(Model):
    """Finds the places too, as the shipped model does."""

    def _one(self, text: str) -> Assessment:
        return replace(super()._one(text), places=places(text))


class Named(Nowhere):
    """Names of places in the nominative."""

    def title(self, name: str) -> str:
        return nominative(name)


@pytest.mark.parametrize("what", ["cards", "incidents", "posts"])
def test_places_have_their_proper_names_and_a_street_counts_its_houses(
    monitor: TestClient, given: Services, ledger: Store, what: str
) -> None:
    said = ("у школы №1 яма", "на Советской 17 яма", "Советской 17 яма опять", "Советская, 22: яма", "яма Советской 5")
    found = tuple(post(50 + n, text) for n, text in enumerate(said))
    with ledger.begin() as work:
        usecases.receive(work, SCOPE, SourceKey(Platform.VK, "wall"), Batch(found, {}), NOW)
    usecases.assess(ledger, SCOPE, Placing(), NOW)
    usecases.flag(ledger, SCOPE, PROFILE, NOW)
    usecases.group(ledger, SCOPE, PROFILE, no_copies, mask, NOW)  # type: ignore[arg-type]
    client = TestClient(create_app(replace(given, places=Named())), base_url="http://testserver")
    enter(client)
    shown = client.get(f"/search?what={what}&q=яма")
    facets = re.findall(r'<a href="([^"]+)"><bdi>([^<]+)</bdi><span class="count">(\d+)</span>', shown.text)
    names = [title for _, title, _ in facets]
    assert {"школа № 1", "Советская 17"} <= set(names)
    assert not {"школы №1", "школа 1", "советский 17"} & set(names)
    for address, title, count in facets:
        answer = client.get(unescape(address))
        assert len(texts(answer)) == int(count), title
        if title in {"школа № 1", "Советская 17"}:
            assert f'<bdi>{title}</bdi><span class="off">' in answer.text


def test_no_facet_field_or_order_is_by_author(monitor: TestClient) -> None:
    answer = monitor.get("/search?what=posts&q=яма&author=abc")
    assert texts(answer) == texts(monitor.get("/search?what=posts&q=яма"))
    assert "автор" not in Seen(answer.text).text.lower()
    known = {"what", "q", "since", "until", "state", "theme", "place", "csrf"}
    fields = [each for each in Seen(answer.text).attributes if each[0] in {"input", "select"} and each[1] == "name"]
    assert {name for _, _, name in fields} <= known


@pytest.mark.parametrize("what", ["cards", "posts"])
def test_pages_follow_one_another_without_a_gap_or_a_double(monitor: TestClient, ledger: Store, what: str) -> None:
    many = tuple(post(100 + n, f"яма номер {n}") for n in range(75))
    with ledger.begin() as work:
        usecases.receive(work, SCOPE, SourceKey(Platform.VK, "wall"), Batch(many, {}), NOW)
    usecases.assess(ledger, SCOPE, Model(), NOW)
    usecases.flag(ledger, SCOPE, PROFILE, NOW)
    address, seen = f"/search?what={what}&q=номер", []
    while address:
        answer = monitor.get(address)
        seen += texts(answer)
        following = re.search(r'href="([^"]+)" rel="next"', answer.text)
        address = unescape(following[1]) if following else ""
    assert sorted(seen) == sorted(each.text for each in many)
    assert monitor.get("/search?q=яма&cursor=%D1%8F").status_code == 422


def test_cards_of_an_incident_are_found_by_its_number(monitor: TestClient) -> None:
    first = re.search(r'href="/incidents/(\d+)"', monitor.get("/search?what=incidents&q=провод").text)
    assert first
    assert texts(monitor.get(f"/search?what=cards&incident={first[1]}")) == [TEXTS[2]]


def test_nothing_asked_and_nothing_found_are_said_in_words(monitor: TestClient) -> None:
    assert "Слова ищутся в любой форме" in monitor.get("/search").text
    assert "Ничего не найдено" in monitor.get("/search?q=дирижабль").text
    assert "Ничего не найдено" in monitor.get("/search?q=%22%27)(*:").text


def test_nonsense_in_the_address_is_left_out(monitor: TestClient) -> None:
    answer = monitor.get("/search?q=яма&what=x&theme=y&state=z&nature=n&level=l&incident=²&since=вчера")
    assert len(texts(answer)) == 2


def test_a_person_of_one_block_finds_no_posts_of_others(browser: TestClient, person: Callable[..., str]) -> None:
    person(Role.BLOCK_HEAD, blocks=frozenset({"nowhere"}))
    enter(browser)
    answer = browser.get("/search?what=posts&q=яма")
    assert texts(answer) == []
    assert totals(answer) == {"cards": 0, "incidents": 0, "posts": 0}


def test_hostile_texts_are_data_here_too(monitor: TestClient, ledger: Store) -> None:
    bad = tuple(post(200 + n, f"яма {text}") for n, text in enumerate(HOSTILE))
    with ledger.begin() as work:
        usecases.receive(work, SCOPE, SourceKey(Platform.VK, "wall"), Batch(bad, {}), NOW)
    answer = monitor.get("/search?what=posts&q=яма")
    assert "<script>alert(1)" not in answer.text
    assert "{{ 7 * 7 }}" in answer.text
    assert len(answer.text) < 60_000
