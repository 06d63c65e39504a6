"""What is refused before minutes are spent on learning."""

import re
from importlib.metadata import version

import pytest

from core.errors import BadInput
from models import manifest
from models.data import read
from models.train import _commit, train
from tests.unit.models import made


def test_a_folder_that_cannot_be_written_is_refused_before_anything_is_learnt(tmp_path):
    (tmp_path / "taken").write_text("")
    said: list[str] = []
    with pytest.raises(BadInput, match="записать нельзя \\(там уже лежит файл"):
        train(made.write(tmp_path), tmp_path / "taken", progress=said.append)
    assert said == []


def test_a_file_that_is_not_there_is_refused_in_russian(tmp_path):
    with pytest.raises(BadInput, match=r"^none\.jsonl: файл не читается \(такого файла или папки нет\)$"):
        read(tmp_path / "none.jsonl")
    with pytest.raises(BadInput, match="это папка"):
        read(tmp_path)


def test_a_manifest_tells_how_sure_its_figures_are_what_was_not_measured_and_which_code_it_was(tiny):
    found = manifest.read(tiny)
    measured = {name for name, value in found.metrics.items() if value is not None}
    assert measured == set(found.intervals)
    for name in measured:
        low, high = found.intervals[name]
        assert low <= found.metrics[name] <= high or name == "theme_ece"  # draws of few rows err more than the whole
        assert low < high or low == high in (0, 1)
    assert found.code.split("+")[0] == version("mcu-monitor")
    assert re.fullmatch(r"[^+]+(\+[0-9a-f]{7,40}(-dirty)?)?", found.code)


def test_what_no_row_tells_of_is_not_measured_rather_than_nothing(tiny, tmp_path):
    alone = [path for path in made.write(tmp_path) if not path.name.startswith("thread_")]
    found = train(alone, tmp_path / "alone", progress=lambda _: None)
    assert found.metrics["thread_theme_accuracy"] is None
    assert manifest.read(tmp_path / "alone").metrics["thread_theme_accuracy"] is None
    assert "thread_theme_accuracy" not in found.intervals


def test_the_commit_is_that_of_a_checkout_and_nothing_elsewhere(tmp_path):
    assert _commit(tmp_path) == ""
    (tmp_path / ".git").mkdir()
    assert _commit(tmp_path) == ""
