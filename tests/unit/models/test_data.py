"""A wrong row is named by file, line and field."""

import json

import pytest

from core.errors import BadInput
from models.data import read
from tests.unit.models import made


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("theme", "weather"),
        ("kind", None),
        ("neg", 7),
        ("risk", "2"),
        ("flags", ["nice"]),
        ("places", "там"),
        ("text", 5),
    ],
)
def test_a_wrong_field_is_named(tmp_path, field, value):
    path = tmp_path / "labels.jsonl"
    rows = made.rows()[:2]
    rows[1][field] = value
    path.write_text("\n".join(map(json.dumps, rows)))
    with pytest.raises(BadInput, match=rf"labels\.jsonl, строка 2, поле «{field}»"):
        read(path)


@pytest.mark.parametrize("text", ["", "{", "[1]"])
def test_what_is_no_row_is_refused(tmp_path, text):
    path = tmp_path / "labels.jsonl"
    path.write_text(text)
    with pytest.raises(BadInput, match=r"labels\.jsonl"):
        read(path)


def test_contexts_are_read_only_from_files_of_threads(tmp_path):
    both = made.thread()[:1]
    for name in ("labels.jsonl", "thread_labels.jsonl"):
        (tmp_path / name).write_text(json.dumps(both[0]))
    assert read(tmp_path / "labels.jsonl")[0].context is None
    assert read(tmp_path / "thread_labels.jsonl")[0].context == both[0]["context"]
    assert read(tmp_path / "labels.jsonl", use_context=True)[0].context
