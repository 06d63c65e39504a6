"""The help of keys tells a person of the keys that he has, and of no other."""

import re
from collections.abc import Callable

import pytest
from fastapi.testclient import TestClient

from core.accounts import Role
from tests.unit.api.web.desk import MATTER
from tests.unit.api.web.reading import enter

PAGES = ("/queue", "/cards/1", "/incidents", f"/incidents/{MATTER}", "/queue/joins")
WORK = {"/queue": "CRTXU", "/cards/1": "CRT", f"/incidents/{MATTER}": "MAXSGU", "/queue/joins": "CRU", "/incidents": ""}
READING = {"J", "K", "N", "O", "/", "Enter", "Esc", "?", "↓", "↑"}


@pytest.fixture
def start(grouped_posts: str) -> str:
    return grouped_posts


def keys(browser: TestClient, path: str) -> set[str]:
    answer = browser.get(path)
    assert answer.status_code == 200, path
    dialog = answer.text.partition('<dialog id="help"')[2].partition("</dialog>")[0]
    return set(re.findall(r"<kbd>(.*?)</kbd>", dialog))


@pytest.mark.parametrize("path", PAGES)
def test_who_only_reads_is_told_of_no_key_that_decides(
    browser: TestClient, person: Callable[..., str], path: str
) -> None:
    person(Role.CURATOR)
    enter(browser)
    told = keys(browser, path)
    assert "?" in told
    assert told <= READING


@pytest.mark.parametrize("path", PAGES)
def test_who_decides_is_told_of_every_key(monitor: TestClient, path: str) -> None:
    told = keys(monitor, path)
    assert set(WORK[path]) == told - READING
    assert "?" in told


def test_a_key_that_is_told_has_its_button_on_the_page(monitor: TestClient) -> None:
    page = monitor.get(f"/incidents/{MATTER}").text
    for key in "MASG":
        assert f'data-key="Key{key}"' in page
