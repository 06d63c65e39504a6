"""What one's own block, one's own days and one's masks must not be got round by: by counts, numbers, presence."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from fastapi.testclient import TestClient

from api import create_app
from api.auth import CSRF_HEADER
from api.services import Services, Streams
from core import usecases
from core.accounts import KEY_RIGHTS, Role, StandIn
from core.alerts import Delivery, DeliveryState, Way
from core.alerts.kinds import News
from core.alerts.records import Alert
from core.contacts import Contact
from core.errors import BadInput, NotFound
from core.incidents import Answered, Channel, Incident, Nature, Proposal, Regime, Status
from core.labels import Theme
from core.reasons import Reason
from core.scope import Right, Scope, system
from core.usecases.intake import unused
from store.ledger import Store
from tests.conftest import NOW
from tests.unit.api.conftest import PROFILE
from tests.unit.api.test_access import BODIES, CSRF, OWN, as_, foreign, sign
from tests.unit.api.test_access import numbered as numbered_doors
from tests.unit.api.web.desk import MATTER, RISK, group

V1 = "/api/v1"
ALL = system(PROFILE.code)


@pytest.fixture
def client(given: Services, ledger: Store) -> Iterator[TestClient]:
    group(ledger, given)
    with TestClient(create_app(given), follow_redirects=False) as made:
        made.headers.update({CSRF_HEADER: CSRF, "Accept": "application/json"})
        yield made


def stand_in(ledger: Store, absent: str, login: str) -> None:
    with ledger.begin() as work:
        work.accounts.add_stand_in(PROFILE.code, StandIn(absent, login, NOW.date(), NOW.date(), "user:admin"))


def block_of(ledger: Store, number: int) -> str:
    with ledger.read() as work:
        return work.incidents.brief(ALL, number).block


def test_rules_tried_on_the_past_do_not_tell_a_masked_role_what_the_masks_hide(
    client: TestClient, ledger: Store
) -> None:
    guessed = {"rules": [{"code": "a", "title": "А", "block": PROFILE.fallback, "words": ["900 000-00"]}]}
    shown = {"rules": [{"code": "a", "title": "А", "block": PROFILE.fallback, "words": ["яма на Заречной"]}]}
    for role, found in ((Role.ANALYST, (0, 1)), (Role.MONITOR, (1, 1))):
        who = as_(client, sign(ledger, role, role))
        counts = [who.post(f"{V1}/rules/dry-run", json=rules).json()["routed"] for rules in (guessed, shown)]
        assert tuple(counts) == found, role


def test_who_stands_in_for_another_block_works_on_both_through_the_api(client: TestClient, ledger: Store) -> None:
    own, other = block_of(ledger, RISK), block_of(ledger, MATTER)
    assert own != other
    sign(ledger, "absent", Role.BLOCK_HEAD, blocks=frozenset({other}))
    token = sign(ledger, "person", Role.BLOCK_HEAD, blocks=frozenset({own}))
    assert moved(as_(client, token), ledger, MATTER) == 404
    stand_in(ledger, "absent", "person")
    assert [moved(client, ledger, number) for number in (RISK, MATTER)] == [200, 200]


def moved(client: TestClient, ledger: Store, number: int) -> int:
    """The status of a wish that every state of an incident grants."""
    with ledger.read() as work:
        revision = work.incidents.brief(ALL, number).revision
    tag = {"If-Match": f'"{number}-{revision}"'}
    to = {"nature": "matter" if number == RISK else "risk", "reason": "так"}
    return client.put(f"{V1}/incidents/{number}/nature", json=to, headers=tag).status_code


def test_who_holds_clocks_for_somebody_else_reaches_as_far_as_he(client: TestClient, ledger: Store) -> None:
    sign(ledger, "boss", Role.HEAD)
    own = frozenset({block_of(ledger, RISK)})
    token = sign(ledger, "person", Role.BLOCK_HEAD, blocks=own)
    tag = {"If-Match": f'"{MATTER}-{0}"'}
    address = f"{V1}/incidents/{MATTER}/clocks/pause"
    assert as_(client, token).post(address, json={"reason": "ждём"}, headers=tag).status_code == 403
    stand_in(ledger, "boss", "person")
    with ledger.read() as work:
        tag = {"If-Match": f'"{MATTER}-{work.incidents.brief(ALL, MATTER).revision}"'}
    assert client.post(address, json={"reason": "ждём"}, headers=tag).status_code == 200


def test_a_block_head_sees_nobody_at_the_cards_of_other_blocks(client: TestClient, ledger: Store) -> None:
    with ledger.read() as work:
        theirs = work.incidents.cards(ALL, MATTER)[0].id
        mine = work.incidents.cards(ALL, RISK)[0].id
    monitor = sign(ledger, "monitor", Role.MONITOR)
    head = sign(ledger, "person", Role.BLOCK_HEAD, blocks=frozenset({block_of(ledger, RISK)}))
    address = "/queue/presence"
    for card, seen in ((theirs, {}), (mine, {str(mine): ["monitor"]})):
        as_(client, monitor).get(address, params={"looking": card})
        assert as_(client, head).get(address).json() == seen
    as_(client, head).get(address, params={"looking": theirs})
    assert as_(client, monitor).get(address).json() == {}, "who may not see a card is not shown at it"


@pytest.fixture
def numbered(ledger: Store) -> int:
    appeal = Incident(
        0,
        Nature.MATTER,
        Status.REGISTERED,
        Theme.ROADS,
        NOW,
        NOW,
        regime=Regime.APPEAL,
        channel=Channel.PAPER,
        number="01-17",
        block="roads",
    )
    with ledger.begin() as work:
        return work.incidents.add(ALL, appeal).id


@pytest.mark.parametrize(
    ("blocks", "rights", "told"),
    [
        (None, {Right.INTAKE, Right.READ_INCIDENTS}, True),
        (None, {Right.INTAKE}, False),
        (frozenset({"safety"}), {Right.INTAKE, Right.READ_INCIDENTS}, False),
    ],
)
def test_a_number_that_is_taken_names_the_other_appeal_only_to_who_may_read_it(
    ledger: Store, numbered: int, blocks: frozenset[str] | None, rights: set[Right], told: bool
) -> None:
    scope = Scope(PROFILE.code, "user:a", frozenset(rights), blocks)
    with ledger.read() as work, pytest.raises(BadInput) as refused:
        unused(work, scope, "01-17")
    assert "уже внесено" in str(refused.value)
    assert (f"инцидент {numbered}" in str(refused.value)) is told


def digest_and_member(ledger: Store) -> tuple[Delivery, Delivery]:
    """A letter about one's own block that went with a digest of all blocks, and failed with it."""
    with ledger.begin() as work:
        own = work.alerts.add(ALL, Alert(News.FOUND, "step:901", NOW, block="safety"))
        both = work.alerts.add(ALL, Alert(News.DIGEST, "digest:1", NOW))
        failed = {"state": DeliveryState.DEAD}
        made = [
            Delivery(alert.id, "head", Way.EMAIL, "a@example.test", key, NOW, **failed)  # type: ignore[arg-type]
            for alert, key in ((own, "k1"), (both, "k2"))
        ]
        work.alerts.add_deliveries(ALL, made)
        (member,), (digest,) = work.alerts.deliveries(ALL, [own.id, both.id]).values()
        work.alerts.gather(ALL, digest, [member])
    return digest, replace(member, digest_id=digest.id)


def test_deliveries_of_other_blocks_are_not_there(ledger: Store) -> None:
    digest, member = digest_and_member(ledger)
    bound = replace(ALL, blocks=frozenset({"safety"}))
    with ledger.begin() as work:
        assert work.alerts.delivery(bound, member.id).id == member.id
        assert work.alerts.delivery(ALL, digest.id).id == digest.id
        for scope in (bound, replace(ALL, territories=frozenset({"там"}))):
            with pytest.raises(NotFound):
                work.alerts.delivery(scope, digest.id)


def test_who_is_bound_sends_his_own_news_again_and_not_the_digest_of_all(ledger: Store) -> None:
    digest, member = digest_and_member(ledger)
    bound = replace(ALL, blocks=frozenset({"safety"}))
    with ledger.begin() as work:
        usecases.replay(work, bound, PROFILE, member.alert_id, NOW)
    with ledger.begin() as work:
        assert work.alerts.delivery(ALL, digest.id).state is DeliveryState.DEAD
        again = work.alerts.delivery(ALL, member.id)
        assert (again.state, again.digest_id) == (DeliveryState.WAITING, None)
        usecases.replay(work, ALL, PROFILE, digest.alert_id, NOW)
        assert work.alerts.delivery(ALL, digest.id).state is DeliveryState.WAITING


def test_a_taken_step_of_the_second_factor_is_not_given_back_by_who_saves_an_older_record(
    ledger: Store,
) -> None:
    sign(ledger, "person", Role.MONITOR, factor="sealed", factor_step=5)
    with ledger.begin() as work:
        older = work.accounts.user(PROFILE.code, "person")
        assert older
        assert work.accounts.use_step(PROFILE.code, older, 7)
        work.accounts.save_user(PROFILE.code, replace(older, roles=frozenset({Role.DEPUTY})))
        now = work.accounts.user(PROFILE.code, "person")
        assert now
        assert (now.factor_step, now.roles) == (7, {Role.DEPUTY})
        assert not work.accounts.use_step(PROFILE.code, older, 7)
        work.accounts.save_user(PROFILE.code, replace(now, factor="", factor_step=0))
        off = work.accounts.user(PROFILE.code, "person")
        assert off
        assert (off.factor, off.factor_step) == ("", 0)


@pytest.mark.parametrize("place", ["Луговая, 3, кв. 12", ""])
def test_what_is_entered_by_hand_keeps_the_house_and_not_the_flat(
    client: TestClient, ledger: Store, place: str
) -> None:
    who = as_(client, sign(ledger, "monitor", Role.MONITOR))
    told = {"channel": "phone", "text": "Нет врача", "theme": "health", "place": place}
    made = who.post(f"{V1}/incidents", json=told).json()
    with ledger.read() as work:
        kept = work.incidents.get(ALL, made["id"])
    assert (kept.place, made["place"]) == ("Луговая, 3" if place else "Заречной",) * 2, made


SAID = "ждём +7 900 000-00-00"
"""A reason as somebody of the staff wrote it, with a resident's telephone in it."""


@pytest.fixture
def reasoned(client: TestClient, ledger: Store) -> tuple[int, int]:
    """A card that was rejected and an incident whose nature was changed for this reason."""
    as_(client, sign(ledger, "author", Role.MONITOR))
    with ledger.read() as work:
        revision = work.incidents.brief(ALL, RISK).revision
        card = work.incidents.cards(ALL, MATTER)[0]
    tag = {"If-Match": f'"{RISK}-{revision}"'}
    to = {"nature": "matter", "reason": SAID}
    assert client.put(f"{V1}/incidents/{RISK}/nature", json=to, headers=tag).status_code == 200
    tag = {"If-Match": f'"{card.id}-{card.revision}"'}
    as_(client, sign(ledger, "head", Role.HEAD))
    with ledger.read() as work:
        tag_of_clock = {"If-Match": f'"{MATTER}-{work.incidents.brief(ALL, MATTER).revision}"'}
    paused = client.post(f"{V1}/incidents/{MATTER}/clocks/pause", json={"reason": SAID}, headers=tag_of_clock)
    assert paused.status_code == 200
    decided = {"decision": "reject", "reason": SAID}
    assert client.post(f"{V1}/flags/{card.id}/reviews", json=decided, headers=tag).status_code == 201
    return card.id, RISK


def test_reasons_of_colleagues_are_masked_for_who_reads_masked_texts(
    client: TestClient, ledger: Store, reasoned: tuple[int, int]
) -> None:
    card, incident = reasoned
    pages = [
        f"/cards/{card}",
        f"/incidents/{incident}",
        f"/incidents/{MATTER}",
        f"{V1}/incidents/{MATTER}",
        "/decisions",
        "/queue?status=all",
        "/search?q=яма",
    ]
    pages += [f"{V1}/flags/{card}", f"{V1}/incidents/{incident}", f"{V1}/flags?status=rejected"]
    for role, seen in ((Role.ANALYST, False), (Role.MONITOR, True)):
        who = as_(client, sign(ledger, role, role))
        for page in pages:
            answer = who.get(page, headers={"Accept": "text/html"})
            assert answer.status_code == 200
            assert "ждём" in answer.text or page.startswith(("/queue", "/search")), page
            assert seen or "900 000" not in answer.text, (role, page)


def followed(given: Services, token: str) -> str:
    """All events so far, as a browser follows them."""
    short = replace(given, streams=Streams(every=0.01, beat=0.02, lasts=0.1, most=2))
    with TestClient(create_app(short)) as client:
        return as_(client, token).get(f"{V1}/events", params={"after": 0}).text


@pytest.mark.usefixtures("reasoned")
def test_the_stream_of_events_is_masked_for_everybody(given: Services, ledger: Store) -> None:
    for role in (Role.ANALYST, Role.MONITOR):
        told = followed(given, sign(ledger, role, role))
        assert "ждём [телефон]" in told
        assert "900 000" not in told


def test_the_stream_of_events_keeps_to_ones_block_and_territory(
    client: TestClient, given: Services, ledger: Store
) -> None:
    own = frozenset({block_of(ledger, RISK)})
    heads = {
        sign(ledger, "block", Role.BLOCK_HEAD, blocks=own): {RISK},
        sign(ledger, "none", Role.BLOCK_HEAD, blocks=frozenset({"culture"})): set(),
        sign(ledger, "territory", Role.TERRITORY_HEAD, territories=frozenset({"elsewhere"})): set(),
        sign(ledger, "monitor", Role.MONITOR): {RISK, MATTER},
    }
    for token, seen in heads.items():
        told = followed(given, token)
        assert {int(number) for number in re.findall(r'"incident_id": (\d+)', told)} == seen, token


def test_alerts_and_questions_of_other_blocks_are_not_there_by_their_numbers(client: TestClient, ledger: Store) -> None:
    digest, member = digest_and_member(ledger)
    with ledger.begin() as work:
        foreign = work.alerts.add(ALL, Alert(News.FOUND, "step:902", NOW, block="culture")).id
        work.proposals.put(ALL, [Proposal(RISK, MATTER, 0.9, Reason("alike", 0.9), NOW)])
        (asked,) = work.proposals.find(ALL, Answered.OPEN)
    own = frozenset({block_of(ledger, RISK), "safety"})
    head = as_(client, sign(ledger, "person", Role.BLOCK_HEAD, blocks=own))
    form = {"csrf": CSRF, "delivery": str(member.id)}
    tries = [
        *(head.get(f"{V1}/alerts/{number}") for number in (foreign, digest.alert_id)),
        head.post(f"{V1}/alerts/{foreign}/acknowledge", json={}),
        head.post(f"{V1}/alerts/{foreign}/replay", json={}),
        head.post(f"{V1}/alerts/{member.alert_id}/acknowledge", json={"delivery": digest.id}),
        head.post(f"{V1}/alerts/{member.alert_id}/replay", json={"deliveries": [digest.id]}),
        head.post(f"/alerts/{foreign}/acknowledge", data=form),
        head.post(f"/alerts/{digest.alert_id}/replay", data=form),
        head.post(f"{V1}/proposals/{asked.id}/verdict", json={"accept": False, "reason": "так"}),
        head.post(f"{V1}/proposals/{asked.id}/reopen"),
    ]
    assert [each.status_code for each in tries] == [404] * len(tries)
    assert head.get(f"{V1}/alerts/{member.alert_id}").status_code == 200


def test_a_key_that_is_bound_to_a_block_reaches_no_farther(
    client: TestClient, ledger: Store, key: Callable[..., str]
) -> None:
    own = block_of(ledger, RISK)
    client.headers["Authorization"] = f"Bearer {key(*KEY_RIGHTS, blocks=frozenset({own}))}"
    given = foreign(ledger, Scope(PROFILE.code, blocks=frozenset({own})))
    found = client.get(f"{V1}/incidents").json()["incidents"]
    assert [each["id"] for each in found] == [RISK]
    wrong = {}
    for door in numbered_doors():
        if not (door.path.startswith("/api/") and door.rights <= KEY_RIGHTS):
            continue
        body = OWN.get(door.path) or BODIES.get(door.path.rpartition("/")[2], {})
        tag = {"If-Match": f'"{given["flag_id" if "flag" in door.path else "incident_id"]}-1"'}
        answer = client.request(door.method, door.address(**given), headers=tag, json=body)
        if answer.status_code != 404:
            wrong[door.name] = (answer.status_code, answer.text[:200])
    assert wrong == {}


def test_addresses_of_recipients_are_of_ones_own_blocks_and_for_who_writes(client: TestClient, ledger: Store) -> None:
    own = block_of(ledger, RISK)
    other = next(block.code for block in PROFILE.blocks if block.code != own)
    with ledger.begin() as work:
        for code, block in (("uk", own), ("road", other)):
            work.contacts.save(ALL, Contact(code, "Директор", block, email=f"{code}@example.ru", phone="112"))
    head = as_(client, sign(ledger, "own-head", Role.BLOCK_HEAD, blocks=(own,)))
    assert [each["email"] for each in head.get(f"{V1}/contacts").json()] == ["uk@example.ru"]
    for path, body in (("links", {"contact": "road", "gist": "Яма"}), ("letters", {"contact": "road"})):
        assert head.post(f"{V1}/incidents/{RISK}/{path}", json=body).status_code == 404
    mayor = as_(client, sign(ledger, "mayor", Role.MAYOR))
    seen = [(each["code"], each["email"], each["phone"]) for each in mayor.get(f"{V1}/contacts").json()]
    assert seen == [("road", "", ""), ("uk", "", "")]
