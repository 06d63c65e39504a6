"""Trouble is told in Russian, and nothing is lost."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
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


HTML = {"Accept": "text/html"}


def test_an_address_with_a_nul_is_a_russian_page_for_a_browser_and_a_document_for_machines(
    monitor: TestClient,
) -> None:
    answer = monitor.get("/queue?text=a%00b", headers=HTML)
    assert answer.status_code == 400
    assert answer.headers["content-type"].startswith("text/html")
    assert "Параметр «text»" in answer.text
    assert "нулевой байт" in answer.text
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert monitor.get("/api/v1/flags?text=%00", headers=HTML).headers["content-type"] == "application/problem+json"
    assert monitor.get("/queue?%00=1", headers=HTML).status_code == 400


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("/overview?days=abc", "Параметр «days»: нужно целое число"),
        ("/queue?cursor=zzz", "Параметр «cursor»: такого места в списке нет"),
        ("/search?q=%D1%8F%D0%BC%D0%B0&cursor=zzz", "Параметр «cursor»: такого места в списке нет"),
    ],
)
def test_a_parameter_that_cannot_be_read_is_named_on_the_page(monitor: TestClient, address: str, said: str) -> None:
    answer = monitor.get(address, headers=HTML)
    assert answer.status_code == 422
    assert said in answer.text
    assert "Форма заполнена неверно" not in answer.text
    assert "Адрес страницы не понят" in answer.text


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("/overview?days=999999", "Фильтр «за сколько дней»: значения «999999» нет"),
        ("/pages?month=2026-99", "Фильтр «месяц»: «2026-99» — не месяц"),
        ("/pages?month=2099-01", "Фильтр «месяц»: «2099-01» — не месяц или ещё не начался"),
        ("/reports/causes?theme=zzz", "Фильтр «тема»: значения «zzz» нет"),
        ("/search?what=zz", "Фильтр «где искать»: значения «zz» нет"),
        ("/map?theme=zzz", "Фильтр «тема»: значения «zzz» нет"),
        ("/queue?since=2026-11-19&until=2026-11-01", "2026-11-01 раньше дня «с даты»"),
        ("/search?q=x&since=2026-11-19&until=2026-11-01", "2026-11-01 раньше дня «с даты»"),
    ],
)
def test_a_value_that_a_filter_does_not_have_is_said_on_every_page(
    person: Callable[..., str], browser: TestClient, address: str, said: str
) -> None:
    person(*Role)
    enter(browser)
    answer = browser.get(address, headers=HTML)
    assert answer.status_code == 200
    assert said in answer.text
    assert "он не учтён" in answer.text
