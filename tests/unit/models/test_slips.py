"""A slip of the keyboard does not change what is said."""

import pytest

from core.labels import Subject
from tests.unit.models.slips import slipped

WHAT = (
    "в доме нет горячей воды и отопления", "на дороге огромные ямы и нет разметки", "мусор не вывозят, баки полны",
    "автобус не приходит по расписанию", "в поликлинике невозможно записаться к врачу", "во дворе нет освещения",
    "лифт сломан, подъезд не убирают", "снег с тротуаров не вычищают", "спасибо за прекрасный концерт на площади",
    "когда откроют новую школу и детский сад", "бродячие собаки нападают на прохожих", "дерево упало на площадку",
)  # fmt: skip
HOW = (
    "Третий день {}, управляющая компания молчит!", "Подскажите, пожалуйста: {}?", "Уважаемая администрация, {}",
    "{}, прошу принять меры", "Уже сколько раз писали: {}. Никто не отвечает", "Жители возмущены: {}",
)  # fmt: skip
TEXTS = [how.format(what) for what in WHAT for how in HOW]


@pytest.mark.parametrize("seed", [5, 6, 7])
def test_the_same_is_said_with_and_without_slips(shipped, seed):
    plain = shipped.assess([Subject(text) for text in TEXTS], why=False, places=False)
    wrong = shipped.assess([Subject(text) for text in slipped(TEXTS, seed)], why=False, places=False)
    same = [(one.theme, one.kind) == (other.theme, other.kind) for one, other in zip(plain, wrong, strict=True)]
    assert sum(same) >= 0.95 * len(TEXTS)
