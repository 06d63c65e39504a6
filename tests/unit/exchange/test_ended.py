"""Which records of a table are done with: the state that a row tells now is believed before its outcome."""

import pytest

from collectors.exchange import ended
from core.incidents import ENDED, STATUS_TITLES, Status

STEP, OUTCOME, WHY = "Текущий шаг инцидента", "Итог", "Причина закрытия"
DAY = "Дата фактического завершения работ"
IM = [
    ("В работе", "Не решено", False),
    ("В работе", "Решено", False),
    ("Отложено", "Не решено", False),
    ("Отложено", "Решено", False),
    ("На исполнении", "Отложено", False),
    ("На модерации", "Передано", False),
    ("Новый", "", False),
    ("Не закрыт", "Решено", False),
    ("Закрыт", "Не решено", True),
    ("Закрыт", "", True),
    ("Завершён", "Отложено", True),
    ("завершен", "Не решено", True),
    ("Отклонено", "", True),
    ("", "Решено", True),
    ("", "Разъяснено", True),
    ("", "Передано", True),
    ("", "Не решено", False),
    ("", "Отложено", False),
    ("", "", False),
    ("Шаг 7", "Решено", True),
    ("Шаг 7", "Не решено", False),
    ("Дан ответ", "Решено", True),
]
POS = [
    ("", "Назначен исполнитель", "27.02.2026 00:00:00", False),
    ("", "Назначен исполнитель", "", False),
    ("В работе", "Назначен исполнитель", "27.02.2026 00:00:00", False),
    ("", "Перенос срока обработки утверждён", "", False),
    ("", "Направлено в подведомственную организацию", "", False),
    ("", "Отправлен ответ заявителю", "", True),
    ("", "Отклонено модератором", "", True),
    ("", "Передано в вышестоящую организацию", "", True),
    ("Завершено", "Назначен исполнитель", "27.02.2026 00:00:00", True),
    ("Завершено", "Назначен исполнитель", "", False),
    ("Завершено", "", "", True),
    ("Промежуточный ответ", "Отправлен ответ заявителю", "", False),
    ("", "", "27.02.2026 00:00:00", True),
    ("", "", "", False),
    ("", "Выполнение работ", "", False),
]


@pytest.mark.parametrize(("step", "outcome", "done"), IM)
def test_the_step_of_an_incident_is_believed_before_its_outcome(step, outcome, done):
    assert ended.im({STEP: step, OUTCOME: outcome}) is done


def test_an_unsolved_matter_without_a_step_is_done_where_it_was_closed_for_a_reason():
    assert ended.im({OUTCOME: "Не решено", WHY: "Автор недоволен"})
    assert not ended.im({STEP: "В работе", OUTCOME: "Не решено", WHY: "Автор недоволен"})


@pytest.mark.parametrize(("stage", "status", "day", "done"), POS)
def test_stage_and_status_are_believed_before_the_day_of_the_work(stage, status, day, done):
    assert ended.pos({"Стадия": stage, "Статус": status, DAY: day, "Тип решения": "Решено"}) is done


@pytest.mark.parametrize("status", [each for each in Status if each is not Status.ANSWERED])
def test_our_own_states_are_ends_where_they_are_ends_with_us(status):
    assert ended.state(STATUS_TITLES[status].capitalize()) is (status in ENDED)
