"""The page of sources in a real browser: wide and narrow, light and dark, with and without scripts."""

import os
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from api.passwords import hash_password
from collectors.gate import AccountGate
from core import planning, usecases
from core.accounts import Role, User
from core.budgets import DEFAULTS, Account
from core.errors import Denied, Gone, Transient
from core.ports import Batch
from core.posts import Platform, Source, SourceKey
from core.scope import system
from tests.browser.conftest import LOGIN, PASSWORD, PROFILE, Desk
from tests.conftest import NOW
from tests.made import post

SCOPE, LEAST, HOUR = system(PROFILE.code), timedelta(minutes=5), timedelta(hours=1)
PICTURES = os.environ.get("MCU_TEST_PICTURES")

STICKING_OUT = """[...document.querySelectorAll(".sources .state")]
  .map(sign => (sign.textContent = "не опрашивается", sign))
  .filter(sign => sign.getBoundingClientRect().right > sign.parentElement.getBoundingClientRect().right)
  .map(sign => sign.textContent)"""
"""States, said in the longest words that there are, which leave their cell."""


def add(desk: Desk, address: str, title: str, platform: Platform = Platform.VK) -> SourceKey:
    key = SourceKey(platform, address)
    with desk.store.begin() as work:
        usecases.add_source(work, SCOPE, Source(key, title), NOW - 30 * 24 * HOUR)
    return key


@pytest.fixture
def register(desk: Desk) -> Desk:
    """Sources of all states, one of them silent; quotas half used, used up and paused."""
    with desk.store.begin() as work:
        person = User(LOGIN, hash_password(PASSWORD), frozenset({Role.MONITOR, Role.ADMINISTRATOR}))
        work.accounts.save_user(PROFILE.code, person)
    live, shut = add(desk, "yasnobor_adm", "Администрация округа"), add(desk, "zakryto", "Подслушано в Сосновке")
    gone, slow = add(desk, "propalo", "Старое сообщество"), add(desk, "sela_chat", "Чат села", Platform.TELEGRAM)
    quiet = add(desk, "tihiy", "Дом культуры " + "очень длинное название " * 8)
    with desk.store.begin() as work:
        for key, last, step in ((live, NOW - HOUR, HOUR), (quiet, NOW - 90 * HOUR, HOUR)):
            seen = [
                post(n, "яма", source=key.address, published=last - n * step, seen=last - n * step + 3 * LEAST)
                for n in range(40)
            ]
            usecases.take(work, SCOPE, key, Batch(tuple(seen), {}, gaps=3, backfilled=3), NOW - LEAST)
            usecases.plan(work, SCOPE, key, 1, planning.Quota(5000, 900), LEAST, NOW)
        for key, error in (
            (shut, Denied("ВКонтакте: сообщество закрыто")),
            (gone, Gone("ВКонтакте: страница удалена или заблокирована")),
            (slow, Transient("Telegram: просит подождать 900 с", timedelta(minutes=15))),
        ):
            usecases.refuse(work, SCOPE, key, error, LEAST, NOW, 0)
    gate = AccountGate(
        desk.store, SCOPE, Account("vk", "a1b2c3"), DEFAULTS["vk"], now=lambda: NOW, sleep=lambda _: None
    )
    for _ in range(40):
        gate.enter("wall.get")
    gate.pause("newsfeed.search", HOUR, "слишком много одинаковых запросов")
    return desk


def picture(page: Any, name: str) -> None:
    """A picture for the eye, where a person asked for one."""
    if PICTURES:
        page.screenshot(path=str(Path(PICTURES) / f"{name}.png"), full_page=True)


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_fits_its_window(register: Desk, entered: Callable[..., Any], width: int, scheme: str) -> None:
    page = entered("/sources")
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 900})
    page.locator(".add > summary").click()
    assert page.evaluate("document.documentElement.scrollWidth") == width
    assert page.evaluate(STICKING_OUT) == []
    expect(page.locator(".sources tbody tr")).to_have_count(5)
    expect(page.locator(".sources tbody tr").first).to_have_class("ails")
    expect(page.locator(".quotas li")).to_have_count(3)
    expect(page.locator("nav [aria-current]")).to_have_text("Источники")
    picture(page, f"sources-{width}-{scheme}")


def test_without_javascript_a_source_is_added_and_a_stopped_one_resumed(register: Desk, chromium: Any) -> None:
    with chromium.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"{register.address}/sources")
        page.fill("[name=login]", LOGIN)
        page.fill("[name=password]", PASSWORD)
        page.click("text=Войти")
        page.locator("tr", has_text="Подслушано").get_by_role("button", name="Читать снова").click()
        expect(page.locator("#toast")).to_have_text("Источник снова читается")
        expect(page.locator("tr", has_text="Подслушано").locator(".state")).to_have_text("читается")
        page.locator(".add > summary").click()
        page.fill("[name=address]", "id5")
        page.fill("[name=basis]", "соглашение № 5")
        page.get_by_role("button", name="Добавить", exact=True).click()
        expect(page.locator(".wrong")).to_contain_text("личная страница")
        assert page.input_value("[name=basis]") == "соглашение № 5"
        page.fill("[name=address]", "novoe")
        page.get_by_role("button", name="Добавить", exact=True).click()
        expect(page.locator("#toast")).to_contain_text("Источник добавлен")
        expect(page.locator(".sources tbody tr")).to_have_count(6)
