"""Журнал: what it says to a person who reads it."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from html import unescape
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.web.entries import page_of, told
from api.web.journal import UNFOLDED
from core.accounts import Role
from core.journal.titles import GROUPS, TITLES
from core.posts import Platform, Source, SourceKey
from store.ledger import Store
from tests.conftest import NOW
from tests.unit.api.web.reading import SCOPE, Seen, enter

ROOT = Path(__file__).parents[4]
ZONE = "Europe/Moscow"
ANNA = replace(SCOPE, who="user:anna")


@pytest.fixture
def admin(browser: TestClient, person: Callable[..., str]) -> TestClient:
    person(Role.ADMINISTRATOR, login="admin")
    enter(browser, "admin")
    return browser


@pytest.fixture
def write(ledger: Store) -> Callable[..., None]:
    def written(action: str, *subjects: str, **detail: object) -> None:
        for n, subject in enumerate(subjects):
            with ledger.begin() as work:
                work.journal.write(ANNA, action, subject, detail, NOW + timedelta(minutes=n))

    return written


def lines(page: TestClient, address: str = "/journal") -> list[str]:
    """What each line says."""
    found = page.get(address).text.partition('class="decisions journal"')[2].split('<p class="what">')[1:]
    return [Seen(each.partition("</p>")[0]).text.replace(" :", ":") for each in found]


def test_entries_of_one_kind_that_follow_one_another_are_one_line_with_their_times(
    admin: TestClient, write: Callable[..., None]
) -> None:
    write("texts.read", *["/marking"] * 12)
    write("flag.confirm", "7")
    write("texts.read", "/cards/7", "/queue")
    told = lines(admin, "/journal?since=2026-01-01")
    read = [each for each in told if "Прочитано без масок" in each]
    assert read == [
        "Прочитано без масок: «Очередь», карточка 7 2 раза: 20 ноября 2026, с 15:00 по 15:01",
        "Прочитано без масок: «Разметка» 12 раз: 20 ноября 2026, с 15:00 по 15:11",
    ]
    assert "карточка 7" in next(each for each in told if "подтверждена" in each)


def test_the_own_work_of_the_program_is_one_line_and_that_of_a_person_one_a_thing(
    admin: TestClient, ledger: Store, write: Callable[..., None]
) -> None:
    write("flag.confirm", "1", "2")
    with ledger.begin() as work:
        for n in range(1, 7):
            work.journal.write(SCOPE, "incident.promise", str(n), {}, NOW)
    told = lines(admin)
    assert [each for each in told if "подтверждена" in each] == [
        "Карточка подтверждена: карточка 2",
        "Карточка подтверждена: карточка 1",
    ]
    (own,) = [each for each in told if "срок прошёл" in each]
    assert own == ("Обещанный срок прошёл: инцидент 6, инцидент 5, инцидент 4 и ещё 3 6 раз: 20 ноября 2026, 15:00")


def test_a_page_of_the_journal_is_full_although_its_runs_are_folded(
    admin: TestClient, write: Callable[..., None]
) -> None:
    write("texts.read", *["/marking"] * 120)
    write("flag.confirm", *map(str, range(30)))
    write("texts.read", *["/marking"] * 60)
    whole = lines(admin)
    assert sum("подтверждена" in each for each in whole) == 30
    assert any("120 раз" in each for each in whole)


def test_a_long_run_unfolds_to_a_few_entries_and_the_others_have_pages_of_their_own(
    admin: TestClient, write: Callable[..., None]
) -> None:
    """Once all five hundred stood under one line of a page."""
    write("flag.confirm", "1")
    write("texts.read", *["/marking"] * 120)
    write("flag.confirm", "2")
    write("texts.read", "/queue")
    shown = admin.get("/journal?officer=anna")
    (line,) = (each for each in shown.text.split("<li>") if "120 раз" in each)
    assert line.count("печать") == UNFOLDED
    numbers, address = told_of(line), re.search(r'href="(/journal\?[^"]+)">ещё 100 записей', line)
    while address:
        page = admin.get(unescape(address[1]))
        assert "120 раз" not in page.text
        assert "подтверждена" not in page.text, "the run only"
        numbers += told_of(page.text)
        address = re.search(r'href="(/journal\?[^"]+)">Раньше', page.text)
    assert len(numbers) == len(set(numbers)) == 120
    assert numbers == sorted(numbers, reverse=True)


def told_of(text: str) -> list[int]:
    """Numbers of entries in their order."""
    return [int(one or other) for one, other in re.findall(r"<p>(\d+), |<summary>запись (\d+)", text)]


def test_sources_are_called_by_their_titles(admin: TestClient, ledger: Store, write: Callable[..., None]) -> None:
    key = SourceKey(Platform.VK, "our_town")
    with ledger.begin() as work:
        work.sources.add(SCOPE, Source(key, title="Наш <город>", added_at=NOW))
    write("source.resume", str(key))
    write("source.resume", "vk:unknown")
    assert any("Наш <город>" in each for each in lines(admin))
    assert any("vk:unknown" in each for each in lines(admin))
    assert "<code>vk:our_town</code>" in admin.get("/journal").text


@pytest.mark.parametrize(
    ("detail", "said"),
    [
        ({"key": "2026-W47"}, "за какие дни: 16–22 ноября 2026"),
        ({"key": "2026-W49"}, "за какие дни: 30 ноября – 6 декабря 2026"),
        ({"key": "2026-W53"}, "за какие дни: 28 декабря 2026 – 3 января 2027"),
        ({"key": "2026-W99"}, "за какие дни: 2026-W99"),
        ({"key": "2026-W47:roads"}, "за какие дни: 16–22 ноября 2026:roads"),
        ({"texts": 3, "cards": [1, 2], "own": True}, "текстов: 3, карточки: 1, 2, own: да"),
        ({"before": None, "cards": []}, "было: —, карточки: нет"),
    ],
)
def test_details_are_said_in_words(detail: dict[str, object], said: str) -> None:
    assert told(detail, ZONE) == said


WRITTEN = re.compile(r'journal\.write\((?:[^"()]|\([^()]*\))*?,\s*"([a-z]+(?:\.[a-z]+)+)"')


def test_every_action_that_is_written_has_words_and_a_group() -> None:
    rooms = (path for room in ("core", "api", "runtime", "store") for path in (ROOT / room).rglob("*.py"))
    found = {action for path in rooms for action in WRITTEN.findall(path.read_text(encoding="utf-8"))}
    assert len(found) > 50
    assert {action for action in found if action not in TITLES} == set()
    assert {action.partition(".")[0] for action in found} <= set(GROUPS)


def test_addresses_are_called_as_their_pages() -> None:
    paths = ["/cards/12", "/marking", "/incidents/5", "/cards/12/decision", "/nowhere", "/"]
    assert list(map(page_of, paths)) == ["карточка 12", "«Разметка»", "инцидент 5", "карточка", "/nowhere", "/"]
