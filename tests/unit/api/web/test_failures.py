"""Trouble is told in Russian, and nothing is lost."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from fastapi.testclient import TestClient

from api import create_app
from api.auth import COOKIE
from api.services import Services
from core.accounts import Role
from core.errors import Transient
from store.ledger import Store
from tests.unit.api.web.reading import decide, enter


def test_the_queue_works_without_a_model_and_says_so(
    broken_model: Services, ledger: Store, person: Callable[..., str]
) -> None:
    person(Role.MONITOR)
    with TestClient(create_app(broken_model)) as browser:
        enter(browser)
        answer = browser.get("/queue")
        assert answer.status_code == 200
        assert "модель не работает" in answer.text
        assert "не потеряны" in answer.text
        assert decide(browser, 1, decision="confirm").status_code == 303


class Away:
    """A database that does not answer."""

    def read(self) -> Any:
        raise Transient("база данных не отвечает")

    begin = read


def test_a_dead_database_is_a_russian_page(given: Services) -> None:
    with TestClient(create_app(replace(given, ledger=Away()))) as browser:  # type: ignore[arg-type]
        browser.cookies.set(COOKIE, "x")
        for path in ("/queue", "/cards/1", "/login"):
            answer = browser.get(path)
            assert answer.status_code == 503
            assert "База данных не отвечает" in answer.text
            assert "не потеряны" in answer.text


def test_a_mistake_of_ours_is_a_russian_page_and_a_document_for_machines(given: Services) -> None:
    with TestClient(create_app(replace(given, ledger=None)), raise_server_exceptions=False) as browser:  # type: ignore[arg-type]
        browser.cookies.set(COOKIE, "x")
        answer = browser.get("/queue")
        assert (answer.status_code, "Внутренняя ошибка" in answer.text) == (500, True)
        assert "default-src 'none'" in answer.headers["content-security-policy"]
        assert browser.get("/api/v1/flags").headers["content-type"] == "application/problem+json"
