"""Clocks in the life of an incident, as a machine sees and moves them: through the API only."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.services import Services
from core import usecases
from core.accounts import RIGHTS, Role
from core.ports import Batch
from core.posts import Platform, SourceKey
from core.scope import Right, system
from store.ledger import Store
from tests.conftest import NOW
from tests.made import comment
from tests.unit.api.conftest import PROFILE, Clock
from tests.unit.api.test_api import V1, is_problem
from tests.unit.api.test_incidents import Desk, group, listed

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
MESSAGE = {"channel": "phone", "text": "опасно: яма на Заречной у школы", "theme": "safety"}
APPEAL = {"channel": "paper", "regime": "appeal", "text": "яма на Луговой", "theme": "roads"}


def enter(api: TestClient, **fields: Any) -> Desk:
    answer = api.post(f"{V1}/incidents", json=fields)
    assert answer.status_code == 201, answer.text
    return Desk(api, answer.json()["id"])


def clocks(desk: Desk, at: datetime | None = None) -> dict[str, str]:
    """Kind -> state."""
    asked = {"at": at.isoformat()} if at else {}
    answer = desk.api.get(f"{V1}/incidents/{desk.number}", params=asked)
    assert answer.status_code == 200, answer.text
    return {each["kind"]: each["state"] for each in answer.json()["clocks"]}


def ends(desk: Desk) -> dict[str, str]:
    return {each["kind"]: each["due"] for each in desk.read()["clocks"]}


def remind(ledger: Store, at: datetime) -> int:
    return usecases.remind(ledger, system(PROFILE.code), PROFILE, at)


def said(desk: Desk) -> list[tuple[str, str]]:
    steps = [step["detail"] for step in desk.read()["history"] if step["action"] == "clock"]
    return [(step["kind"], step["state"]) for step in steps]


def test_what_grouping_opens_has_its_clocks(api: TestClient, ledger: Store, given: Services) -> None:
    group(ledger, given)
    for each in listed(api):
        shown = Desk(api, each["id"]).read()
        assert {"reaction", "final"} <= {clock["kind"] for clock in shown["clocks"]}
        assert shown["due"] == min(clock["due"] for clock in shown["clocks"])
        assert each["due"] == shown["due"]


def test_a_message_goes_by_working_hours_and_its_importance(api: TestClient) -> None:
    """NOW is Friday, 15:00 in Moscow: two hours are left of the day."""
    desk = enter(api, **MESSAGE)
    assert ends(desk) == {"reaction": "2026-11-23T07:00:00Z", "final": "2026-11-23T13:00:00Z"}
    desk.do("moves", {"to": "verified"})
    assert clocks(desk) == {"reaction": "met", "final": "running"}


def test_steps_start_meet_and_stop_clocks(api: TestClient) -> None:
    desk = enter(api, channel="phone", text="вопрос о льготах", theme="health")
    desk.do("moves", {"to": "routed", "block": "social"})
    assert clocks(desk) == {"reaction": "running", "final": "running", "draft": "running"}
    desk.do("answers", {"text": "Уточняем", "platforms": ["phone"], "final": False})
    desk.do("moves", {"to": "interim"})
    assert clocks(desk) == {"reaction": "met", "final": "stopped", "draft": "met", "after_interim": "running"}
    desk.do("answers", {"text": "Положена доплата с 1 декабря", "platforms": ["phone"]})
    assert desk.do("moves", {"to": "answered"}).json()["due"] is None


def test_an_appeal_is_registered_by_its_number_and_no_clock_of_a_message_applies(api: TestClient) -> None:
    desk = enter(api, **APPEAL)
    assert clocks(desk) == {"registration": "running", "fast": "running"}
    desk.do("moves", {"to": "routed", "block": "roads"})
    desk.do("answers", {"text": "Засыплем 1 декабря", "platforms": ["почта"]})
    is_problem(desk.do("moves", {"to": "answered"}, says=409), 409, "зарегистрируйте")
    shown = desk.do("number", {"number": "77/26"}, "PUT").json()
    assert shown["number"] == "77/26"
    assert {each["kind"]: each["due"] for each in shown["clocks"] if each["kind"] in ("redirect", "answer")} == {
        "redirect": "2026-11-27T20:59:59Z",
        "answer": "2026-12-20T20:59:59Z",
    }
    assert {each["source"] for each in shown["clocks"] if each["kind"] == "answer"} == {"59-ФЗ, ст. 12, ч. 1"}
    assert clocks(desk)["registration"] == "met"
    other = api.post(f"{V1}/incidents", json=APPEAL | {"number": "77/26"})
    is_problem(other, 422, "number")


def test_an_appeal_that_was_registered_before_counts_from_then(api: TestClient) -> None:
    came, noted = NOW - 3 * DAY, NOW - 2 * DAY
    body = APPEAL | {"number": "5", "received": came.isoformat(), "registered": noted.isoformat()}
    assert ends(enter(api, **body))["answer"] == "2026-12-18T20:59:59Z"
    for wrong in ({"registered": (came - DAY).isoformat()}, {"registered": (NOW + DAY).isoformat()}, {"number": ""}):
        is_problem(
            api.post(f"{V1}/incidents", json=body | wrong), 422, "registered" if "registered" in wrong else "number"
        )


def test_an_answer_to_an_appeal_is_put_off_once_with_notice(api: TestClient, clock: Clock) -> None:
    desk = enter(api, **APPEAL, number="8")
    more = {"days": 10, "reason": "запрошены документы"}
    is_problem(desk.do("clocks/extension", more, says=409), 409, "уведомите")
    is_problem(desk.do("clocks/extension", more | {"days": 31}, says=422), 422, "days")
    clock.at = NOW + DAY
    shown = desk.do("clocks/extension", more | {"notified": NOW.isoformat()}).json()
    assert [(each["due"], each["extended_days"]) for each in shown["clocks"] if each["kind"] == "answer"] == [
        ("2026-12-30T20:59:59Z", 10)
    ]
    last = shown["history"][-1]
    assert (last["action"], last["reason"], last["detail"]["kinds"]) == ("extend", "запрошены документы", ["answer"])
    is_problem(desk.do("clocks/extension", more | {"notified": NOW.isoformat()}, says=409), 409, "второй раз")
    is_problem(desk.do("clocks/pause", {"reason": "x"}, says=409), 409, "ни один срок приостановить нельзя")
    one = {"reason": "x", "kind": "answer"}
    is_problem(desk.do("clocks/pause", one, says=409), 409, "календарный срок не приостанавливается")
    message = enter(api, **MESSAGE)
    is_problem(message.do("clocks/extension", more, says=409), 409, "только срок ответа на обращение")


def test_clocks_stand_and_go_on_and_the_past_is_told(api: TestClient, clock: Clock) -> None:
    desk = enter(api, channel="phone", text="вопрос о льготах", theme="health")
    before = ends(desk)
    clock.at = NOW + HOUR
    shown = desk.do("clocks/pause", {"reason": "ждём документы", "kind": "final"}).json()
    assert {each["kind"]: each["state"] for each in shown["clocks"]} == {"reaction": "running", "final": "paused"}
    is_problem(desk.do("clocks/pause", {"reason": "ещё", "kind": "final"}, says=409), 409, "уже приостановлен")
    clock.at = NOW + 3 * DAY
    shown = desk.do("clocks/resume", {}).json()
    assert ends(desk)["final"] > before["final"]
    assert ends(desk)["reaction"] == before["reaction"]
    assert [step["action"] for step in shown["history"]][-2:] == ["pause", "resume"]
    is_problem(desk.do("clocks/resume", {}, says=409), 409, "ни один срок не приостановлен")
    assert clocks(desk, NOW + 2 * HOUR)["final"] == "paused"
    assert clocks(desk, NOW + HOUR / 2)["final"] == "running"
    assert clocks(desk, NOW - HOUR) == {}


def test_terms_are_put_off_by_who_holds_the_right(
    api: TestClient, key: Callable[..., str], browser: TestClient
) -> None:
    desk = enter(api, **MESSAGE)
    poor = key(Right.READ_INCIDENTS, Right.WORK_INCIDENTS, name="poor")
    api.headers["Authorization"] = f"Bearer {poor}"
    is_problem(desk.do("clocks/pause", {"reason": "x"}, says=403), 403, "приостановка и продление сроков")
    assert [role for role in Role if Right.HOLD_CLOCKS in RIGHTS[role]] == [Role.HEAD]


def test_a_merge_stops_clocks_and_an_undone_one_has_them_again(api: TestClient, clock: Clock) -> None:
    one = enter(api, channel="phone", text="вопрос о льготах", theme="health")
    two = enter(api, channel="oral", text="опасно: совсем другое", theme="health")
    before = ends(one)
    clock.at = NOW + HOUR
    one.do("clocks/pause", {"reason": "ждём", "kind": "final"})
    one.do("merge", {"into": two.number})
    assert set(clocks(one).values()) == {"stopped"}
    assert (one.read()["due"], set(clocks(two).values())) == (None, {"running"})
    clock.at = NOW + 2 * HOUR
    one.read()
    one.do("unmerge")
    assert clocks(one) == {"reaction": "running", "final": "paused"}
    assert ends(one)["reaction"] == before["reaction"]
    assert one.read()["due"] == before["reaction"]


def test_what_is_split_out_waits_since_its_posts_came(
    api: TestClient, ledger: Store, given: Services, clock: Clock
) -> None:
    group(ledger, given)
    matter = Desk(api, listed(api, nature="matter")[0]["id"])
    before = ends(matter)["reaction"]
    clock.at = NOW + 3 * HOUR
    made = matter.do("split", {"posts": [matter.read()["posts"][1]["post_id"]]}, says=201).json()["opened"]
    assert {each["due"] for each in made["clocks"] if each["kind"] == "reaction"} == {before}
    assert made["route"]["reasons"]


def test_neither_an_undone_split_nor_a_second_one_gives_new_time(
    api: TestClient, ledger: Store, given: Services, clock: Clock
) -> None:
    group(ledger, given)
    matter = Desk(api, listed(api, nature="matter")[0]["id"])
    before = ends(matter)["reaction"]
    body = {"posts": [matter.read()["posts"][1]["post_id"]]}
    clock.at = NOW + 3 * HOUR
    made = Desk(api, matter.do("split", body, says=201).json()["opened"]["id"])
    made.read()
    made.do("merge", {"into": matter.number})
    clock.at = NOW + 5 * HOUR
    matter.read()
    assert ends(Desk(api, matter.do("split", body, says=201).json()["opened"]["id"]))["reaction"] == before


def test_a_clock_warns_once_before_and_tells_once_after(api: TestClient, ledger: Store, clock: Clock) -> None:
    desk = enter(api, **MESSAGE)
    tag = desk.read() and desk.tag
    for quarter in range(4 * 24 * 4):
        remind(ledger, NOW + quarter * HOUR / 4)
    assert said(desk) == [("reaction", "warn"), ("reaction", "overdue"), ("final", "warn"), ("final", "overdue")]
    desk.read()
    assert desk.tag == tag, "a notice is nobody's decision: it must not spoil the work of a person"
    steps = [step for step in desk.read()["history"] if step["action"] == "clock"]
    assert steps[0]["at"] < steps[0]["detail"]["due"] <= steps[1]["at"]


def test_what_is_met_stopped_or_stands_is_not_spoken_of(api: TestClient, ledger: Store, clock: Clock) -> None:
    met, stands = enter(api, **MESSAGE), enter(api, **MESSAGE | {"text": "опасно: провода"})
    met.do("answers", {"text": "Закрыли 20 ноября", "platforms": ["vk"]})
    for to in ("verified", "answered"):
        met.do("moves", {"to": to})
    stands.do("clocks/pause", {"reason": "ждём"})
    remind(ledger, NOW + 30 * DAY)
    assert (said(met), said(stands)) == ([], [])


def test_the_list_is_filtered_and_sorted_by_due_time(
    api: TestClient, ledger: Store, given: Services, clock: Clock
) -> None:
    quick, slow = enter(api, **MESSAGE), enter(api, channel="phone", text="вопрос о льготах", theme="health")
    appeal = enter(api, **APPEAL, number="9")
    done = enter(api, **MESSAGE)
    done.do("moves", {"to": "rejected", "reason": "без подписи"})
    numbers = [each["id"] for each in listed(api, order="due")]
    assert numbers == [quick.number, slow.number, appeal.number, done.number]
    first = api.get(f"{V1}/incidents", params={"order": "due", "limit": 2}).json()
    rest = api.get(f"{V1}/incidents", params={"order": "due", "limit": 2, "cursor": first["next"]}).json()
    assert [each["id"] for each in (*first["incidents"], *rest["incidents"])] == numbers
    assert listed(api, deadline="overdue") == listed(api, deadline="near") == []
    clock.at = datetime.fromisoformat("2026-11-23T06:30:00+00:00")
    assert [each["id"] for each in listed(api, deadline="near")] == [quick.number]
    clock.at = datetime.fromisoformat("2026-11-23T08:00:00+00:00")
    assert [each["id"] for each in listed(api, deadline="overdue")] == [quick.number]
    assert listed(api, deadline="overdue")[0]["due_state"] == "overdue"
    later = (NOW + 60 * DAY).isoformat()
    assert len(listed(api, deadline="overdue", at=later)) == 3
    past = api.get(f"{V1}/incidents", params={"at": NOW.isoformat(), "order": "due"})
    is_problem(past, 422, "at")
    assert {each["due_state"] for each in listed(api, at=NOW.isoformat()) if each["id"] == quick.number} == {"running"}


def test_a_rise_of_the_level_gives_less_time_and_never_more(
    api: TestClient, ledger: Store, given: Services, clock: Clock
) -> None:
    group(ledger, given)
    matter = Desk(api, listed(api, nature="matter")[0]["id"])
    before = ends(matter)["reaction"]
    clock.at = NOW + HOUR / 2
    with ledger.begin() as work:
        new = comment(60, 1, "опасно: ребёнок упал в яму", published=NOW)
        usecases.receive(work, system(PROFILE.code), SourceKey(Platform.VK, "wall"), Batch((new,), {}), clock.at)
    group(ledger, given)
    shown = matter.read()
    assert (shown["nature"], shown["level"]) == ("risk", "high")
    assert ends(matter)["reaction"] < before


@pytest.mark.parametrize("kind", ["answer", "registration"])
def test_a_clock_that_does_not_run_is_refused_by_its_name(api: TestClient, kind: str) -> None:
    desk = enter(api, **MESSAGE)
    is_problem(desk.do("clocks/pause", {"reason": "x", "kind": kind}, says=409), 409, "не запущен")
