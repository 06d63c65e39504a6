"""MAX's events: taken with their secret only, a hint and nothing more."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api import create_app
from api.services import Services
from core import hinting, usecases
from core.posts import Platform, Source, SourceKey, SourceState, Visits
from core.scope import system
from store.ledger import Store
from tests.conftest import NOW
from tests.unit.api.conftest import PROFILE

SCOPE, CHAT, SECRET = system(PROFILE.code), SourceKey(Platform.MAX, "-77"), "secret-of-the-test"
MESSAGE = {"update_type": "message_created", "message": {"recipient": {"chat_id": -77}, "body": {"text": "Нет воды"}}}
HEADERS = {"X-Max-Bot-Api-Secret": SECRET}
HOOK = "/api/v1/hooks/max"


@pytest.fixture
def hooked(given: Services) -> Iterator[TestClient]:
    with TestClient(create_app(replace(given, max_secret=SECRET))) as client:
        yield client


@pytest.fixture
def chat(ledger: Store) -> SourceKey:
    """A chat that is read, and not due for hours."""
    with ledger.begin() as work:
        usecases.add_source(work, SCOPE, Source(CHAT), NOW)
        work.sources.save(SCOPE, replace(work.sources.get(SCOPE, CHAT), visits=Visits(NOW + timedelta(hours=5))))
    return CHAT


def found(ledger: Store, key: SourceKey = CHAT) -> Source:
    with ledger.read() as work:
        return work.sources.get(SCOPE, key)


@pytest.mark.parametrize(
    "event",
    [
        MESSAGE,
        {"update_type": "message_edited", "message": {"recipient": {"chat_id": -77}}},
        {"update_type": "message_removed", "chat_id": -77, "message_id": "mid.1"},
    ],
)
def test_an_event_makes_its_chat_due_and_stores_no_word_of_it(
    hooked: TestClient, ledger: Store, chat: SourceKey, event: dict[str, Any]
) -> None:
    assert hooked.post(HOOK, json=event, headers=HEADERS).json() == {"noted": True}
    assert found(ledger).visits.next_at == NOW
    with ledger.read() as work:
        assert list(work.posts.export(SCOPE, CHAT)) == []


@pytest.mark.parametrize("headers", [{}, {"X-Max-Bot-Api-Secret": "чужой".encode()}, {"X-Max-Bot-Api-Secret": ""}])
def test_without_the_secret_nothing_is_taken(
    hooked: TestClient, ledger: Store, chat: SourceKey, headers: dict[str, Any]
) -> None:
    assert hooked.post(HOOK, json=MESSAGE, headers=headers).status_code == 403
    assert found(ledger).visits.next_at != NOW


def test_where_no_secret_is_set_there_is_no_such_door(browser: TestClient) -> None:
    done = browser.post(HOOK, json=MESSAGE, headers={"X-Max-Bot-Api-Secret": ""})
    assert (done.status_code, "MCU_MAX_WEBHOOK_SECRET" in done.text) == (404, True)


@pytest.mark.parametrize("event", [{}, {"chat_id": "x"}, {"message": 5}, {"chat_id": 12}, {"chat_id": -(2**70)}, {"chat_id": True}])  # fmt: skip  # noqa: E501
def test_an_event_of_no_chat_is_no_hint(hooked: TestClient, event: dict[str, Any]) -> None:
    assert hooked.post(HOOK, json=event, headers=HEADERS).json() == {"noted": False}


def test_a_chat_that_admitted_the_bot_waits_for_a_person_and_strangers_do_not_fill_the_register(
    hooked: TestClient, ledger: Store
) -> None:
    for number in range(-1, -60, -1):
        hooked.post(HOOK, json={"update_type": "bot_added", "chat_id": number}, headers=HEADERS)
    with ledger.read() as work:
        waiting = [each for each in work.sources.list(SCOPE) if each.reason == hinting.ADMITTED]
    assert len(waiting) == hinting.MOST_ADMITTED
    assert (waiting[0].state, bool(waiting[0].basis)) == (SourceState.DENIED, True)
    with ledger.begin() as work:
        assert usecases.resume(work, SCOPE, waiting[0].key, NOW).state is SourceState.ACTIVE
    again = hooked.post(HOOK, json={"update_type": "bot_added", "chat_id": -1}, headers=HEADERS)
    assert again.json() == {"noted": False}
