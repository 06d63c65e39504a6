import pytest

import models
from models import registry
from models.train import train
from tests.unit.models import made


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
