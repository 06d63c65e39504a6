"""Every reading of residents' words without masks stands in the journal, by ids, before the answer leaves."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api import create_app
from api.services import Services
from core.accounts import Role
from core.errors import Transient
from core.journal import Entry, JournalQuery
from core.scope import Right
from store.ledger import Store
from tests.unit.api.web.desk import group
from tests.unit.api.web.reading import PHONE, SCOPE, enter, numbers

PAGES = ["/queue", "/cards/1", "/search?q=яма&what=cards", "/search?q=яма&what=posts", "/incidents/1", "/decisions"]


def read(ledger: Store) -> tuple[Entry, ...]:
    with ledger.read() as work:
        return work.journal.find(SCOPE, JournalQuery(group="texts", limit=500)).entries


@pytest.fixture
def officer(browser: TestClient, person: Callable[..., str], ledger: Store, given: Services) -> TestClient:
    group(ledger, given)
    person(Role.MONITOR)
    assert enter(browser).status_code == 303
    browser.post("/queue/1/decision", data={})
    return browser


@pytest.mark.parametrize("page", [each for each in PAGES if each != "/decisions"])
def test_a_page_with_texts_as_written_is_noted_once_with_its_ids(officer: TestClient, ledger: Store, page: str) -> None:
    before = len(read(ledger))
    answer = officer.get(page)
    assert answer.status_code == 200
    noted = read(ledger)
    assert len(noted) == before + 1
    assert (noted[0].who, noted[0].subject) == ("user:monitor", page.partition("?")[0])
    assert int(str(noted[0].detail["texts"])) > 0
    assert PHONE not in repr(noted)
    assert "яма" not in repr(noted)


def test_the_queue_names_the_cards_that_were_shown(officer: TestClient, ledger: Store) -> None:
    shown = sorted(map(int, numbers(officer.get("/queue"))))
    assert len(shown) > 2
    assert read(ledger)[0].detail["cards"] == shown


def test_pages_without_texts_and_readers_of_masked_texts_are_not_noted(
    browser: TestClient, person: Callable[..., str], ledger: Store
) -> None:
    person(Role.ANALYST)
    enter(browser)
    for page in ("/queue", "/cards/1", "/sources", "/overview"):
        answer = browser.get(page)
        assert answer.status_code == 200
        assert PHONE not in answer.text
    assert read(ledger) == ()


def test_of_a_post_read_by_its_platform_id_a_digest_is_noted(
    browser: TestClient, key: Callable[..., str], ledger: Store, given: Services
) -> None:
    browser.headers["Authorization"] = f"Bearer {key(Right.READ_POSTS, Right.READ_UNMASKED)}"
    answer = browser.get("/api/v1/posts/vk/wall/1")
    assert PHONE in answer.text
    (noted,) = read(ledger)
    assert noted.subject == "/api/v1/posts/" + ledger.keyed("vk/wall/1")
    assert "wall" not in repr(noted)


class Full:
    """A store whose disk is full: it reads, and writes nothing."""

    def __init__(self, store: Store) -> None:
        self._store, self.keyed = store, store.keyed

    def read(self) -> Any:
        return self._store.read()

    @contextmanager
    def begin(self) -> Iterator[Any]:
        raise Transient("база данных не отвечает")
        yield


def test_a_reading_that_cannot_be_noted_is_not_given(officer: TestClient, given: Services) -> None:
    full = TestClient(create_app(replace(given, ledger=Full(given.ledger))), base_url="http://testserver")  # type: ignore[arg-type]
    full.cookies.update(officer.cookies)
    answer = full.get("/queue")
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")
    assert "журнал" in answer.json()["detail"]
    assert "яма" not in answer.text


def test_the_page_shows_the_journal_by_filters_to_who_may_see_it(
    browser: TestClient, person: Callable[..., str], officer: TestClient, ledger: Store
) -> None:
    assert officer.get("/journal").status_code == 403
    officer.get("/cards/1")
    browser.cookies.clear()
    person(Role.ADMINISTRATOR, login="admin")
    enter(browser, "admin")
    whole = browser.get("/journal")
    assert "Прочитано без масок" in whole.text
    assert "monitor" in whole.text
    assert "печать" in whole.text
    assert "Прочитано без масок" not in browser.get("/journal?group=session").text
    assert "Таких записей нет" in browser.get("/journal?officer=nobody").text
    assert "Таких записей нет" in browser.get("/journal?until=2020-01-01").text
    assert "Прочитано без масок" in browser.get("/journal?about=/cards/1&since=завтра").text
