"""The monitor's work in a real browser."""

import os
import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from core import usecases
from core.flags import Decision, FlagQuery, FlagStatus, Review
from core.labels import Theme
from core.scope import system
from tests.browser.conftest import LOGIN, PASSWORD, PROFILE, Desk
from tests.conftest import NOW
from tests.made import post

SCOPE = system(PROFILE.code)
HOSTILE = (
    "<script>document.title='взлом'</script><img src=x onerror=alert(1)>",
    "опасно \u202eперевёрнутый текст\u202d и дальше",
    "яма " + "а" * 100_000,
    "🇷🇺" * 50 + " яма",
    "{{ 7 * 7 }} {% raw %} яма",
)


def decided(desk: Desk) -> dict[str, tuple[FlagStatus, str]]:
    with desk.store.read() as work:
        found = work.flags.find(SCOPE, FlagQuery(statuses=()))
    return {flag.post.key.message: (flag.status, flag.decision) for flag in found.flags}


def cards(page: Any) -> list[str]:
    return [text.strip() for text in page.locator(".card .text").all_inner_texts()]


def gone(page: Any, count: int) -> None:
    expect(page.locator(".card")).to_have_count(count)


@pytest.fixture
def filled(desk: Desk) -> Desk:
    desk.receive(*[post(n, f"яма на Заречной, дом {n}") for n in range(1, 5)], post(9, "опасно собаки у школы"))
    return desk


def test_three_cards_are_decided_by_keyboard_and_leave_the_queue(filled: Desk, entered: Callable[..., Any]) -> None:
    page = entered()
    assert len(cards(page)) == 5
    expect(page).to_have_title("(5) Очередь — МЦУ-Монитор")
    page.keyboard.press("j")
    page.keyboard.press("c")
    gone(page, 4)
    expect(page.locator("#toast")).to_contain_text("Карточка подтверждена")
    page.keyboard.press("r")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    gone(page, 3)
    expect(page.locator("#toast")).to_contain_text("Карточка отклонена")
    page.keyboard.press("j")
    # the letter that this key types under the Russian layout
    page.evaluate("document.body.dispatchEvent(new KeyboardEvent('keydown', {key: 'с', code: 'KeyC', bubbles: true}))")
    gone(page, 2)
    expect(page).to_have_title("(2) Очередь — МЦУ-Монитор")
    known = decided(filled)
    assert known["9"] == (FlagStatus.CONFIRMED, "")
    assert sorted(status for status, _ in known.values()) == ["confirmed", "confirmed", "open", "open", "rejected"]
    assert "Не наш муниципалитет" in {reason for _, reason in known.values()}


def test_a_theme_is_corrected_by_keyboard_and_the_card_stays(filled: Desk, entered: Callable[..., Any]) -> None:
    page = entered()
    page.keyboard.press("j")
    page.keyboard.press("t")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_selector(".card.current .badge")
    assert page.locator(".card.current h2").inner_text() == "Благоустройство"
    assert len(cards(page)) == 5
    with filled.store.read() as work:
        assert work.flags.find(SCOPE, FlagQuery()).flags[0].theme is Theme.LANDSCAPING


def test_a_new_card_appears_without_a_reload_and_moves_nothing(filled: Desk, entered: Callable[..., Any]) -> None:
    page = entered()
    page.evaluate("window.stayed = true")
    for _ in range(4):
        page.keyboard.press("j")
    current = page.locator(".card.current")
    before = current.bounding_box()
    filled.receive(post(20, "опасно провод на земле"))
    page.wait_for_selector("#show-fresh", timeout=25_000)
    assert "Новая карточка — показать" in page.locator("#fresh").inner_text()
    assert len(cards(page)) == 5
    assert current.bounding_box() == before
    page.keyboard.press("n")
    gone(page, 6)
    assert cards(page)[0] == "опасно провод на земле"
    assert page.evaluate("window.stayed")
    assert current.bounding_box()["y"] == pytest.approx(before["y"], abs=2)
    assert page.locator("#fresh").inner_text() == ""


def test_who_was_late_is_told_what_the_other_decided(
    filled: Desk, entered: Callable[..., Any], complaints: list[str]
) -> None:
    page = entered()
    first = page.locator(".card").first
    number = int(first.get_attribute("data-card"))
    with filled.store.begin() as work:
        flag = work.flags.get(SCOPE, number)
        other = Review(number, "user:ivanova", Decision.REJECT, NOW, "не наш район")
        usecases.review(work, SCOPE, PROFILE, other, flag.revision)
    with page.expect_response("**/decision"):
        page.keyboard.press("j")
        page.keyboard.press("c")
    told = page.locator(f"#card-{number} .wrong")
    told.wait_for()
    assert told.inner_text() == "Ваше решение не записано: карточка уже отклонена: не наш район (ivanova)."
    assert "412" in complaints.pop()


def test_help_search_and_return_to_the_same_card(filled: Desk, entered: Callable[..., Any]) -> None:
    page = entered()
    page.keyboard.press("?")
    assert page.locator("#help").is_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    page.keyboard.press("j")
    number = page.locator(".card.current").get_attribute("data-card")
    page.keyboard.press("Enter")
    page.wait_for_url("**/cards/*")
    page.locator("#back").click()
    page.wait_for_selector(f"#card-{number}.current")
    page.keyboard.press("/")
    page.keyboard.type("собаки")
    page.keyboard.press("Enter")
    page.wait_for_url("**/queue?text=*")
    assert len(cards(page)) == 1


def test_a_step_past_the_last_card_brings_the_next_page(desk: Desk, entered: Callable[..., Any]) -> None:
    desk.receive(*[post(n, f"яма номер {n}") for n in range(1, 36)])
    page = entered()
    assert page.locator(".card").count() == 30
    for _ in range(30):
        page.keyboard.press("j")
    before = page.locator(".card.current").get_attribute("data-card")
    page.keyboard.press("j")
    gone(page, 35)
    expect(page.locator(".card").nth(30)).to_have_class(re.compile(r"\bcurrent\b"))
    assert page.locator(".card.current").get_attribute("data-card") != before
    for _ in range(9):
        page.keyboard.press("j")
    expect(page.locator(".card").nth(34)).to_have_class(re.compile(r"\bcurrent\b"))


def test_back_returns_to_the_chosen_card(filled: Desk, entered: Callable[..., Any]) -> None:
    page = entered()
    for _ in range(3):
        page.keyboard.press("j")
    number = page.locator(".card.current").get_attribute("data-card")
    page.keyboard.press("Enter")
    page.wait_for_url("**/cards/*")
    page.go_back()
    page.wait_for_selector(f"#card-{number}.current")


def test_on_the_page_of_a_card_the_first_key_acts(filled: Desk, entered: Callable[..., Any]) -> None:
    page = entered("/cards/1")
    page.keyboard.press("c")
    page.wait_for_url("**/queue")
    gone(page, 4)


def test_on_a_phone_the_form_of_rejection_opens_on_screen_and_moves_nothing(
    filled: Desk, entered: Callable[..., Any]
) -> None:
    page = entered()
    page.set_viewport_size({"width": 390, "height": 844})
    page.locator(".decide button").first.click()
    gone(page, 4)
    button = page.locator(".card summary", has_text="Отклонить").first
    button.scroll_into_view_if_needed()
    before = button.bounding_box()
    button.click()
    assert button.bounding_box() == before
    form = page.locator(".pop[open] form")
    box = form.bounding_box()
    assert box["y"] > 0
    assert box["y"] + box["height"] <= 844
    expect(page.locator("#toast")).to_be_hidden()
    if shots := os.environ.get("MCU_SHOTS"):
        page.screenshot(path=f"{shots}/phone_reject.png")
    page.mouse.click(200, 5)
    expect(form).to_be_hidden()


@pytest.mark.parametrize("path", ["/queue", "/cards/1", "/login"])
def test_a_phone_needs_no_sideways_scroll(path: str, filled: Desk, entered: Callable[..., Any]) -> None:
    filled.receive(*[post(100 + n, text) for n, text in enumerate(HOSTILE)])
    page = entered()
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{filled.address}{path}")
    assert page.evaluate("document.documentElement.scrollWidth") == 390


def test_hostile_texts_are_data(desk: Desk, entered: Callable[..., Any]) -> None:
    desk.receive(*[post(n, f"опасно {text}") for n, text in enumerate(HOSTILE, 1)])
    page = entered()
    shown = " ".join(cards(page))
    assert "<script>" in shown
    assert "{{ 7 * 7 }}" in shown
    for number in range(1, len(HOSTILE) + 1):
        page.goto(f"{desk.address}/cards/{number}")
        assert "Карточка" in page.title()
        assert page.evaluate("document.documentElement.scrollWidth") <= 1280


def test_the_description_for_programs_opens_under_the_same_policy(filled: Desk, entered: Callable[..., Any]) -> None:
    page = entered("/api/docs")
    page.locator(".opblock-tag", has_text="Оценка").click()
    assess = page.locator(".opblock", has_text="/api/v1/assess")
    assess.locator(".opblock-summary-control").click()
    assess.get_by_role("button", name="Try it out").click()
    with page.expect_response("**/api/v1/assess") as answer:
        assess.get_by_role("button", name="Execute").click()
    assert answer.value.status == 200


def test_without_javascript_the_day_goes_on(filled: Desk, chromium: Any) -> None:
    with chromium.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"{filled.address}/queue?theme=housing")
        page.fill("[name=login]", LOGIN)
        page.fill("[name=password]", PASSWORD)
        page.click("text=Войти")
        expect(page.locator(".card")).to_have_count(4)
        page.locator(".card summary", has_text="Отклонить").first.click()
        page.locator(".card [name=note]").first.fill("проверка без скриптов")
        page.locator(".pop[open] button").click()
        expect(page.locator(".card")).to_have_count(3)
        assert page.url.endswith("/queue?theme=housing")
        expect(page.locator("#toast")).to_contain_text("Карточка отклонена")
        toast, bar = (page.locator(each).bounding_box() for each in ("#toast", "#bulk"))
        assert toast["y"] + toast["height"] <= bar["y"], "what takes it back lies beside the decision on many"
    assert "проверка без скриптов" in {reason for _, reason in decided(filled).values()}


def test_a_card_that_was_brought_later_gets_its_forms_when_they_are_needed(
    desk: Desk, entered: Callable[..., Any]
) -> None:
    desk.receive(*[post(n, f"яма номер {n}") for n in range(1, 36)])
    page = entered()
    page.locator(".more a").click()
    gone(page, 35)
    last = page.locator(".card").last
    assert last.locator("form").count() == 1
    last.locator(".text").click()
    page.keyboard.press("r")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    gone(page, 34)
    page.locator(".card").last.locator("summary", has_text="Исправить тему").click()
    page.locator(".pop[open] select").select_option("roads")
    page.locator(".pop[open] button").click()
    expect(page.locator(".card .badge")).to_have_text("тема исправлена")
    known = decided(desk)
    assert [reason for status, reason in known.values() if status is FlagStatus.REJECTED] == ["Не наш муниципалитет"]


def test_a_long_list_draws_what_is_near_and_the_window_of_a_decision_lies_above_the_next_card(
    desk: Desk, entered: Callable[..., Any]
) -> None:
    desk.receive(*[post(n, f"яма номер {n}") for n in range(1, 36)])
    page = entered()
    drawn = "(card) => card.querySelector('.text').checkVisibility({ contentVisibilityAuto: true })"
    assert page.locator(".card").nth(29).evaluate(drawn)
    page.locator(".more a").click()
    gone(page, 35)
    assert page.locator(".card").last.evaluate(drawn), "it is on the screen"
    page.keyboard.press("Home")
    for _ in range(100):
        if not page.locator(".card").last.evaluate(drawn):
            break
        page.wait_for_timeout(50)
    assert not page.locator(".card").last.evaluate(drawn)
    page.keyboard.press("j")
    page.keyboard.press("r")
    form = page.locator(".pop[open] form")
    above = "(form) => { const at = form.getBoundingClientRect(); return form.contains(document.elementFromPoint("
    assert form.evaluate(above + "at.left + at.width / 2, at.bottom - 8)); }")


def test_the_window_of_a_refused_decision_stays_above_the_next_card_with_the_focus(
    filled: Desk, entered: Callable[..., Any], complaints: list[str]
) -> None:
    page = entered()
    page.keyboard.press("j")
    page.keyboard.press("r")
    field = page.locator(".pop[open] select")
    page.keyboard.press("Enter")
    expect(page.locator(".card .wrong").first).to_contain_text("Решение не записано")
    page.wait_for_timeout(300)
    seen = "(field) => { const at = field.getBoundingClientRect(); return field === document.activeElement"
    assert field.evaluate(seen + " && document.elementFromPoint(at.left + 20, at.top + at.height / 2) === field; }")
    assert [said for said in complaints if "422" in said] == complaints
    complaints.clear()


def test_a_card_far_down_comes_back_where_it_was(desk: Desk, entered: Callable[..., Any]) -> None:
    desk.receive(*[post(n, f"яма на Заречной, дом {n}") for n in range(1, 66)])
    page = entered()
    page.locator(".more a").click()
    gone(page, 60)
    page.evaluate("window.stayed = true")
    order = page.evaluate("mcu.cards().map((card) => card.id)")
    page.evaluate("mcu.select(mcu.cards()[44])")
    for left in (59, 58):
        page.keyboard.press("c")
        gone(page, left)
    page.keyboard.press("u")
    gone(page, 59)
    assert page.evaluate("document.activeElement.id") == order[45]
    assert page.evaluate("window.stayed")
    assert page.evaluate("mcu.cards().map((card) => card.id)") == order[:44] + order[45:]
    expect(page.locator("#toast")).to_contain_text("Решение отменено")
    expect(page.locator("#tally")).to_contain_text("64")


def test_a_corrected_theme_is_undone_in_its_place(filled: Desk, entered: Callable[..., Any]) -> None:
    page = entered()
    order = page.evaluate("mcu.cards().map((card) => card.id)")
    for key in ("j", "j", "t", "ArrowDown", "Enter"):
        page.keyboard.press(key)
    page.wait_for_selector(".card.current .badge")
    page.keyboard.press("u")
    expect(page.locator(".card .badge")).to_have_count(0)
    assert page.evaluate("mcu.cards().map((card) => card.id)") == order


def test_a_decision_on_many_leaves_the_page_and_the_focus_where_they_are(
    filled: Desk, entered: Callable[..., Any], complaints: list[str]
) -> None:
    page = entered()
    page.evaluate("window.stayed = true")
    order = page.evaluate("mcu.cards().map((card) => card.id)")
    for key in ("j", "j", "x", "j", "x"):
        page.keyboard.press(key)
    page.locator("#bulk button[value=reject]").click()
    expect(page.locator("#bulk-wrong")).to_contain_text("выберите причину")
    assert page.evaluate("document.activeElement.name") == "reason"
    assert len(cards(page)) == 5
    assert [said for said in complaints if "422" in said] == complaints
    complaints.clear()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    gone(page, 3)
    assert page.evaluate("document.activeElement.id") == order[3]
    expect(page.locator("#toast")).to_contain_text("Отклонено: 2 карточки")
    expect(page.locator("#bulk")).to_be_hidden()
    page.keyboard.press("u")
    gone(page, 5)
    assert page.evaluate("mcu.cards().map((card) => card.id)") == order
    assert page.evaluate("document.activeElement.id") == order[1]
    assert page.evaluate("window.stayed")


CROSSED = """(all) => {
  const boxes = all.map((each) => [each.getBoundingClientRect(), each.name || each.textContent]);
  const out = ([box]) => box.left < 0 || box.right > innerWidth + 1 || box.bottom > innerHeight + 1;
  const over = ([one], [two]) => one !== two && one.left < two.right - 1 && two.left < one.right - 1
    && one.top < two.bottom - 1 && two.top < one.bottom - 1;
  return boxes.filter((one) => out(one) || boxes.some((two) => over(one, two))).map(([, name]) => name);
}"""
"""Controls that lie outside the window or on one another."""


def test_the_bar_of_many_fits_the_screen(filled: Desk, entered: Callable[..., Any]) -> None:
    page = entered()
    page.keyboard.press("j")
    page.keyboard.press("x")
    outside = "(all) => all.filter((e) => e.scrollWidth > e.clientWidth + 1).map((e) => `${e.name} ${e.textContent}`)"
    for width in (1280, 800, 600, 390):
        page.set_viewport_size({"width": width, "height": 800})
        if folder := os.environ.get("MCU_SHOTS"):
            page.screenshot(path=f"{folder}/bulk-{width}.png")
        assert page.locator("#bulk, #bulk button").evaluate_all(outside) == []
        assert page.locator("#bulk :is(button, select, input:not([type=hidden]))").evaluate_all(CROSSED) == [], width
        for name, least in (("reason", 200), ("note", 140), ("theme", 150)):
            assert page.locator(f"#bulk [name={name}]").bounding_box()["width"] >= (least if width == 1280 else 130), (
                name
            )
