"""What is refused before minutes are spent on learning."""

import pytest

from core.errors import BadInput
from models.data import read
from models.train import train
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
