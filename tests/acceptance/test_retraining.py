"""From the monitor's correction to a better model: a word of the town that no model knew is taught, and taken back."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api import create_app
from api.passwords import digest, new_key
from core import usecases
from core.accounts import KEY_RIGHTS, Key
from core.flags import Decision, FlagQuery, Review
from core.learning import Label
from core.ports import Batch
from core.posts import Platform, SourceKey
from models import registry
from models.data import read
from models.gate import Limits
from models.shelf.proposing import promote, propose
from models.train import train
from runtime import flow, services
from runtime.commands.learning import own_lessons
from runtime.settings import load
from runtime.wiring import House, open_house
from tests.acceptance.centre import Centre
from tests.acceptance.conftest import Ran
from tests.made import post
from tests.shelf import as_environment
from tests.unit.models import made
from tests.unit.models.shelves import Bad

WHAT = (
    *(
        "Стекляшка опять закрыта, ехать некуда",
        "Когда откроют Стекляшку? Людям плохо",
        "До Стекляшки дошли, а там замок",
    ),
    *("Без Стекляшки старикам не к кому идти", "Стекляшку заколотили и забыли", "В Стекляшке пусто третий месяц"),
    *("Верните нам Стекляшку", "Из Стекляшки всех убрали", "Стекляшка стоит тёмная", "Опять обещают Стекляшку"),
)
WHOSE = ("на Садовой", "в нашем дворе", "у школы", "в деревне Ручьи", "на проспекте Мира", "соседям")
TALE = ("сил нет", "доколе", "ждём ответа", "пишем снова", "стыдно")
TEXTS = [f"{what}, {whose} {tale}!" for what in WHAT for whose in WHOSE for tale in TALE]
NAMED = ("Садовой", "деревне Ручьи", "проспекте Мира")
ASKED = "Скажите, Стекляшка когда-нибудь заработает?"
PERSON = "user:monitor"


@pytest.fixture
def house(home: Path) -> Iterator[House]:
    opened = open_house(load())
    yield opened
    opened.store.close()


@pytest.fixture
def base(home: Path, tmp_path: Path, house: House) -> list[Path]:
    """What the first champion is taught: it never read of the place. A second file is kept to judge by."""
    taught, kept = tmp_path / "base.jsonl", tmp_path / "kept.jsonl"
    # Plain grades: what the place of a text says of its tone nobody could tell.
    rows = [row | {"neg": row["solvable"], "risk": row["solvable"], "flags": []} for row in made.rows()]
    for path, part in ((taught, rows), (kept, [row | {"text": f"Опять: {row['text']}"} for row in rows])):
        path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in part), encoding="utf-8")
    train([taught], tmp_path / "first", progress=lambda _: None)
    house.shelf.signers.make("anna", home / "anna.pem")
    signer = house.shelf.signers.signer(home / "anna.pem")
    how = {"signer": signer, "why": "первая", "at": house.clock.now()}
    version, _ = propose(
        house.shelf,
        tmp_path / "first",
        read(kept),
        Bad(),
        registry.load,
        limits=Limits(1e9),
        **how,  # type: ignore[arg-type]
    )
    promote(house.shelf, version, Bad.version, **how)  # type: ignore[arg-type]
    return [taught, kept]


def correct(house: House) -> int:
    """300 posts come; the monitor corrects each: on its card where it has one, else on the page of labels."""
    with house.store.begin() as work:
        found = tuple(post(n, text) for n, text in enumerate(TEXTS, 1))
        usecases.receive(work, house.scope, SourceKey(Platform.VK, "wall"), Batch(found, {}), house.clock.now())
    flow.settle(house)
    now = house.clock.now()
    with house.store.begin() as work:
        cards = {each.post_id: each for each in work.flags.find(house.scope, FlagQuery(statuses=(), limit=1000)).flags}
        for example in work.labels.some(house.scope, range(1, len(TEXTS) + 1)):
            given = {"theme": "health", "kind": "problem", "places": [each for each in NAMED if each in example.text]}
            if card := cards.get(example.post_id):
                decided = Review(card.id, PERSON, Decision.CORRECT, now, labels=given)
                usecases.review(work, house.scope, house.profile, decided, card.revision)
            else:
                assert example.said
                label = Label(PERSON, now, given, model=example.said.model, shown=True)
                usecases.mark(work, house.scope, example.post_id, label, example.id)
    return len(cards)


class Asker(threading.Thread):
    """Asks the API without a pause, as the rest of the centre does."""

    def __init__(self, api: TestClient) -> None:
        super().__init__()
        self.api, self.stop, self.said, self.wrong = api, threading.Event(), set[tuple[str, str]](), list[object]()

    def ask(self) -> tuple[str, str]:
        answer = self.api.post("/api/v1/assess", json={"texts": [{"text": ASKED}], "why": False})
        if answer.status_code != 200:
            self.wrong.append(answer.text)
            return "", ""
        (row,) = answer.json()["assessments"]
        return row["theme"], row["model"]

    def until(self, wanted: tuple[str, str]) -> bool:
        """Ask until it is so: while one request loads the new model, the others are answered by the old one."""
        end = time.monotonic() + 60
        while time.monotonic() < end:
            if self.ask() == wanted:
                return True
        return False

    def run(self) -> None:
        while not self.stop.is_set():
            self.said.add(self.ask())


@pytest.fixture
def asker(house: House, base: list[Path]) -> Iterator[Asker]:
    key = new_key()
    with house.store.begin() as work:
        work.accounts.add_key(house.profile.code, Key("test", digest(key), KEY_RIGHTS))
    with TestClient(create_app(services.make(house))) as api:
        api.headers["Authorization"] = f"Bearer {key}"
        asking = Asker(api)
        asking.start()
        yield asking
        asking.stop.set()
        asking.join(60)


def test_three_hundred_corrections_teach_a_word_of_the_town_and_can_be_taken_back(
    mcu: Callable[..., Ran],
    house: House,
    base: list[Path],
    asker: Asker,
    home: Path,
    installed: dict[str, str],
    tmp_path: Path,
) -> None:
    taught, kept = base
    first = house.assessor.version
    cards = correct(house)
    assert cards > 0
    lessons = own_lessons()
    assert len(lessons.taught) + len(lessons.judged) == len(TEXTS) == 300
    assert 30 <= len(lessons.judged) <= 90

    done = mcu("train", "--data", taught, "--own", "--out", tmp_path / "next")
    assert done.code == 0, done.err
    how = ("--why", "Стекляшка", "--key", home / "anna.pem")
    # A process of its own, as in a centre: the gate counts what a model costs its process, and here somebody asks.
    centre = Centre(home, as_environment(installed))
    offered = centre.mcu("model", "propose", *map(str, (tmp_path / "next", "--judge", kept, *how)))
    assert offered.code == 0, offered.out
    second = registry.load(tmp_path / "next").version
    before = asker.ask()
    assert before[0] != "health"
    assert before[1] == first

    promoted = mcu("model", "promote", second, *how)
    assert promoted.code == 0, promoted.err
    assert asker.until(("health", second))
    start = time.monotonic()
    assert mcu("model", "rollback", "--why", "проверка").code == 0
    assert time.monotonic() - start < 1
    assert asker.until(before)

    told = mcu("model", "list").out
    assert all(word in told for word in ("введена в работу", "возвращена", "Стекляшка", "anna"))
    asker.stop.set()
    asker.join(60)
    assert asker.wrong == []
    assert {model for _, model in asker.said} >= {first, second}
