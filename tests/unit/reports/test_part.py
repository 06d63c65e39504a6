"""A note of a part says of each section that is not of that part what it is of."""

from dataclasses import replace
from typing import Any

import pytest

from core.cases import System
from core.labels import Theme
from core.measures import executed
from core.weekly import Ordered
from reports.note import note
from tests.unit.reports.made import FACTS, PERIOD, PROFILE, SINCE, UNTIL, plain

WHOLE = "Мероприятия приведены по всему центру: по {} они не различаются."
ROADS = tuple(f"«{each.title}»" for each in PROFILE.blocks if Theme.ROADS in each.themes)
TITLES = {each.code: each.title for each in PROFILE.blocks}
FEW = [TITLES["roads"], TITLES["communal"]]


def first(code: str, **only: Any) -> str:
    found = note(replace(FACTS, asked=Ordered(PERIOD, **only)), PROFILE).section(code)
    return plain(found.text[0]) if found else ""


@pytest.mark.parametrize(
    ("only", "told"),
    [
        ({"systems": (System.IM,)}, WHOLE.format("системам")),
        ({"systems": (System.IM,), "territories": ("centre",)}, WHOLE.format("системам и территориям")),
        ({"blocks": ("roads",)}, f"Мероприятия приведены по блоку «{FEW[0]}»."),
        ({"themes": (Theme.ROADS,)}, f"Мероприятия приведены по блоку {ROADS[0]}."),
        (
            {"blocks": ("roads", "communal"), "systems": (System.POS,)},
            f"Мероприятия приведены по блокам «{FEW[0]}» и «{FEW[1]}»: по системам они не различаются.",
        ),
    ],
)
def test_measures_of_a_part_say_of_what_they_are(only: dict[str, Any], told: str) -> None:
    assert first("execution", **only) == told


def test_a_part_without_measures_says_of_what_there_are_none() -> None:
    none = replace(
        FACTS, asked=Ordered(PERIOD, systems=(System.IM,)), execution=executed((), SINCE, UNTIL, PERIOD.zone)
    )
    told = [plain(each) for each in note(none, PROFILE).section("execution").text]
    assert told[0] == WHOLE.format("системам")
    assert told[1].startswith("Мероприятий на исполнении нет")


def test_threats_are_parted_by_theme_alone() -> None:
    assert first("forecast", themes=(Theme.SAFETY,)).startswith("«Выход на лёд»")
    told = "Угрозы и кампании приведены по всему центру: по блокам они не различаются."
    assert first("forecast", blocks=("roads",)) == told


def test_the_whole_note_says_nothing_of_parts() -> None:
    assert "приведены по" not in plain(" ".join(first(code) for code in ("execution", "forecast")))
