"""The page of the profile: read only, every profile, and auto-rules tried on the past."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from fastapi.testclient import TestClient

import profiles
from api import create_app
from api.services import Services
from api.web.profile import tables, wording
from core.accounts import Role
from core.labels import Theme
from core.profile import AutoRule
from tests.unit.api.conftest import PROFILE
from tests.unit.api.web.reading import Seen, enter

CODES = ("batetsky", "nekrasovsky", "gubkin", "khislavichi", "bogotol", "yasnobor", "standard")


def test_the_page_says_blocks_terms_levels_and_who_is_told(monitor: TestClient) -> None:
    words = Seen(monitor.get("/profile").text).text
    for wanted in ("Отраслевые блоки", "первая реакция", "4 рабочих часа", "59-ФЗ, ст. 12, ч. 1", "от 50 баллов"):
        assert wanted in words
    assert monitor.post("/profile").status_code == 405


@pytest.mark.parametrize("code", CODES)
def test_every_profile_is_said_in_words(code: str) -> None:
    profile = profiles.read(profiles.path_of(code))
    assert len(tables.themed(profile)) == len(Theme)
    said = [*wording.clocks(profile), *wording.told(profile), *wording.week(profile.week.hours)]
    assert all(part for line in said for part in line)
    assert all(wording.roles(profile)) or not profile.roles


def test_rules_are_tried_on_the_past_and_change_nothing(
    given: Services, browser: TestClient, person: Callable[..., str]
) -> None:
    rule = AutoRule("dogs", "Собаки", "safety", words=("собак",))
    person(Role.MONITOR)
    with TestClient(create_app(replace(given, profile=replace(PROFILE, rules=(rule,))))) as client:
        enter(client)
        assert "Направили бы" not in client.get("/profile").text
        words = Seen(client.get("/profile?trial=yes").text).text
    assert "Направили бы 1 из 3" in words
    assert "есть слова: собак" in words


def test_another_word_than_the_trial_is_said_to_be_none(monitor: TestClient) -> None:
    words = Seen(monitor.get("/profile?trial=да").text).text
    assert "ильтр «проверка правил»: значения «да» нет" in words
    assert "значения" not in Seen(monitor.get("/profile?trial=yes").text).text


def test_who_reads_no_cards_sees_the_profile_without_a_trial(browser: TestClient, person: Callable[..., str]) -> None:
    person(Role.ADMINISTRATOR, login="admin")
    enter(browser, "admin")
    assert browser.get("/profile?trial=yes").status_code == 200


def test_terms_and_weeks_are_said_as_people_say_them() -> None:
    assert wording.week(((), (), (), (), (), (), ())) == [("понедельник — воскресенье", "выходной")]
    assert [whose for _, whose, _ in wording.clocks(PROFILE)][:2] == ["высокий, критический", "любой уровень"]
