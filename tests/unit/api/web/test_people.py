"""The page of people as the administrator uses it, and one's own sign-in."""

import html
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response

from api import create_app
from api.auth import COOKIE
from api.passwords import digest
from api.services import Services
from core import factor
from core.accounts import KEY_RIGHTS, Role
from core.roles import MATRIX
from store.ledger import Store
from tests.conftest import NOW
from tests.unit.api.conftest import PASSWORD, PROFILE, Clock
from tests.unit.api.web.reading import Seen, enter, field


@pytest.fixture
def admin(browser: TestClient, person: Callable[..., str]) -> TestClient:
    person(Role.ADMINISTRATOR, login="admin")
    assert enter(browser, login="admin").status_code == 303
    return browser


def send(browser: TestClient, path: str, **form: object) -> Response:
    page = "/me" if path.startswith("/me") else "/users"
    return browser.post(path, data={"csrf": field(browser.get(page), "csrf"), **form}, follow_redirects=False)


def once(answer: Response) -> str:
    """The secret that is shown once."""
    assert answer.status_code == 201, answer.text
    found = re.search(r'class="trial once".*?<code>(.*?)</code>', answer.text, re.DOTALL)
    assert found
    return html.unescape(found[1])


def journal(ledger: Store) -> list[tuple[str, str]]:
    from sqlalchemy import select

    from store.tables import journal as table

    with ledger._engine.connect() as connection:
        return [(row.action, row.subject) for row in connection.execute(select(table).order_by(table.c.id))]


def test_a_new_person_signs_in_with_the_password_that_is_shown_once(admin: TestClient, ledger: Store) -> None:
    password = once(send(admin, "/users", login="anna", roles=["block_head"], blocks=["roads"]))
    assert password not in admin.get("/users").text
    with ledger.read() as work:
        made = work.accounts.user(PROFILE.code, "anna")
    assert made is not None
    assert (made.roles, made.blocks, made.territories) == ({Role.BLOCK_HEAD}, {"roads"}, None)
    assert password not in made.password
    assert ("user.add", "anna") in journal(ledger)
    admin.cookies.clear()
    assert enter(admin, login="anna", password=password).status_code == 303


@pytest.mark.parametrize(
    ("form", "says"),
    [
        ({"login": "", "roles": ["monitor"]}, "Логин пуст"),
        ({"login": "a\x00b", "roles": ["monitor"]}, "непечатные"),
        ({"login": "x", "roles": ["block_head"]}, "укажите её блоки"),
        ({"login": "x", "roles": ["territory_head"]}, "укажите её территории"),
        ({"login": "x", "roles": ["risks"]}, "даётся ключу"),
        ({"login": "x", "roles": ["king"]}, "Такой роли нет"),
        ({"login": "x", "roles": ["block_head"], "blocks": ["nowhere"]}, "в профиле нет"),
        ({"login": "admin", "roles": ["monitor"]}, "уже есть"),
    ],
)
def test_what_is_wrong_with_a_new_person_is_said(admin: TestClient, form: dict[str, object], says: str) -> None:
    answer = send(admin, "/users", **form)
    assert answer.status_code in (409, 422)
    assert says in answer.text


def test_nobody_changes_the_own_roles_or_becomes_a_stand_in_by_own_hand(
    admin: TestClient, person: Callable[..., str]
) -> None:
    person(Role.HEAD, login="head")
    assert send(admin, "/users/roles", login="admin", roles=["head"]).status_code == 403
    assert send(admin, "/users/state", login="admin", what="disable").status_code == 403
    days = {"since": "2026-11-20", "until": "2026-11-21"}
    answer = send(admin, "/users/stand-ins", absent="head", login="admin", **days)
    assert answer.status_code == 403
    assert send(admin, "/users/stand-ins", absent="head", login="head", **days).status_code == 422


def test_other_roles_end_the_open_sessions(
    admin: TestClient, given: Services, person: Callable[..., str], ledger: Store
) -> None:
    person(Role.MONITOR, login="anna")
    with TestClient(create_app(given), base_url="http://testserver") as other:
        enter(other, login="anna")
        assert other.get("/queue").status_code == 200
        assert send(admin, "/users/roles", login="anna", roles=["crc"]).status_code == 303
        assert other.get("/queue", follow_redirects=False).headers["location"].startswith("/login")
    with ledger.read() as work:
        found = work.accounts.user(PROFILE.code, "anna")
    assert found is not None
    assert found.roles == {Role.CRC}


def test_who_is_shut_out_stays_out_until_let_in(admin: TestClient, given: Services, person: Callable[..., str]) -> None:
    person(Role.MONITOR, login="anna")
    with TestClient(create_app(given), base_url="http://testserver") as other:
        assert send(admin, "/users/state", login="anna", what="disable").status_code == 303
        assert enter(other, login="anna").status_code == 401
        assert send(admin, "/users/state", login="anna", what="enable").status_code == 303
        assert enter(other, login="anna").status_code == 303


def test_standing_in_is_entered_shown_and_taken_back(
    admin: TestClient, person: Callable[..., str], ledger: Store
) -> None:
    person(Role.HEAD, login="head")
    person(Role.MONITOR, login="anna")
    days = {"since": "2026-11-20", "until": "2026-11-25"}
    assert send(admin, "/users/stand-ins", absent="head", login="anna", **days).status_code == 303
    assert "20.11.2026 – 25.11.2026" in admin.get("/users").text
    with ledger.read() as work:
        (one,) = work.accounts.stand_ins(PROFILE.code)
    assert one.made_by == "user:admin"
    assert send(admin, "/users/stand-ins/end", number=one.id).status_code == 303
    assert send(admin, "/users/stand-ins/end", number=one.id).status_code == 404
    assert send(admin, "/users/stand-ins", absent="nobody", login="anna", **days).status_code == 404
    assert send(admin, "/users/stand-ins", absent="head", login="anna", since="вчера", until="x").status_code == 422


def test_a_key_is_shown_once_ends_and_is_revoked(admin: TestClient, ledger: Store, clock: Clock) -> None:
    key = once(send(admin, "/users/keys", name="риски", role="risks", rights=["health:read"], days="10"))
    with ledger.read() as work:
        (kept,) = work.accounts.keys(PROFILE.code)
    assert kept.rights == MATRIX[Role.RISKS].rights | {"health:read"}
    assert kept.expires == NOW + timedelta(days=10)
    assert key not in admin.get("/users").text
    headers = {"Authorization": f"Bearer {key}"}
    assert admin.get("/api/v1/flags", headers=headers).status_code == 200
    with ledger.read() as work:
        assert work.accounts.keys(PROFILE.code)[0].seen == NOW
    clock.at += timedelta(days=10)
    assert admin.get("/api/v1/flags", headers=headers).status_code == 401
    clock.at -= timedelta(days=10)
    assert send(admin, "/users/keys/revoke", name="риски").status_code == 303
    assert admin.get("/api/v1/flags", headers=headers).status_code == 401


def test_every_key_ends_and_none_gets_what_keys_may_not(admin: TestClient, ledger: Store) -> None:
    once(send(admin, "/users/keys", name="год", rights=["flags:read"]))
    with ledger.read() as work:
        assert work.accounts.keys(PROFILE.code)[0].expires == NOW + timedelta(days=365)
    for right in ("texts:unmasked", "accounts:write", "sources:write", "collect"):
        assert right not in KEY_RIGHTS
        assert send(admin, "/users/keys", name="x", rights=[right]).status_code == 422
    assert send(admin, "/users/keys", name="x").status_code == 422
    assert send(admin, "/users/keys", name="x", rights=["flags:read"], days="99999").status_code == 422


def test_forms_of_people_need_the_token_of_the_session(admin: TestClient, ledger: Store) -> None:
    for path in ("/users", "/users/roles", "/users/state", "/users/stand-ins", "/users/keys", "/users/keys/revoke"):
        answer = admin.post(path, data={"csrf": "чужой", "login": "x", "name": "x", "rights": ["flags:read"]})
        assert answer.status_code == 403, path
    with ledger.read() as work:
        assert (len(work.accounts.users(PROFILE.code)), work.accounts.keys(PROFILE.code)) == (1, [])


def test_hostile_names_are_data_on_the_page(admin: TestClient) -> None:
    bad = '"><script>alert(1)</script>{{ 7*7 }}'
    once(send(admin, "/users", login=bad, roles=["monitor"], external=bad))
    once(send(admin, "/users/keys", name=bad, rights=["flags:read"]))
    page = admin.get("/users")
    assert "<script>alert" not in page.text
    assert "{{ 7*7 }}" in page.text
    assert Seen(page.text).inline_scripts == 0


# One's own sign-in


@pytest.fixture
def mine(browser: TestClient, person: Callable[..., str]) -> TestClient:
    person(Role.MONITOR)
    assert enter(browser).status_code == 303
    return browser


def secret_of(browser: TestClient) -> tuple[str, bytes]:
    """The sealed secret of the page, and the secret as a telephone would read it."""
    import base64

    page = browser.get("/me").text
    typed = re.search(r"<p><code>([A-Z2-7 ]+)</code></p>", page)
    sealed = re.search(r'name="sealed" value="([^"]+)"', page)
    assert typed
    assert sealed
    plain = typed[1].replace(" ", "")
    return html.unescape(sealed[1]), base64.b32decode(plain + "=" * (-len(plain) % 8))


def switch_on(browser: TestClient, clock: Clock) -> bytes:
    sealed, secret = secret_of(browser)
    code = factor.code(secret, factor.step_of(clock.at))
    assert send(browser, "/me/factor", sealed=sealed, code=code).status_code == 303
    return secret


def with_code(browser: TestClient, code: str) -> Response:
    guard = (
        field(browser.get("/login"), "guard") if "mcu_entry" not in browser.cookies else browser.cookies["mcu_entry"]
    )
    return browser.post("/login/code", data={"guard": guard, "code": code}, follow_redirects=False)


def test_the_square_and_the_words_hold_the_same_secret_and_no_script(mine: TestClient) -> None:
    page = mine.get("/me").text
    assert "<svg" in page
    assert Seen(page).inline_scripts == 0
    assert "style=" not in page
    assert re.search(r'<svg viewBox="[^"]+" class="square">', page), (
        "it fills its place: a telephone reads it from afar"
    )


def test_with_a_second_factor_a_password_alone_opens_nothing(mine: TestClient, clock: Clock, ledger: Store) -> None:
    secret = switch_on(mine, clock)
    mine.cookies.clear()
    clock.at += timedelta(minutes=2)
    answer = enter(mine, next="/queue?level=high")
    assert answer.status_code == 200
    assert 'action="/login/code"' in answer.text
    assert COOKIE not in mine.cookies
    assert mine.get("/queue", follow_redirects=False).status_code == 303
    wrong = with_code(mine, "000000")
    assert (wrong.status_code, COOKIE in mine.cookies) == (401, False)
    code = factor.code(secret, factor.step_of(clock.at))
    right = with_code(mine, f"{code[:3]} {code[3:]}")
    assert (right.status_code, right.headers["location"]) == (303, "/queue?level=high")
    assert mine.get("/queue").status_code == 200


def test_a_code_is_taken_once_and_only_near_its_time(mine: TestClient, clock: Clock) -> None:
    secret = switch_on(mine, clock)
    clock.at += timedelta(minutes=5)
    code = factor.code(secret, factor.step_of(clock.at))
    for expected in (303, 401):
        mine.cookies.clear()
        enter(mine)
        assert with_code(mine, code).status_code == expected
    clock.at += timedelta(minutes=5)
    mine.cookies.clear()
    enter(mine)
    assert with_code(mine, factor.code(secret, factor.step_of(clock.at) - 3)).status_code == 401


def test_a_half_done_sign_in_ends_and_is_its_own_browsers(mine: TestClient, clock: Clock) -> None:
    secret = switch_on(mine, clock)
    mine.cookies.clear()
    enter(mine)
    clock.at += timedelta(minutes=11)
    answer = with_code(mine, factor.code(secret, factor.step_of(clock.at)))
    assert answer.status_code == 401
    assert "введите пароль ещё раз" in answer.text
    mine.cookies.clear()
    assert with_code(mine, factor.code(secret, factor.step_of(clock.at))).status_code == 401


def test_a_wrong_code_or_another_persons_secret_switches_nothing_on(
    mine: TestClient, ledger: Store, given: Services
) -> None:
    sealed, _ = secret_of(mine)
    assert send(mine, "/me/factor", sealed=sealed, code="123").status_code == 422
    other = given.seal.close(b"x" * 20, "somebody")
    assert send(mine, "/me/factor", sealed=other, code="123").status_code == 422
    assert send(mine, "/me/factor", sealed="чушь", code="123").status_code == 422
    with ledger.read() as work:
        found = work.accounts.user(PROFILE.code, "monitor")
    assert found is not None
    assert found.factor == ""


def test_the_database_alone_does_not_hold_the_secret(mine: TestClient, clock: Clock, ledger: Store) -> None:
    secret = switch_on(mine, clock)
    with ledger.read() as work:
        found = work.accounts.user(PROFILE.code, "monitor")
    assert found is not None
    assert secret not in found.factor.encode()
    assert factor.written(secret).replace(" ", "") not in found.factor


def test_who_holds_a_stolen_session_does_not_replace_the_second_factor(
    mine: TestClient, clock: Clock, given: Services, ledger: Store
) -> None:
    switch_on(mine, clock)
    with ledger.read() as work:
        before = work.accounts.user(PROFILE.code, "monitor")
    other = b"y" * 20
    sealed = given.seal.close(other, "monitor")
    code = factor.code(other, factor.step_of(clock.at))
    assert send(mine, "/me/factor", sealed=sealed, code=code).status_code == 422
    with ledger.read() as work:
        assert work.accounts.user(PROFILE.code, "monitor") == before


def test_switching_off_needs_a_code(mine: TestClient, clock: Clock, ledger: Store) -> None:
    secret = switch_on(mine, clock)
    clock.at += timedelta(minutes=1)
    assert send(mine, "/me/factor/off", code="000000").status_code == 422
    assert send(mine, "/me/factor/off", code=factor.code(secret, factor.step_of(clock.at))).status_code == 303
    mine.cookies.clear()
    assert enter(mine).status_code == 303


def test_another_password_ends_all_other_sessions(mine: TestClient, given: Services) -> None:
    with TestClient(create_app(given), base_url="http://testserver") as other:
        enter(other)
        old = mine.cookies[COOKIE]
        new = "совсем другие слова"
        assert send(mine, "/me/password", old="не тот", new=new, again=new).status_code == 422
        assert send(mine, "/me/password", old=PASSWORD, new=new, again=new + "!").status_code == 422
        assert send(mine, "/me/password", old=PASSWORD, new="короткий", again="короткий").status_code == 422
        assert send(mine, "/me/password", old=PASSWORD, new=new, again=new).status_code == 303
        assert mine.cookies[COOKIE] != old
        assert mine.get("/queue").status_code == 200
        assert other.get("/queue", follow_redirects=False).status_code == 303
    mine.cookies.clear()
    assert enter(mine).status_code == 401
    assert enter(mine, password="совсем другие слова").status_code == 303


def test_one_ends_ones_own_sessions_and_no_others(
    mine: TestClient, given: Services, person: Callable[..., str], ledger: Store
) -> None:
    person(Role.MONITOR, login="anna")
    with (
        TestClient(create_app(given), base_url="http://testserver") as second,
        TestClient(create_app(given), base_url="http://testserver") as anna,
    ):
        enter(second)
        enter(anna, login="anna")
        with ledger.read() as work:
            (hers,) = work.accounts.sessions(PROFILE.code, NOW, "anna")
        send(mine, "/me/sessions", number=hers.id)
        assert anna.get("/queue", follow_redirects=False).status_code == 200
        assert second.get("/queue", follow_redirects=False).status_code == 200
        send(mine, "/me/sessions")
        assert second.get("/queue", follow_redirects=False).status_code == 303
        assert mine.get("/queue", follow_redirects=False).status_code == 200


def test_a_browser_that_was_away_signs_in_again(mine: TestClient, clock: Clock) -> None:
    for _ in range(5):
        clock.at += timedelta(minutes=100)
        assert mine.get("/queue", follow_redirects=False).status_code == 200
    clock.at += timedelta(minutes=121)
    assert mine.get("/queue", follow_redirects=False).status_code == 303


def test_a_key_has_no_page_of_its_own(browser: TestClient, key: Callable[..., str]) -> None:
    answer = browser.get("/me", headers={"Authorization": f"Bearer {key(*KEY_RIGHTS)}"}, follow_redirects=False)
    assert answer.status_code in (303, 401)


# Guessing, fixing

PLANTED = "planted-by-somebody-else-000000000000000000"


def test_who_guesses_is_slowed_and_the_right_password_does_not_help_then(
    browser: TestClient, person: Callable[..., str], clock: Clock
) -> None:
    person(Role.MONITOR)
    for _ in range(5):
        assert enter(browser, password="не тот пароль").status_code == 401
    slowed = enter(browser)
    assert slowed.status_code == 429
    assert "Слишком много неудачных попыток: повторите через 1 минуту." in slowed.text
    unknown = [enter(browser, login="nobody").status_code for _ in range(6)]
    assert unknown == [401] * 5 + [429]
    clock.at += timedelta(minutes=2)
    assert enter(browser).status_code == 303


def test_nobody_shuts_the_monitor_out_from_another_address(given: Services, person: Callable[..., str]) -> None:
    from api.entering import Visitor, known_by_password
    from core.errors import TooMany, Unknown

    login, shut = person(Role.MONITOR), 0
    for _ in range(12):
        try:
            known_by_password(given, login, "не тот", Visitor("203.0.113.7"))
        except TooMany:
            shut += 1
        except Unknown:
            pass
    assert shut == 7
    assert known_by_password(given, login, PASSWORD, Visitor("198.51.100.1")).login == login


def test_one_address_is_slowed_over_many_logins(given: Services) -> None:
    from api.entering import Visitor, known_by_password
    from core.errors import TooMany, Unknown

    found = []
    for number in range(32):
        with pytest.raises((TooMany, Unknown)) as caught:
            known_by_password(given, f"login{number}", "x", Visitor("2001:db8::" + format(number, "x")))
        found.append(caught.type)
    assert found == [Unknown] * 30 + [TooMany] * 2


def test_a_planted_session_is_not_taken_over(browser: TestClient, person: Callable[..., str], ledger: Store) -> None:
    """Session fixation: a cookie that an attacker put into the browser before the sign-in is worth nothing after it."""
    person(Role.MONITOR)
    browser.cookies.set(COOKIE, PLANTED)
    assert enter(browser).status_code == 303
    with ledger.read() as work:
        (made,) = work.accounts.sessions(PROFILE.code, NOW)
    assert made.digest != digest(PLANTED)
    browser.cookies.clear()
    browser.cookies.set(COOKIE, PLANTED)
    assert browser.get("/queue", follow_redirects=False).status_code == 303


def test_each_sign_in_gives_another_session_and_sign_out_kills_it(mine: TestClient) -> None:
    first = mine.cookies[COOKIE]
    csrf = field(mine.get("/queue"), "csrf")
    mine.post("/logout", data={"csrf": csrf})
    enter(mine)
    assert mine.cookies[COOKIE] != first
    mine.cookies.clear()
    mine.cookies.set(COOKIE, first)
    assert mine.get("/queue", follow_redirects=False).status_code == 303


def test_the_cookies_are_marked_where_the_door_is_https(given: Services, person: Callable[..., str]) -> None:
    person(Role.MONITOR)
    with TestClient(create_app(replace(given, secure_cookies=True)), base_url="https://testserver") as browser:
        answer = enter(browser)
        assert "Secure" in answer.headers["set-cookie"]
        assert "max-age=31536000" in answer.headers["strict-transport-security"]
