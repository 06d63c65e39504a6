"""Labels, the register, shadows and drift through the API."""

import json
import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from fastapi.testclient import TestClient

from api import create_app
from api.services import Services
from core import usecases
from core.accounts import Role
from core.errors import StaleModel
from core.labels import Theme
from core.scope import Right
from core.shelf import Act, Deed, Entry, Measured, Shade, Shelf
from store.ledger import Store
from tests.conftest import NOW
from tests.made import said
from tests.unit.api.conftest import PROFILE, Clock
from tests.unit.api.web.reading import SCOPE, Seen, enter

LABELS = {"theme": "roads", "kind": "problem", "solvable": True, "neg": 1, "risk": 1, "flags": {"repeat": True}}


def marked(api: TestClient, post_id: int = 1, **fields: object) -> object:
    body = {"post_id": post_id, "version": f"vk:wall/{post_id}@1", "labels": LABELS, **fields}
    return api.post("/api/v1/labels", json=body)


def test_a_label_is_kept_and_leaves_as_a_file_with_masks(api: TestClient) -> None:
    assert marked(api).status_code == 201  # type: ignore[attr-defined]
    file = api.get("/api/v1/labels/export")
    (row,) = map(json.loads, file.text.splitlines())
    assert (row["theme"], row["flags"], row["shown"], row["model"]) == ("roads", ["repeat"], False, "test-1")
    assert "[телефон]" in row["text"]
    assert "900 000" not in file.text
    assert api.get("/api/v1/labels/export", params={"form": "labelstudio"}).json()[0]["annotations"]
    assert api.get("/api/v1/labels/export", params={"form": "csv"}).text.count("\n") >= 2
    assert "<View>" in api.get("/api/v1/labels/studio").text


def test_a_file_comes_back_and_says_what_it_refused(api: TestClient) -> None:
    marked(api)
    file = api.get("/api/v1/labels/export").text.replace("key:test", "user:two")
    file += file.replace("vk:wall/1@1", "vk:wall/99@1")
    answer = api.post("/api/v1/labels/import", json={"content": file}).json()
    assert (answer["added"], answer["refused"]) == (1, {"vk:wall/99@1": "такого текста здесь нет"})
    broken = api.post("/api/v1/labels/import", json={"content": "{"}).json()
    assert (broken["added"], list(broken["refused"])) == (0, ["строка 1"])
    foreign = api.post("/api/v1/labels/import", params={"form": "labelstudio"}, json={"content": "{}"})
    assert foreign.status_code == 422
    agreed = {each["field"]: each for each in api.get("/api/v1/labels/agreement").json()["agreement"]}
    assert (agreed["theme"]["texts"], agreed["theme"]["same"]) == (1, 1.0)


def test_what_is_wanted_hides_the_opinion_of_the_model(api: TestClient, clock: Clock) -> None:
    first = api.get("/api/v1/labels/wanted").json()
    assert (first["weekly"], len(first["chosen"])) == ([], 4)
    assert first["chosen"][0]["parts"].keys() == {"doubt", "rarity", "drift", "alike"}
    clock.at = NOW.replace(day=25)
    answer = api.get("/api/v1/labels/wanted").json()
    assert {each["post_id"] for each in answer["weekly"]} == {1, 2, 3, 4}
    assert answer["chosen"] == []
    assert all("theme" not in each for each in answer["weekly"] + answer["chosen"])
    marked(api, 2)
    (row,) = map(json.loads, api.get("/api/v1/labels/export").text.splitlines())
    assert row["cause"] == "random"


@pytest.mark.parametrize(
    ("path", "right"),
    [
        ("/labels/export", Right.LABEL),
        ("/labels/wanted", Right.EXPORT),
        ("/labels/agreement", Right.READ_FLAGS),
        ("/model/shelf", Right.READ_POSTS),
        ("/model/shadows", Right.READ_HEALTH),
    ],
)
def test_another_right_opens_no_door(browser: TestClient, key: Callable[..., str], path: str, right: Right) -> None:
    browser.headers["Authorization"] = f"Bearer {key(right)}"
    assert browser.get(f"/api/v1{path}").status_code == 403


MEASURES = (Measured("theme", 0.7, 0.8, 0.05, 0.15, 200, "gain"),)


class Register:
    """A register with a champion and a challenger in the shadow."""

    def state(self) -> Shelf:
        about = ("2026-11-20", "anna", "Стекляшка", 300, {}, True, (), MEASURES)
        entries = tuple(Entry(version, *about) for version in ("next-1", "next-2"))
        deeds = (Deed(1, Act.PROPOSE, "next-1", "anna", NOW, "Стекляшка", signer="anna"),)
        return Shelf("next-1", entries, deeds, (Shade("next-2", NOW, 7),))


@pytest.fixture
def given(given: Services) -> Services:
    return replace(given, shelf=Register())


@pytest.fixture
def shadowed(ledger: Store) -> None:
    with ledger.read() as work:
        waiting = work.shadows.pending(SCOPE, "next-2", NOW, 10)
    with ledger.begin() as work:
        work.shadows.save(SCOPE, [(each, said(Theme.ROADS, model="next-2")) for each in waiting], NOW)


def test_the_register_and_the_shadow_are_told_to_machines(api: TestClient, shadowed: None) -> None:
    found = api.get("/api/v1/model/shelf").json()
    assert (found["champion"], found["entries"][0]["measures"][0]["verdict"]) == ("next-1", "gain")
    assert found["history"][0]["act"] == "propose"
    (shadow,) = api.get("/api/v1/model/shadows").json()["shadows"]
    assert (shadow["version"], shadow["posts"]) == ("next-2", 4)
    assert shadow["turns"]["more"] == 1
    assert all("900 000" not in each["text"] for each in shadow["shown"])


def test_the_weeks_of_drift_are_told(api: TestClient, ledger: Store, clock: Clock) -> None:
    clock.at = NOW.replace(day=25)
    count = usecases.drift(ledger, SCOPE, PROFILE.timezone, lambda texts: [0.5] * len(texts), clock.at)
    assert count > 0
    assert usecases.drift(ledger, SCOPE, PROFILE.timezone, lambda texts: [0.5] * len(texts), clock.at) == 0
    cells = api.get("/api/v1/model/drift").json()["cells"]
    whole = next(each for each in cells if (each["source"], each["theme"]) == ("", ""))
    assert (whole["n"], whole["unknown"]) == (4, 0.5)


def test_the_page_of_the_model_shows_all_of_it(given: Services, person: Callable[..., str], shadowed: None) -> None:
    person(Role.HEAD)
    with TestClient(create_app(given), base_url="http://testserver") as browser:
        enter(browser)
        text = Seen(browser.get("/model").text).text
    for word in (
        "Стекляшка",
        "next-1 в работе",
        "70 % → 80 %",
        "показал бы ещё",
        "Сдвиги",
        "карточка",
        "Согласие людей",
        "Нет данных: ни одного текста, о котором судили бы двое.",
    ):
        assert word in text, word


class Cut:
    """A register whose history was cut."""

    def state(self) -> Shelf:
        raise StaleModel("конец истории отрезан")


def test_the_page_of_the_model_says_what_ails_it_and_shows_all_else(
    given: Services, person: Callable[..., str]
) -> None:
    person(Role.HEAD)
    for shelf, check in ((Register(), lambda: "файл модели не тот"), (Cut(), lambda: Cut().state().champion)):
        ill = replace(given, shelf=shelf, checks={"model": check})
        with TestClient(create_app(ill), base_url="http://testserver") as browser:
            enter(browser)
            answer = browser.get("/model")
        assert answer.status_code == 200
        text = Seen(answer.text).text
        assert "С моделью не всё в порядке" in text
        assert "файл модели не тот" in text or "конец истории отрезан" in text
        assert "Карточка модели" in text


WRONG = {
    "jsonl": ("true", "7", "[]", '"x"', "[" * 100_000, '{"id": {}}'),
    "labelstudio": (
        *("[1]", '[{"annotations": 1}]', '[{"annotations": [{"result": [1]}]}]', "[" * 100_000),
        '[{"annotations": [{"result": [{"from_name": "theme", "value": 1}]}]}]',
        '[{"annotations": [{"result": [{"from_name": "theme", "value": {"choices": 1}}]}]}]',
    ),
}


@pytest.mark.parametrize(("form", "content"), [(form, each) for form, every in WRONG.items() for each in every])
def test_a_file_of_another_shape_is_refused_in_words(api: TestClient, form: str, content: str) -> None:
    answer = api.post("/api/v1/labels/import", params={"form": form}, json={"content": content})
    if answer.status_code == 422:
        assert form == "labelstudio", "a row is refused by itself, a file that is no list as a whole"
        return
    told = answer.json()
    assert (answer.status_code, told["added"], len(told["refused"])) == (200, 0, 1)
    assert all(re.search("[а-я]{2}", why) for why in told["refused"].values())
