"""Borders of territories come from the data folder, or the map has none."""

import json
from pathlib import Path

import pytest

import profiles
from core.errors import BadSettings
from runtime.outlines import FILE, kept

SQUARE = [[31.0, 58.0], [31.1, 58.0], [31.1, 58.1], [31.0, 58.0]]


def collection(**geometry: object) -> dict[str, object]:
    feature = {"type": "Feature", "properties": {"name": "Лосемха"}, "geometry": geometry}
    return {"type": "FeatureCollection", "features": [feature]}


def test_without_a_file_there_are_no_borders(tmp_path: Path) -> None:
    assert kept(tmp_path) == ()


@pytest.mark.parametrize(("kind", "coordinates"), [("Polygon", [SQUARE]), ("MultiPolygon", [[SQUARE]])])
def test_a_border_is_drawn_as_lines(tmp_path: Path, kind: str, coordinates: object) -> None:
    (tmp_path / FILE).write_text(json.dumps(collection(type=kind, coordinates=coordinates)), encoding="utf-8")
    (found,) = kept(tmp_path)
    assert found.feature["geometry"] == {"type": "MultiLineString", "coordinates": [SQUARE]}
    assert found.name == "Лосемха"


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("{", "territories.geojson"),
        ("[]", "FeatureCollection"),
        (json.dumps(collection(type="Point", coordinates=[31, 58])), "территория 1"),
        (json.dumps(collection(type="Polygon", coordinates=[[[6_500_000, 400_000]]])), "в градусах"),
        (json.dumps(collection(type="Polygon", coordinates=[])), "территория 1: нет имени или границы"),
    ],
)
def test_a_wrong_file_is_told_by_its_territory(tmp_path: Path, written: str, said: str) -> None:
    (tmp_path / FILE).write_text(written, encoding="utf-8")
    with pytest.raises(BadSettings, match=said):
        kept(tmp_path)


def test_the_demo_has_the_borders_of_its_profile() -> None:
    profile = profiles.read(profiles.path_of("yasnobor"))
    assert {each.name for each in kept(profiles.DEMO)} == {each.title for each in profile.territories}
