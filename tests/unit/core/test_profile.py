"""A profile is checked, and the wrong field is named."""

import tomllib
from typing import Any

import pytest

import profiles
from core.errors import BadProfile
from core.labels import Theme
from core.profile import parse
from core.routing import blocks_of


def standard() -> dict[str, Any]:
    return tomllib.loads(profiles.path_of("standard").read_text(encoding="utf-8"))


@pytest.mark.parametrize("field", ["code", "title", "centre", "timezone", "population", "fallback", "thresholds"])
def test_a_missing_field_is_named(field: str) -> None:
    data = standard()
    del data[field]
    with pytest.raises(BadProfile, match=rf"file\.toml.*«?({field}|medium)"):
        parse(data, "file.toml")


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"population": "много"}, "population"),
        ({"population": True}, "population"),
        ({"timezone": "Луна"}, "timezone"),
        ({"fallback": "nobody"}, "fallback"),
        ({"thresholds": {"medium": 60, "high": 50, "critical": 70}}, "возрастать"),
        ({"weights": {"housing": 2}}, "housing"),
        ({"weights": {"дома": 1}}, "неизвестная тема"),
        ({"colour": "red"}, "colour"),
        ({"blocks": "все"}, "blocks"),
        ({"blocks": [{"code": "a", "title": "А", "themes": ["космос"]}]}, "космос"),
        ({"territories": [{"code": "a", "title": "А"}, {"code": "a", "title": "Б"}]}, "дважды"),
        ({"repeat_days": 0}, "repeat_days"),
    ],
)
def test_a_wrong_field_is_named(change: dict[str, Any], named: str) -> None:
    with pytest.raises(BadProfile, match=named):
        parse(standard() | change, "file.toml")


def test_a_theme_goes_to_all_its_blocks_and_an_orphan_to_the_fallback() -> None:
    data = standard()
    data["blocks"] = [
        {"code": "a", "title": "А", "themes": ["roads"]},
        {"code": "b", "title": "Б", "themes": ["roads", "waste"]},
    ]
    profile = parse(data | {"fallback": "b"}, "file.toml")
    assert [block.code for block in blocks_of(profile, Theme.ROADS)] == ["a", "b"]
    assert [block.code for block in blocks_of(profile, Theme.HEALTH)] == ["b"]


def test_every_shipped_profile_is_sound() -> None:
    assert {profiles.read(profiles.path_of(name)).code for name in profiles.names()} == set(profiles.names())


@pytest.mark.parametrize("name", ["нет такого", "/no/such.toml", "../core/x"])
def test_an_unknown_profile_is_refused(name: str) -> None:
    with pytest.raises(BadProfile):
        profiles.path_of(name)
