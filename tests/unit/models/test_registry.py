"""An artefact that does not fit is refused with what to do, before it is read."""

import json
import shutil

import pytest

from core.errors import StaleModel
from core.labels import Subject
from models import manifest, registry
from models.manifest import ARTEFACT, MANIFEST
from tests.unit.models import made


@pytest.fixture
def copy(tiny, tmp_path):
    shutil.copytree(tiny, tmp_path / "model")
    return tmp_path / "model"


def refused(folder):
    with pytest.raises(StaleModel, match="Обучите модель заново") as caught:
        registry.load(folder)
    return str(caught.value)


def rewrite(folder, **fields):
    path = folder / MANIFEST
    path.write_text(json.dumps(json.loads(path.read_text()) | fields))


def test_a_flipped_byte_is_refused(copy):
    path = copy / ARTEFACT
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(bytes(data))
    assert "sha256" in refused(copy)


def test_a_missing_or_corrupt_manifest_is_refused(copy):
    (copy / MANIFEST).write_text("{")
    refused(copy)
    (copy / MANIFEST).unlink()
    refused(copy)


def test_another_format_is_refused(copy):
    rewrite(copy, format=99)
    assert "формата" in refused(copy)


def test_a_model_of_the_format_before_is_read_without_products_of_themes(copy):
    path = copy / ARTEFACT
    with registry.np.load(path) as arrays:
        kept = {name: arrays[name] for name in arrays.files if name != "threads.joint"}
    registry.np.savez_compressed(path, **kept)
    rewrite(copy, format=3, sha256=manifest.digest(path))
    (said,) = registry.load(copy).assess([Subject("Очень ждём, спасибо", made.POSTS["culture"])])
    assert abs(sum(guess.p for guess in said.themes)) <= 1.001


def test_another_major_version_of_numpy_is_refused(copy):
    rewrite(copy, numpy="1.26.0")
    assert "1.26.0" in refused(copy)


def test_a_manifest_with_foreign_fields_is_refused(copy):
    rewrite(copy, surprise=1)
    refused(copy)


def test_a_missing_artefact_is_refused(copy):
    (copy / ARTEFACT).unlink()
    refused(copy)


def test_a_foreign_file_with_a_right_digest_is_refused(copy):
    (copy / ARTEFACT).write_bytes(b"import os")
    rewrite(copy, sha256=manifest.digest(copy / ARTEFACT))
    assert "не читается" in refused(copy)


def test_the_same_files_give_the_same_weights(tiny, tmp_path):
    from models.train import train

    again = train(made.write(tmp_path), tmp_path / "model", progress=lambda _: None)
    with registry.np.load(tiny / ARTEFACT) as one, registry.np.load(tmp_path / "model" / ARTEFACT) as other:
        assert all((one[name] == other[name]).all() for name in one.files)
    assert [item.rows for item in again.data] == [100, 20]
