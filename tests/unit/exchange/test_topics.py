"""The theme of a row whose group is not told, or tells nothing."""

import pytest

from collectors.exchange.mapping import item
from collectors.exchange.topics import official, theme
from core.exchange import System, normal
from core.labels import Theme
from profiles import titles
from tests import tables
from tests.unit.exchange.test_reading import DOOR

TOLD = [
    ("Ямы", Theme.ROADS),
    ("яма на дороге", Theme.ROADS),
    ("Ямы во дворах", Theme.LANDSCAPING),
    ("Отсутствие холодной и/или горячей воды", Theme.HOUSING),
    ("Нет воды", Theme.HOUSING),
    ("Протечки с кровли и проблемы с водостоком мкд", Theme.HOUSING),
    ("Бродячие собаки", Theme.SAFETY),
    ("Отключение электричества, аварии на подстанциях, лэп", Theme.ENERGY),
    ("Расписание", Theme.TRANSIT),
    ("Фонари", Theme.LANDSCAPING),
    ("Прямые выборы", Theme.NONE),
    ("Водитель", Theme.NONE),
    ("Иное", Theme.NONE),
]


@pytest.mark.parametrize("group", ["", "Без темы", "Прочее"])
@pytest.mark.parametrize(("topic", "found"), TOLD)
def test_a_topic_without_its_group_is_recognised(group, topic, found):
    row = next(tables.rows(System.IM, 1)) | {"Группа тем": group, "Тема": topic}
    made = item(System.IM, {normal(name): cell for name, cell in row.items() if cell != ""}, DOOR)
    assert made.theme is found


def test_every_topic_of_the_classifier_is_of_its_group():
    grouped = {normal(title): code.rpartition("-")[0] for code, title in titles.topics().items()}
    assert len(official()) > 350
    assert [title for title in official() if theme("", title) != grouped[title]] == []


def test_the_group_decides_where_it_is_told():
    assert theme("ЖКХ", "Ямы") is Theme.HOUSING
