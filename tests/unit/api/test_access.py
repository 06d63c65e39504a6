"""Every route by every role, against the table of roles: who may is let in, who may not is refused."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from fastapi.testclient import TestClient

from api import create_app
from api.auth import COOKIE, CSRF_HEADER
from api.passwords import digest
from api.services import Services
from core.accounts import Role, Session, StandIn, User
from core.errors import NotFound
from core.incidents import IncidentQuery
from core.posts import Platform, PostKey
from core.roles import MATRIX, PEOPLE, Reach
from core.scope import Right, Scope, system
from store.ledger import Store
from tests.conftest import NOW
from tests.unit.api.conftest import PROFILE
from tests.unit.api.routes import SIGNED_IN, STRANGERS, Door, doors
from tests.unit.api.web.desk import group

BLOCKS = frozenset(block.code for block in PROFILE.blocks)
CSRF = "c" * 43
REFUSED, NOBODY = 403, 401


def sign(ledger: Store, login: str, *roles: Role, **fields: object) -> str:
    """A person with an open session; gives its token. No password: nobody types one here."""
    user = replace(User(login, "-", frozenset(roles)), **fields)  # type: ignore[arg-type]
    with ledger.begin() as work:
        work.accounts.add_user(PROFILE.code, user)
        work.accounts.open_session(
            PROFILE.code, Session(digest(login), login, CSRF, NOW + timedelta(hours=1), NOW, NOW), NOW
        )
    return login


def as_(client: TestClient, token: str) -> TestClient:
    """The client in a session, whoever was in it before."""
    client.cookies.clear()
    client.cookies.set(COOKIE, token)
    return client


@pytest.fixture
def client(given: Services, ledger: Store) -> Iterator[TestClient]:
    group(ledger, given)
    with TestClient(create_app(given), raise_server_exceptions=True, follow_redirects=False) as made:
        made.headers.update({CSRF_HEADER: CSRF, "If-Match": '"1-1"', "Accept": "application/json"})
        yield made


def knock(client: TestClient, door: Door, token: str, **given: object) -> int:
    """The status of a request without a body."""
    client.cookies.clear()
    client.cookies.set(COOKIE, token)
    return client.request(door.method, door.address(**given)).status_code


def permitted(client: TestClient, door: Door, token: str) -> bool:
    """Whether the permission layer lets a person through; what comes of a request without a body does not matter."""
    answer = None
    client.cookies.clear()
    client.cookies.set(COOKIE, token)
    answer = client.request(door.method, door.address())
    if answer.status_code == NOBODY:
        raise AssertionError(f"{door.name}: nobody is signed in")
    led_away = answer.headers.get("location") == "/start"
    return not (led_away or (answer.status_code == REFUSED and "нет права «" in answer.text.casefold()))


def ruled() -> list[Door]:
    """Doors with a rule; those that follow events for minutes are asked by another test."""
    return [door for door in doors() if door.rights and door.path != "/api/v1/events"]


def test_every_route_has_its_rule() -> None:
    without = {door.name for door in doors() if not door.rights}
    assert without == set(STRANGERS) | set(SIGNED_IN), "a new route: name its right, or say here why it needs none"
    assert not set(STRANGERS) & set(SIGNED_IN)


def test_the_doors_for_strangers_open_and_all_others_do_not(client: TestClient) -> None:
    client.cookies.clear()
    for door in doors():
        answer = client.request(door.method, door.address())
        away = answer.status_code == NOBODY or answer.headers.get("location", "").startswith("/login?next=")
        assert away == (door.name not in STRANGERS), (door.name, answer.status_code)


@pytest.mark.parametrize("role", PEOPLE)
def test_each_role_passes_the_doors_of_the_table_and_no_other(client: TestClient, ledger: Store, role: Role) -> None:
    token = sign(ledger, "person", role, blocks=BLOCKS, territories=frozenset({""}))
    wrong = {}
    for door in ruled():
        expected = door.rights <= MATRIX[role].rights
        if permitted(client, door, token) is not expected:
            wrong[door.name] = "нужно пропустить" if expected else "нужно отказать"
    assert wrong == {}


def test_who_has_no_role_passes_no_door_with_a_rule(client: TestClient, ledger: Store) -> None:
    token = sign(ledger, "person")
    assert [door.name for door in ruled() if permitted(client, door, token)] == []


def foreign(ledger: Store, scope: Scope) -> dict[str, int]:
    """Numbers of a card and of an incident that the scope does not reach."""
    with ledger.read() as work:
        everything = system(PROFILE.code)
        mine = {each.id for each in work.incidents.find(scope, IncidentQuery()).incidents}
        other = next(e for e in work.incidents.find(everything, IncidentQuery()).incidents if e.id not in mine)
        card = work.incidents.cards(everything, other.id)[0]
        key = card.post.key
    names = {"incident_id": other.id, "number": other.id, "flag_id": card.id, "source": key.source}
    return {**names, "message": key.message}  # type: ignore[dict-item]


BODIES = {
    "moves": {"to": "verified"},
    "answers": {"text": "Сделаем", "platforms": ["vk"], "links": [], "final": True},
    "check": {"text": "Сделаем", "platforms": ["vk"]},
    "links": {"links": ["https://vk.com/wall-1_2"]},
    "verdict": {"accept": False, "reason": "так"},
    "outcome": {"outcome": "solved"},
    "nature": {"nature": "risk", "reason": "так"},
    "merge": {"into": 1, "reason": ""},
    "unmerge": {},
    "split": {"posts": [1]},
    "pause": {"reason": "ждём"},
    "resume": {},
    "extension": {"days": 1, "reason": "ждём"},
    "number": {"number": "1"},
    "letters": {"contact": "uk"},
    "reviews": {"decision": "confirm"},
}
OWN = {"/api/v1/incidents/{incident_id}/links": {"contact": "uk", "gist": "текст"}}


def numbered() -> list[Door]:
    """Doors of one incident, card or post."""
    names = ("{incident_id}", "{number}", "{flag_id}", "{message")
    return [door for door in doors() if door.rights and any(name in door.path for name in names)]


@pytest.mark.parametrize("bound", [Reach.BLOCKS, Reach.TERRITORIES])
def test_what_lies_outside_ones_block_or_territory_is_not_there(
    client: TestClient, ledger: Store, bound: Reach
) -> None:
    """IDOR: numbers of others, asked for by who has every right on his own."""
    role = Role.BLOCK_HEAD if bound is Reach.BLOCKS else Role.TERRITORY_HEAD
    user = User("p", "-", frozenset({role}), blocks=frozenset({"safety"}), territories=frozenset({"elsewhere"}))
    given = foreign(ledger, user.scope(PROFILE.code).over(Right.READ_INCIDENTS))
    token = sign(ledger, "person", role, blocks=user.blocks, territories=user.territories)
    client.cookies.set(COOKIE, token)
    wrong = {}
    for door in numbered():
        if not door.rights <= MATRIX[role].rights:
            continue
        body = OWN.get(door.path) or BODIES.get(door.path.rpartition("/")[2], {})
        sent = {"json": body} if door.path.startswith("/api/") else {"data": {**body, "csrf": CSRF, "revision": "1"}}
        tag = {"If-Match": f'"{given["flag_id" if "flag" in door.path else "incident_id"]}-1"'}
        answer = client.request(door.method, door.address(**given), headers=tag, **sent)  # type: ignore[arg-type]
        if answer.status_code != 404:
            wrong[door.name] = (answer.status_code, answer.text[:200])
    assert wrong == {}


def test_lists_counts_and_searches_keep_to_ones_block(client: TestClient, ledger: Store) -> None:
    token = sign(ledger, "person", Role.BLOCK_HEAD, blocks=frozenset({"safety"}))
    client.cookies.set(COOKIE, token)
    assert {card["block"] for card in client.get("/api/v1/flags").json()["flags"]} == {"safety"}
    assert {each["block"] for each in client.get("/api/v1/incidents").json()["incidents"]} <= {"safety"}
    for address in ("/queue?status=all", "/search?what=posts&q=яма", "/incidents?state=all", "/overview", "/decisions"):
        assert "яма на Заречной" not in client.get(address, headers={"Accept": "text/html"}).text, address


def test_the_curator_who_heads_a_block_works_on_his_block_only(client: TestClient, ledger: Store) -> None:
    token = sign(ledger, "person", Role.CURATOR, Role.BLOCK_HEAD, blocks=frozenset({"safety"}))
    client.cookies.set(COOKIE, token)
    found = client.get("/api/v1/incidents").json()["incidents"]
    assert len({each["block"] for each in found}) > 1
    for each in found:
        tag = {"If-Match": f'"{each["id"]}-{each["revision"]}"'} if "revision" in each else {}
        page = client.get(f"/incidents/{each['id']}", headers={"Accept": "text/html"}).text
        assert ("/moves" in page) == (each["block"] == "safety")
        answer = client.post(f"/api/v1/incidents/{each['id']}/moves", json=BODIES["moves"], headers=tag)
        assert (answer.status_code == 404) == (each["block"] != "safety"), answer.text


def test_who_stands_in_may_what_the_absent_may_on_these_days_only(
    client: TestClient, ledger: Store, clock: Callable[..., object]
) -> None:
    sign(ledger, "head", Role.HEAD)
    token = sign(ledger, "person", Role.MONITOR)
    door = next(door for door in doors() if door.rights == {Right.HOLD_CLOCKS})
    assert not permitted(client, door, token)
    day = NOW.date()
    with ledger.begin() as work:
        for shift in (-3, 2):
            since = day + timedelta(days=shift)
            work.accounts.add_stand_in(PROFILE.code, StandIn("head", "person", since, since, "user:admin"))
    assert not permitted(client, door, token)
    with ledger.begin() as work:
        work.accounts.add_stand_in(PROFILE.code, StandIn("head", "person", day, day, "user:admin"))
    assert permitted(client, door, token)
    with ledger.begin() as work:
        (today,) = [each for each in work.accounts.stand_ins(PROFILE.code) if each.since == day]
        assert work.accounts.end_stand_in(PROFILE.code, today.id)
    assert not permitted(client, door, token)


def test_a_masked_role_reads_no_telephone_anywhere(client: TestClient, ledger: Store) -> None:
    addresses = ["/queue?status=all", "/incidents", "/api/v1/flags", "/api/v1/posts/vk/wall/1", "/cards/1"]
    with ledger.read() as work:
        addresses += [
            f"/incidents/{each.id}" for each in work.incidents.find(system(PROFILE.code), IncidentQuery()).incidents
        ]
    for role in (Role.ANALYST, Role.MAYOR, Role.COORDINATOR, Role.PUBLICS, Role.INFORMATION):
        client.cookies.clear()
        client.cookies.set(COOKIE, sign(ledger, role, role))
        for address in addresses:
            answer = client.get(address, headers={"Accept": "text/html"})
            assert answer.status_code == 200
            assert "900 000" not in answer.text, (role, address)


def test_a_post_of_another_block_is_not_read_by_its_key(ledger: Store) -> None:
    narrow = Scope(PROFILE.code, rights=frozenset(Right), blocks=frozenset({"safety"}))
    with ledger.read() as work, pytest.raises(NotFound):
        work.posts.thread(narrow, PostKey(Platform.VK, "wall", "1"))
