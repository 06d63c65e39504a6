"""Labels by id meet their texts; whatever does not fit is named by file, line and field."""

import json
from pathlib import Path

import pytest

from core.errors import BadInput
from core.labels import Kind, Theme
from models import overlay

HEAD = ",".join(overlay.COLUMNS)
TEXT = "Нет света на Речной, 5"


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    path = tmp_path / "texts.jsonl"
    rows = [{"id": "a", "text": TEXT}, {"id": "b", "text": "И у нас", "context": "Отключение света"}]
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return path


def labels(tmp_path: Path, *rows: str, name: str = "texts.csv", head: str = HEAD) -> Path:
    path = tmp_path / name
    path.write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
    return path


def test_a_label_meets_its_text_and_its_spans_become_places(tmp_path: Path, texts: Path) -> None:
    path = labels(tmp_path, "a,energy,,problem,1,1,2,life repeat,13-22", "gone,waste,,problem,1,1,1,,")
    (row,) = overlay.read(path, overlay.texts([texts]))
    assert (row.theme, row.kind, row.places) == (Theme.ENERGY, Kind.PROBLEM, ("Речной, 5",))
    assert (sorted(row.signs), row.context) == (["life", "repeat"], None)


def test_labels_of_threads_keep_the_post_above_and_others_know_it_as_unseen(tmp_path: Path, texts: Path) -> None:
    known, line = overlay.texts([texts]), "b,energy,,problem,1,1,2,,-"
    (seen,) = overlay.read(labels(tmp_path, line, name="threads.csv"), known)
    (alone,) = overlay.read(labels(tmp_path, line), known)
    assert (seen.context, seen.unseen) == ("Отключение света", None)
    assert (alone.context, alone.unseen) == (None, "Отключение света")


BAD = [
    ("a,dragons,,problem,1,1,2,,", "theme"),
    ("a,energy,,problem,1,x,2,,", "neg"),
    ("a,energy,,problem,1,1,9,,", "risk"),
    ("a,energy,,problem,1,1,2,gold,", "flags"),
    ("a,energy,,problem,1,1,2,,5-99", "places"),
    ("a,energy,,problem,1,1,2,,5", "places"),
]


@pytest.mark.parametrize(("line", "field"), BAD)
def test_a_wrong_label_names_its_line_and_field(tmp_path: Path, texts: Path, line: str, field: str) -> None:
    with pytest.raises(BadInput, match=rf"texts.csv, строка 2.*{field}"):
        overlay.read(labels(tmp_path, line), overlay.texts([texts]))


def test_labels_without_any_text_and_a_foreign_table_are_refused(tmp_path: Path, texts: Path) -> None:
    with pytest.raises(BadInput, match="--texts"):
        overlay.read(labels(tmp_path, "gone,waste,,problem,1,1,1,,"), overlay.texts([texts]))
    with pytest.raises(BadInput, match="столбцы"):
        overlay.read(labels(tmp_path, "1", head="id"), overlay.texts([texts]))
    with pytest.raises(BadInput, match="нет публикации над ним"):
        overlay.read(labels(tmp_path, "a,waste,,problem,1,1,1,,", name="threads.csv"), overlay.texts([texts]))


def test_the_labels_that_come_with_the_project_are_well_formed() -> None:
    folder = Path(overlay.__file__).parent / "labels"
    for path in sorted(folder.glob("*.csv")):
        lines = path.read_text(encoding="utf-8").splitlines()
        ids = [line.split(",")[0] for line in lines[1:]]
        assert lines[0] == HEAD
        assert len(set(ids)) == len(ids) > 1000
