"""The fictional okrug: its territories are the settlements of the demo."""

import csv

import profiles
from tests.unit.profiles import papers

SETTLEMENTS = {"town", "settlement", "village"}


def gazetteer() -> dict[str, set[str]]:
    """Settlements of the demo with their aliases."""
    with (profiles.DEMO / "gazetteer.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["kind"] in SETTLEMENTS]
    return {row["name"]: set(row["aliases"].split("|")) for row in rows}


def test_the_territories_are_the_settlements_of_the_demo_with_their_aliases() -> None:
    ours = {territory.title: set(territory.aliases) for territory in papers.profile("yasnobor").territories}
    theirs = gazetteer()
    assert ours.keys() == theirs.keys()
    assert all(theirs[name] <= ours[name] for name in theirs)


def test_no_alias_belongs_to_two_territories() -> None:
    for code in profiles.names():
        names = [
            name for territory in papers.profile(code).territories for name in {territory.title, *territory.aliases}
        ]
        assert len(names) == len(set(names)), code


def test_every_block_of_the_okrug_has_a_head() -> None:
    blocks = papers.profile("yasnobor").blocks
    assert 6 <= len(blocks) <= 8
    assert all(block.head for block in blocks)
