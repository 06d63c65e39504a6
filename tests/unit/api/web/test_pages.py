"""What holds for every page."""

import re
from collections.abc import Callable

from fastapi.testclient import TestClient
from httpx2 import Response

from core import usecases
from core.accounts import Role
from core.flags import FlagQuery
from core.ports import Batch
from core.posts import Platform, SourceKey
from store.ledger import Store
from tests.conftest import NOW
from tests.made import post
from tests.unit.api.conftest import Clock
from tests.unit.api.web.reading import SCOPE, Seen, enter, field


def test_no_page_has_inline_scripts_styles_or_handlers(pages: dict[str, Response]) -> None:
    for path, answer in pages.items():
        seen = Seen(answer.text)
        assert seen.inline_scripts == 0, path
        bad = [each for each in seen.attributes if each[1] == "style" or each[1].startswith(("on", "hx-on"))]
        assert bad == [], path
        assert not re.search(r"<style|javascript:", answer.text), path
        assert answer.headers["cache-control"] == "no-store", path


def test_hostile_texts_are_shown_as_data(pages: dict[str, Response]) -> None:
    whole = pages["/queue"].text
    assert "&lt;script&gt;alert(1)" in re.sub(r"</?mark[^>]*>", "", whole)
    assert "{{ 7 * 7 }}" in whole
    assert 'dir="auto"' in whole
    assert whole.count("<article") == whole.count("</article>")
    assert len(whole) < 300_000


OURS = re.compile(
    r"\b(?:monitor|wall|test-1|vk|[CXTJKONRUMASG]|Enter|Esc|script|alert|onmouseover|p|article|x)\b|\[телефон\]",
    re.IGNORECASE,
)
"""Words that are data of the test, names of keys, or what the hostile texts hold."""


def test_every_visible_word_is_russian(pages: dict[str, Response]) -> None:
    for path, answer in pages.items():
        left = OURS.sub(" ", Seen(answer.text).text)
        assert re.findall(r"[A-Za-z]{2,}", left) == [], path


def test_assets_are_kept_for_a_year_under_an_address_that_changes(browser: TestClient) -> None:
    found = set(re.findall(r'(?:href|src)="(/assets/[^"]+)"', browser.get("/login").text))
    assert found
    for address in found:
        answer = browser.get(address)
        assert answer.status_code == 200
        assert "immutable" in answer.headers["cache-control"]
    assert browser.get("/assets/base.css").headers["cache-control"] == "no-cache"
    assert browser.get("/assets/../pages.py").status_code == 404


def test_the_description_for_programs_is_for_the_signed_in(browser: TestClient, person: Callable[..., str]) -> None:
    assert browser.get("/api/docs", follow_redirects=False).headers["location"] == "/login?next=%2Fapi%2Fdocs"
    person(Role.ADMINISTRATOR)
    enter(browser)
    answer = browser.get("/api/docs")
    assert answer.status_code == 200
    assert f'content="{field(answer, "csrf")}"' in answer.text


def test_a_card_shows_versions_thread_and_what_is_known_of_the_decision(
    monitor: TestClient, ledger: Store, clock: Clock
) -> None:
    with ledger.begin() as work:
        edited = post(2, "опасно собаки у садика", edited=NOW)
        usecases.receive(work, SCOPE, SourceKey(Platform.VK, "wall"), Batch((edited,), {}), NOW)
    with ledger.read() as work:
        number = next(f.id for f in work.flags.find(SCOPE, FlagQuery()).flags if f.post.key.message == "2")
    answer = monitor.get(f"/cards/{number}")
    assert "<del>школы</del><ins>садика</ins>" in answer.text
    assert "Карточка заведена" in answer.text
    assert "Решения пока нет" in answer.text
    assert "Журнал" not in answer.text
    assert "Что говорит модель" in answer.text


def test_a_grade_is_a_word_and_no_probability(monitor: TestClient) -> None:
    rows = re.findall(r"<tr><th scope=.row.>(.*?)</th><td>(.*?)</td><td[^>]*>(.*?)</td>", monitor.get("/cards/1").text)
    said = {title: (word, "%" in share) for title, word, share in rows}
    assert said["вид"][1]
    assert (said["негатив"][1], said["риск текста"][1]) == (False, False)
    assert said["негатив"][0] in {"нет", "слабый", "заметный", "крайний"}
