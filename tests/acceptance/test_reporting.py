"""`mcu report` as an operator uses it: the real program, real files."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document

from tests.acceptance.conftest import Ran
from tests.acceptance.test_commands import GOOD, written


def test_a_week_becomes_two_files_and_made_again_the_same_report(mcu: Callable[..., Ran], tmp_path: Path) -> None:
    mcu("import", written(tmp_path / "wall.jsonl", *GOOD))
    for _ in range(2):
        done = mcu("report", "weekly", "--week", "2026-W44", "--out", tmp_path / "out")
        assert done.code == 0, done
    names = sorted(path.name for path in (tmp_path / "out").iterdir())
    assert names == ["записка-2026-W44.docx", "записка-2026-W44.pdf"]
    made = Document(BytesIO((tmp_path / "out" / names[0]).read_bytes()))
    said = "\n".join(each.text for each in made.paragraphs).replace("\u00a0", " ")
    assert "Еженедельная аналитическая записка\nс 26 октября по 1 ноября 2026 года" in said
    assert "За неделю поступило 2 сообщения" in said
    assert (tmp_path / "out" / names[1]).read_bytes().startswith(b"%PDF")


def test_a_note_of_one_system_is_named_by_its_days_and_the_system(mcu: Callable[..., Ran], tmp_path: Path) -> None:
    done = mcu("report", "--from", "2026-10-26", "--to", "2026-11-01", "--system", "pos", "--out", tmp_path / "out")
    assert done.code == 0, done
    names = sorted(path.name for path in (tmp_path / "out").iterdir())
    assert names == ["записка-2026-W44-pos.docx", "записка-2026-W44-pos.pdf"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("weekly", "--week", "2026-W99"), "2026-W46"),
        (("--from", "2026-11-10", "--to", "2026-11-01"), "конец раньше начала"),
        (("--from", "вчера", "--to", "2026-11-01"), "2026-11-15"),
        (("--from", "2026-11-01", "--to", "2026-11-02", "--block", "moon"), "нет блока «moon»"),
        ((), "укажите дни"),
        (("rating", "--month", "2026-13"), "2026-11"),
    ],
)
def test_a_question_that_makes_no_sense_is_one_russian_line(
    mcu: Callable[..., Ran], tmp_path: Path, words: tuple[str, ...], said: str
) -> None:
    done = mcu("report", *words, *(("--out", tmp_path / "out") if words else ()))
    assert done.code == 1, done
    assert done.err.count("\n") == 1
    assert said in done.err
    assert not (tmp_path / "out").exists()
