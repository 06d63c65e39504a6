from dataclasses import replace

import pytest

import models
from models import registry
from models.data import read
from models.shelf.files import Files
from models.shelf.proposing import promote, propose
from models.shelf.signing import Signers
from models.train import train
from tests.conftest import NOW
from tests.unit.models import made
from tests.unit.models.shelves import EASY, Bad


@pytest.fixture(scope="session")
def tiny(tmp_path_factory):
    """Folder of a tiny model trained on invented texts."""
    folder = tmp_path_factory.mktemp("tiny")
    train(made.write(folder), folder / "model", progress=lambda _: None)
    return folder / "model"


@pytest.fixture(scope="session")
def assessor(tiny):
    return registry.load(tiny)


@pytest.fixture(scope="session")
def shipped():
    """The artefact that is shipped with the program."""
    return registry.load(models.default())


@pytest.fixture
def files(tmp_path) -> Files:
    return Files(tmp_path / "models", Signers(tmp_path / "signers"))


@pytest.fixture
def signer(files, tmp_path):
    files.signers.make("anna", tmp_path / "anna.pem")
    return files.signers.signer(tmp_path / "anna.pem")


@pytest.fixture
def rows(tmp_path):
    """What the tiny model has not learnt, to judge it by."""
    return [replace(row, text=f"Опять: {row.text}") for row in read(made.write(tmp_path)[0])]


@pytest.fixture
def proposed(files, signer, tiny, rows) -> str:
    version, found = propose(files, tiny, rows, Bad(), registry.load, signer=signer, why="первая", at=NOW, limits=EASY)
    assert found.passed, found.findings
    return version


@pytest.fixture
def promoted(files, signer, proposed) -> str:
    promote(files, proposed, "shipped-1", signer=signer, why="проверка", at=NOW)
    return proposed
