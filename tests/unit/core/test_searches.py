"""Searches that a profile suggests: its own names and places, and nobody's name."""

from dataclasses import replace

import profiles
from collectors.vk.words import refuse_persons
from core.errors import Denied
from core.geo import Entry, Point
from core.profile import Territory
from core.searches import proposed

PROFILE = profiles.read(profiles.path_of("yasnobor"))
ENTRIES = [
    Entry("Лосемха", "settlement", "Ясноборский муниципальный округ", point=Point(58.1, 31.2)),
    Entry("улица Лосемха", "street", "Ясноборск", point=Point(1, 1)),
    Entry("Тальмяжье", "village", "Ясноборский муниципальный округ"),
]


def lawful(words: str) -> bool:
    try:
        refuse_persons(words)
    except Denied:
        return False
    return True


def test_each_territory_is_searched_for_by_its_name_and_where_it_lies() -> None:
    found = {str(each.key): each.title for each in proposed(PROFILE, ENTRIES, lawful, 15)}
    assert found["vk:search?q=Ясноборский муниципальный округ"] == "Поиск: Ясноборский муниципальный округ"
    assert found["vk:search?q=Верхние Колодежи"] == "Поиск: Верхние Колодежи"
    assert found["vk:search?lat=58.1&lon=31.2&radius=15"] == "Поиск: Лосемха"
    assert len([key for key in found if "lat=" in key]) == 1
    assert len([key for key in found if "q=" in key]) == 1 + len(PROFILE.territories)


def test_a_name_that_is_a_persons_is_searched_for_as_a_place_or_not_at_all() -> None:
    places = (
        Territory("a", "Иванов", ("село Иванов",)),
        Territory("b", "Ольга"),
        Territory("c", "Посёлок (старый)", ("Посёлок старый",)),
    )
    found = [str(each.key) for each in proposed(replace(PROFILE, territories=places), [], lawful)]
    assert found[1:] == ["vk:search?q=село Иванов", "vk:search?q=Посёлок старый"]
