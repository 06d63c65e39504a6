"""Decree 000, Порядок, played on the demo's heating storm: through the API only, with the shipped model.

Posts come as the collector would bring them, in the order in which they were seen; everything else is a request.
"""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response

import profiles
from api import create_app
from api.passwords import digest, new_key
from core.accounts import KEY_RIGHTS, Key
from runtime import flow, outbox, services
from runtime.missettings import PREFIX
from runtime.settings import Settings
from runtime.wiring import House, open_house
from tests.shelf import Shelf

V1 = "/api/v1"
PROFILE = "yasnobor"


def moscow(day: int, time: str) -> datetime:
    """A moment of the demo's November."""
    return datetime.fromisoformat(f"2026-11-{day:02}T{time}:00+03:00")


class Clock:
    """A clock that the story sets."""

    at = datetime(2026, 10, 21, 12, tzinfo=UTC)

    def now(self) -> datetime:
        return self.at


class District:
    """The demo's pages and chats, read up to a moment of the story, and the centre's API."""

    def __init__(self, house: House, clock: Clock, folder: Path) -> None:
        self.house, self.clock, self._folder = house, clock, folder
        self._read = datetime.min.replace(tzinfo=UTC)
        self.api = TestClient(create_app(services.make(house)))
        self.sign_in("officer")

    def sign_in(self, name: str) -> None:
        """Whose key the next requests carry."""
        made = new_key()
        with self.house.store.begin() as work:
            work.accounts.add_key(PROFILE, Key(name, digest(made), frozenset(KEY_RIGHTS)))
        self.api.headers["Authorization"] = f"Bearer {made}"

    def until(self, moment: datetime) -> None:
        """The day goes on: what was seen by then is collected, assessed, weighed and grouped."""
        self.clock.at = moment
        for recorded in sorted(profiles.DEMO.glob("*.jsonl")):
            rows = recorded.read_text(encoding="utf-8").splitlines()
            self.collect(recorded.name, [row for row in map(json.loads, rows) if self._read < seen(row) <= moment])
        self._read = moment
        flow.settle(self.house)
        flow.notice(self.house)
        outbox.prepare(self.house)

    def collect(self, name: str, rows: list[dict[str, Any]]) -> None:
        """Bring observations of one source in."""
        if rows:
            path = self._folder / name
            path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
            flow.import_file(self.house, flow.FileOrder(path))

    def get(self, address: str, **asked: Any) -> dict[str, Any]:
        """What the API says."""
        answer = self.api.get(V1 + address, params=asked)
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    def storms(self) -> list[dict[str, Any]]:
        """Storm cards of the housing theme."""
        return list(self.get("/incidents", storm=True, theme="housing")["incidents"])


def seen(row: dict[str, Any]) -> datetime:
    """When the collector would have seen this observation."""
    return datetime.fromisoformat(row.get("seen") or row["date"])


class Desk:
    """One incident in an officer's hands: keeps the newest ETag."""

    def __init__(self, district: District, number: int) -> None:
        self._district, self.number = district, number

    def read(self) -> dict[str, Any]:
        return self._district.get(f"/incidents/{self.number}")

    def do(self, what: str, body: dict[str, Any], says: int = 200) -> Response:
        """Change it on the newest revision; the answer must have this status."""
        address = f"{V1}/incidents/{self.number}"
        tag = self._district.api.get(address).headers["ETag"]
        answer = self._district.api.post(f"{address}/{what}", json=body, headers={"If-Match": tag})
        assert answer.status_code == says, answer.text
        return answer

    def move(self, to: str, **more: str) -> dict[str, Any]:
        """One step of the procedure."""
        found = dict(self.do("moves", {"to": to, **more}).json())
        assert found["status"] == to
        return found

    def answer(self, text: str, *links: str) -> int:
        """Enter an answer on two platforms; gives its id."""
        body = {"text": text, "platforms": ["vk", "max"], "links": list(links)}
        return int(self.do("answers", body).json()["answers"][-1]["id"])

    def refused(self, to: str, status: int) -> str:
        """Try a step that must not be made; gives what is said."""
        before = self.read()["status"]
        told = str(self.do("moves", {"to": to}, says=status).json()["detail"])
        assert self.read()["status"] == before
        return told

    def moves(self) -> list[tuple[str, str, str]]:
        """All steps between states: from, to, who."""
        return [
            (step["before"], step["after"], step["who"]) for step in self.read()["history"] if step["action"] == "move"
        ]


@pytest.fixture(scope="module")
def district(tmp_path_factory: pytest.TempPathFactory, shelf: Shelf) -> Iterator[District]:
    folder, clock, installed = tmp_path_factory.mktemp("district"), Clock(), shelf.installed()
    with pytest.MonkeyPatch.context() as bare:
        for name in Settings.model_fields:
            bare.delenv(PREFIX + name.upper(), raising=False)
        settings = Settings(home=folder / "home", profile=PROFILE, **installed)  # type: ignore[arg-type]  # texts
    house = open_house(settings, clock)
    yield District(house, clock, folder)
    house.store.close()
    shelf.forget(installed)


def alerts_of(district: District, number: int) -> list[dict[str, Any]]:
    """What the alert chat was told of an incident."""
    return [each for each in district.get("/alerts")["alerts"] if each["incident_id"] == number]


def check_found(card: dict[str, Any]) -> None:
    """П. 1: one card instead of many, with its curve, places and sources."""
    assert (card["nature"], card["status"], card["storm"], card["block"]) == ("risk", "found", True, "communal")
    spread = card["spread"]
    assert sum(point["posts"] for point in spread["curve"]) == card["posts_count"] >= 7
    assert len(spread["sources"]) >= 3
    assert any(place.startswith("Энтузиастов") for place in spread["places"]), spread["places"]
    assert all(post["reason"]["text"] for post in card["posts"])
    (began,) = [step for step in card["history"] if step["action"] == "storm"]
    assert began["detail"]["times"] >= 4
    assert card["moves"] == ["refuted", "rejected", "verified"]


def check_campaign(district: District, number: int) -> None:
    """П. 3: the storm asks for a campaign, in a format of its own; a person plans it and ends it with a result."""
    (asked,) = [each for each in district.get("/campaigns/notices")["notices"] if each["incident_id"] == number]
    assert asked["message"].startswith(f"НУЖНА ИНФОРМАЦИОННАЯ КАМПАНИЯ № К-{asked['id']}: всплеск сообщений\nТема: ЖКХ")
    address = f"{V1}/campaigns/notices/{asked['id']}/verdict"
    made = district.api.post(address, json={"accept": True}).json()["campaign"]
    assert (made["state"], made["incident_id"], made["block"]) == ("planned", number, "communal")
    assert made["tasks"][0]["position"] == "Заместитель главы администрации по ЖКХ"
    assert made["effect"]["during"] >= 1


def check_answered_with_links(desk: Desk) -> None:
    """П. 2: no links to the publications, no next step."""
    assert "сначала внесите текст ответа" in desk.refused("answered", 409)
    answer = desk.answer("Котельную № 3 запустят 17 ноября до 21:00, отвечает директор МУП «Яснотепло».")
    desk.move("answered")
    assert "нет ссылок на публикации ответа (Порядок, п. 2)" in desk.refused("watched", 422)
    desk.do(f"answers/{answer}/links", {"links": ["https://vk.com/wall-1_18618"]})
    desk.move("watched")


def test_the_heating_storm_from_the_first_post_to_worked_off_and_back(district: District) -> None:
    district.until(moscow(15, "05:45"))
    assert district.storms() == []
    district.until(moscow(15, "08:45"))
    (found,) = district.storms()
    desk = Desk(district, found["id"])
    check_found(desk.read())
    alerts = alerts_of(district, desk.number)
    assert alerts, "a found risk must be in the alert chat"

    check_campaign(district, desk.number)

    told = desk.refused("worked_off", 409)
    for word in ("обнаружен", "отработан", "подтверждён проверкой", "опровергнут", "отклонён"):
        assert f"«{word}»" in told
    desk.move("verified", reason="порыв у Кирпичной, 5 подтверждён; срок запуска неизвестен")
    district.until(moscow(16, "14:30"))
    check_answered_with_links(desk)

    district.until(moscow(16, "15:30"))
    again = desk.read()
    assert again["status"] == "reopened"
    assert again["history"][-1]["reason"] == "дальнейшее распространение: новая публикация"
    (newest,) = [post for post in again["posts"] if post["published"] >= "2026-11-16T12:00"]
    assert newest["key"]["message"] == "18623"
    assert "прежний дан до того" in desk.refused("answered", 409), "the old answer is no answer to the new"

    district.until(moscow(17, "22:30"))
    desk.answer("Тепло подано во все 23 дома 17 ноября в 21:15.", "https://vk.com/wall-1_18627")
    desk.move("answered")
    desk.move("watched")
    district.until(moscow(19, "23:00"))
    assert desk.read()["status"] == "watched", "the two days after were silent in this incident"
    district.sign_in("head")
    done = desk.move("worked_off", outcome="solved")
    assert (done["outcome"], done["moves"]) == ("solved", ["reopened"])

    cold = district.get("/incidents", text="опять холодные Механизаторов")["incidents"][0]
    assert (cold["theme"], cold["status"], cold["storm"]) == ("housing", "registered", False)
    Desk(district, cold["id"]).do("merge", {"into": desk.number, "reason": "та же котельная, тот же стояк"})
    back = desk.read()
    assert (back["status"], back["outcome"]) == ("reopened", None)
    assert f"присоединён открытый инцидент {cold['id']}" in back["history"][-1]["reason"]
    assert cold["id"] in back["absorbed"]

    officer, head, job = "key:officer", "key:head", "system"
    assert desk.moves() == [
        ("found", "verified", officer),
        ("verified", "answered", officer),
        ("answered", "watched", officer),
        ("watched", "reopened", job),
        ("reopened", "answered", officer),
        ("answered", "watched", officer),
        ("watched", "worked_off", head),
        ("worked_off", "reopened", head),
    ]
    times = [step["at"] for step in back["history"]]
    assert times == sorted(times)
    assert [step["id"] for step in back["history"]] == sorted(step["id"] for step in back["history"])


def test_a_paper_appeal_is_closed_by_its_outgoing_number(district: District) -> None:
    text = "Прошу сообщить, когда отремонтируют кровлю дома 4 по Парковой улице. Протекает третий год."
    body = {"channel": "paper", "regime": "appeal", "applicant": "citizen", "text": text, "number": "О-112"}
    made = district.api.post(f"{V1}/incidents", json=body)
    assert made.status_code == 201, made.text
    card = made.json()
    assert (card["nature"], card["status"], card["regime"], card["number"]) == (
        "matter",
        "registered",
        "appeal",
        "О-112",
    )
    desk = Desk(district, card["id"])
    desk.move("routed", block="communal", recipient="Начальник отдела ЖКХ")
    desk.move("in_work")
    desk.answer("Кровлю отремонтируют до 30 июня, ответственный — начальник отдела ЖКХ.")
    desk.move("answered")
    assert "укажите итог" in desk.refused("closed", 422)
    told = desk.do("moves", {"to": "closed", "outcome": "explained"}, says=422).json()["detail"]
    assert "исходящий номер ответа" in told
    closed = desk.move("closed", outcome="explained", outgoing="О-112/исх")
    assert (closed["outgoing"], closed["outcome"]) == ("О-112/исх", "explained")
    other = Desk(district, district.get("/incidents", regime="message", nature="matter")["incidents"][0]["id"])
    mixed = other.do("merge", {"into": desk.number}, says=409).json()["detail"]
    assert "59-ФЗ" in mixed
