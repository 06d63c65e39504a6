"""`mcu region`: a municipality is added by the key that it gave, seen beside the others, and taken out."""

import io
import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from store.scouring import rows_with
from tests.acceptance.conftest import Ran
from tests.region import Town, towns
from tests.shelf import Shelf


@pytest.fixture
def two(shelf: Shelf) -> Iterator[list[Town]]:
    url = shelf.fresh()
    with towns(url, ("batetsky", "gubkin")) as found:
        found[1].receive("опасно собаки у школы")
        yield found
    shelf.drop(url)


def test_a_region_is_put_together_from_keys(
    two: list[Town], mcu: Callable[..., Ran], home: Path, base: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert mcu("init", "--profile", "standard").code == 0
    assert "Список пуст" in mcu("region", "list").out
    keys = [town.grant() for town in two]

    def add(town: Town, key: str) -> Ran:
        monkeypatch.setattr("sys.stdin", io.StringIO(key + "\n"))
        return mcu("region", "add", town.address)

    for town, key in zip(two, keys, strict=True):
        told = add(town, key)
        assert (told.code, key in told.out + told.err) == (0, False)
        assert town.profile.title in told.out
    assert add(two[0], keys[0]).code == 1, "once is enough"
    assert add(two[0], keys[1]).code == 1, "the key of another"
    assert add(two[0], "угадаю").code == 1
    rows = json.loads(mcu("region", "list", "--json").out)
    assert [(each["profile"], each["state"]) for each in rows] == [("gubkin", "seen"), ("batetsky", "seen")]
    two[1].revoke()
    shown = mcu("region", "list").out
    assert "отозван" in shown
    assert mcu("region", "remove", "gubkin").code == 0
    assert mcu("region", "remove", "gubkin").code == 1
    assert [each["profile"] for each in json.loads(mcu("region", "list", "--json").out)] == ["batetsky"]
    actions = [json.loads(line)["action"] for line in mcu("audit", "export").out.splitlines()]
    assert [each for each in actions if each.startswith("region.")] == ["region.add", "region.add", "region.remove"]
    assert list(rows_with(base, keys[:1])) == []
