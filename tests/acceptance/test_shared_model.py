"""One folder of models for two municipalities: a promotion reaches both, thresholds stay each one's own."""

import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import pytest

from core import usecases
from core.errors import StaleModel
from core.flags import FlagQuery
from core.journal import JournalQuery
from core.ports import Batch
from core.posts import Platform, SourceKey
from core.risk import Level
from models import registry
from models.data import read
from models.shelf.proposing import promote, propose
from models.train import train
from runtime import flow
from runtime.settings import Settings
from runtime.wiring import House, open_house
from tests.conftest import NOW
from tests.made import post
from tests.server import PostgresServer
from tests.shelf import ENGINES
from tests.unit.models import made
from tests.unit.models.shelves import EASY, Bad

ONE, OTHER = "batetsky", "gubkin"
TEXTS = tuple(row["text"] for row in made.rows())[:12]


@pytest.fixture(params=ENGINES)
def address(request: pytest.FixtureRequest, tmp_path: Path) -> object:
    """Where each keeps its data: on SQLite a database each (one may not hold two), on PostgreSQL one for both."""
    if request.param == "sqlite":
        template = request.getfixturevalue("sqlite_template")
        return lambda code: f"sqlite:///{shutil.copy(template, tmp_path / f'{code}.db')}"
    server: PostgresServer = request.getfixturevalue("postgres")
    _, url = server.guarded()
    return lambda code: url


@pytest.fixture
def two(address: object, tmp_path: Path) -> Iterator[tuple[House, House]]:
    """Both open, over one folder of models; who may promote is each one's own."""
    with ExitStack() as held:
        found = []
        for code in (ONE, OTHER):
            settings = Settings(
                home=tmp_path / code,
                database_url=address(code),
                profile=code,
                models=tmp_path / "models",  # type: ignore[operator]
            )
            house = open_house(settings)
            held.callback(house.store.close)
            found.append(house)
        yield found[0], found[1]


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    """A tiny model, which is none of those shipped."""
    train(made.write(tmp_path), tmp_path / "tiny", progress=lambda _: None)
    return tmp_path / "tiny"


def promoted(house: House, folder: Path, key: Path) -> str:
    """The model proposed and promoted by a person whom this municipality trusts."""
    house.shelf.signers.make("anna", key)
    signer = house.shelf.signers.signer(key)
    rows = [replace(row, text=f"Опять: {row.text}") for row in read(made.write(key.parent)[0])]
    how = {"signer": signer, "why": "общая", "at": NOW}
    version, found = propose(house.shelf, folder, rows, Bad(), registry.load, limits=EASY, **how)  # type: ignore[arg-type]
    assert found.passed, found.findings
    promote(house.shelf, version, Bad.version, **how)  # type: ignore[arg-type]
    return version


def trust(house: House, other: House) -> None:
    """The second puts the first one's public key among its own."""
    house.settings.signers_path.mkdir(parents=True, exist_ok=True)
    shutil.copy(other.settings.signers_path / "anna.pub", house.settings.signers_path)


def receive(house: House, first: int, texts: tuple[str, ...] = TEXTS) -> None:
    found = tuple(post(number, text) for number, text in enumerate(texts, first))
    with house.store.begin() as work:
        usecases.receive(work, house.scope, SourceKey(Platform.VK, "wall"), Batch(found, {}), NOW)
    flow.settle(house)


def followed(house: House) -> list[str]:
    """The models that the own journal tells of, the oldest first."""
    with house.store.read() as work:
        entries = work.journal.find(house.scope, JournalQuery(group="model", limit=50)).entries
    return [each.subject for each in reversed(entries) if each.action == "model.follow"]


def test_a_promotion_by_one_reaches_the_other_that_trusts_its_signer_and_stands_in_both_journals(
    two: tuple[House, House], tiny: Path, tmp_path: Path
) -> None:
    one, other = two
    shipped = one.assessor.version
    receive(one, 1)
    receive(other, 1)
    assert (followed(one), followed(other)) == ([], [])
    version = promoted(one, tiny, tmp_path / "anna.pem")
    trust(other, one)
    receive(one, 100)
    receive(other, 100)
    assert one.assessor.version == other.assessor.version == version != shipped
    assert followed(one) == followed(other) == [version]
    receive(other, 200)
    assert followed(other) == [version], "told once"


def test_who_does_not_trust_the_signer_keeps_the_former_model_and_says_why(
    two: tuple[House, House], tiny: Path, tmp_path: Path
) -> None:
    one, other = two
    shipped = other.assessor.version
    version = promoted(one, tiny, tmp_path / "anna.pem")
    receive(one, 1)
    receive(other, 1)
    assert (one.assessor.version, other.assessor.version) == (version, shipped)
    assert "доверенных" in str(getattr(other.assessor, "ailing", ""))
    assert followed(other) == []
    again = replace(other)
    with pytest.raises(StaleModel, match="доверенных"):
        again.assessor  # noqa: B018 — a restart does not fall back in silence


def test_the_same_opinion_is_weighed_by_the_thresholds_of_each(
    two: tuple[House, House], tiny: Path, tmp_path: Path
) -> None:
    one, other = two
    promoted(one, tiny, tmp_path / "anna.pem")
    trust(other, one)
    strict = replace(other.profile, thresholds={"medium": 1, "high": 2, "critical": 3})
    loose = replace(one.profile, thresholds={"medium": 97, "high": 98, "critical": 99})
    houses = replace(one, profile=loose), replace(other, profile=strict)
    levels = []
    for house in houses:
        receive(house, 1)
        with house.store.read() as work:
            cards = work.flags.find(house.scope, FlagQuery(statuses=(), limit=100)).flags
        levels.append({each.risk.level for each in cards})
    assert houses[0].assessor.version == houses[1].assessor.version
    assert Level.CRITICAL in levels[1]
    assert Level.CRITICAL not in levels[0]
