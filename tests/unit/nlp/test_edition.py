"""The edition of the masker's rules: another one as soon as a rule is, and only then."""

from pathlib import Path

import pytest

from nlp import edition


def test_every_module_that_the_mask_runs_through_belongs_to_the_edition() -> None:
    names = {path.stem for path in edition.sources()}
    assert names >= {
        "masks",
        "private",
        "judge",
        "spans",
        "words",
        "roundabout",
        "spelt",
        "naming",
        "lemmas",
        "houses",
    }
    assert "features" not in names


def test_a_rule_that_changes_makes_another_edition(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for path in edition.sources():
        copy = tmp_path / path.relative_to(edition.ROOT)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(path.read_bytes())
    before = edition.edition.__wrapped__()
    monkeypatch.setattr(edition, "ROOT", tmp_path)
    assert edition.edition.__wrapped__() == before
    rule = tmp_path / "nlp" / "spelt.py"
    rule.write_bytes(rule.read_bytes() + b"\nMORE = 1\n")
    assert edition.edition.__wrapped__() != before


def test_lists_and_weights_beside_the_rules_are_of_the_edition() -> None:
    assert {"weights.bin", "notable.txt"} <= {path.name for path in edition.sources()}
