"""What notebooks read of a centre's own labels: every row has its facts, and what is not there is said in words."""

import json
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from core import usecases
from core.learning import Label
from core.ports import Batch
from core.posts import Platform, SourceKey
from models import slices
from runtime import flow, workbench
from runtime.settings import load
from runtime.wiring import House, open_house
from tests.acceptance.conftest import Ran
from tests.made import post

PHONE = "+7 900 000-00-00"
TEXTS = [f"Яма на Заречной, {n}, объезжаем по газону, звоните {PHONE}" for n in range(1, 21)]
GIVEN = {
    "theme": "roads",
    "kind": "problem",
    "solvable": True,
    "neg": 1,
    "risk": 1,
    "flags": {},
    "places": [],
}


@pytest.fixture
def house(home: Path) -> Iterator[House]:
    opened = open_house(load())
    found = tuple(post(n, text) for n, text in enumerate(TEXTS, 1))
    with opened.store.begin() as work:
        usecases.receive(work, opened.scope, SourceKey(Platform.VK, "wall"), Batch(found, {}), opened.clock.now())
    flow.settle(opened)
    yield opened
    opened.store.close()


@pytest.fixture
def own(house: House) -> None:
    with house.store.begin() as work:
        for example in work.labels.some(house.scope, range(1, len(TEXTS) + 1)):
            label = Label("user:anna", house.clock.now(), GIVEN, model="x")
            usecases.mark(work, house.scope, example.post_id, label, example.id)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Base rows: one of them is of words that the centre labels, too."""
    about = {"theme": "waste", "kind": "problem", "solvable": 1, "neg": 1, "risk": 1, "flags": [], "places": []}
    rows = [
        {"id": "a", "text": "Мусор во дворе", "source": "public", "date": "2026-07-01", **about},
        *({"id": f"copy {text}", "text": text, "source": "copy", **about} for text in TEXTS),
        {"id": "b", "text": "Баки не вывезли", "source": "chat", "date": "2026-01-09", **about},
    ]
    path = tmp_path / "train.jsonl"
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf-8")
    return path


def test_the_centres_own_rows_have_their_facts_and_no_base_row_has_those_of_another(own: None, file: Path) -> None:
    rows = workbench.rows(file, own=True)
    facts = workbench.facts(file, rows, own=True)
    assert len(facts) == len(rows)
    known = {row.text: each for row, each in zip(rows, facts, strict=True)}
    assert known["Мусор во дворе"] | {"source": "public", "season": "лето"} == known["Мусор во дворе"]
    assert known["Баки не вывезли"]["source"] == "chat"
    mine = [each for row, each in zip(rows, facts, strict=True) if row.id.startswith("vk:")]
    assert mine
    assert Counter(each["source"] for each in mine) == {"vk:wall": len(mine)}
    assert all("season" in each for each in mine)
    found = slices.slices(facts, [True] * len(rows))
    assert sum(each.n for each in found if each.kind == "source") == len(rows)
    crossed = workbench.crossed(facts, rows, "source")
    assert ("Дороги", "vk:wall", len(mine)) in [(title, source, n) for title, source, n in crossed]


def test_where_nobody_labelled_blindly_with_another_the_agreement_says_so(own: None, file: Path) -> None:
    found = workbench.labelled(file, own=True)
    assert not [each for each in found if "900 000" in each.text]
    assert "20 texts are labelled, none of them by two people" in workbench.agreed(found)
    assert "without the model's opinion" in workbench.agreed(found, blind=True)
    assert "0 texts" in workbench.agreed(workbench.labelled(file.parent / "labels.jsonl"))


def test_commands_say_in_words_that_there_is_nothing_yet(mcu: Callable[..., Ran], house: House) -> None:
    assert "ни одного текста не разметили двое" in mcu("labels", "agreement").out
    assert "вслепую двое" in mcu("labels", "agreement", "--blind").out
    assert "Сдвиг" in mcu("model", "drift").out
    assert "┃" not in mcu("model", "drift").out
    assert "В реестре пусто" in mcu("model", "list").out


def test_agreement_is_told_in_russian(mcu: Callable[..., Ran], house: House, own: None) -> None:
    with house.store.begin() as work:
        example = work.labels.some(house.scope, [1])[0]
        label = Label("user:boris", house.clock.now(), {**GIVEN, "theme": "waste", "solvable": False}, model="x")
        usecases.mark(work, house.scope, 1, label, example.id)
    told = mcu("labels", "agreement").out
    assert all(word in told for word in ("тема", "можно решить", "Дороги", "Обращение с отходами", "нет")), told
    assert not [code for code in ("theme", "solvable", "roads", "waste", "True") if code in told]
