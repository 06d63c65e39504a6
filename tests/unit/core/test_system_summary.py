"""The month of «Инцидент менеджмент» or ПОС: terms, marks, bodies, subjects and what grew."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

import profiles
from core import periods
from core.acts import Grid, Words
from core.exchange import Item, Link, Linked, System
from core.exchange.summary_papers import growth, share, span, summary_paper
from core.exchange.summing import Summary, summed_up
from core.exchange.worked import spent
from core.labels import Theme
from core.profile.reporting import Reporting

PROFILE = profiles.read(profiles.path_of("yasnobor"))
ZONE = ZoneInfo("Europe/Moscow")
AT = datetime(2026, 11, 30, 21, 0, tzinfo=UTC)
CAME = datetime(2026, 11, 10, 9, 0, tzinfo=UTC)
TERM, END = "Дата планируемого завершения работ", "Дата фактического завершения работ"
BODY = "Организация, в которой находится сообщение"


def pos(
    number: int, body: str = "Отдел ЖКХ", term: str = "", end: str = "", score: int | None = None, **more: str
) -> Item:
    """A row of ПОС received on 10 November."""
    columns = {BODY: body, TERM: term, END: end, "Категория": "Дороги", **more}
    held = {name: value for name, value in columns.items() if value}
    return Item(System.POS, str(number), CAME, Theme.ROADS, "яма мост", finished=bool(end), score=score, columns=held)


def summed(*found: Item, before: tuple[Item, ...] = (), at: datetime = AT, min_n: int = 2) -> Summary:
    words = lambda text: frozenset(text.split())  # noqa: E731
    system = found[0].system if found else System.POS
    return summed_up(system, found, (before, 0), at, ZONE, Reporting(), min_n, words)


def test_a_term_decides_once_it_is_met_or_passed_and_a_day_lasts_to_its_end() -> None:
    told = summed(
        pos(1, term="20.11.2026 00:00:00", end="20.11.2026 18:00:00"),
        pos(2, term="20.11.2026 12:00:00", end="21.11.2026 09:00:00"),
        pos(3, term="20.11.2026 12:00:00"),
        pos(4, term="20.12.2026 12:00:00"),
        pos(5),
    ).now
    assert (told.timed, told.kept, told.late, told.finished, told.open) == (3, 1, 1, 2, 3)


def test_marks_appeals_and_second_looks_are_counted() -> None:
    told = summed(
        replace(pos(1, **{"Повторное рассмотрение": "Да", "Фаст-трек": "Нет"}), score=5),
        replace(pos(2, **{"Повторное рассмотрение": "Нет", "Фаст-трек": "да"}), score=3),
        pos(3),
    ).now
    assert (told.marked, told.good, told.again, told.fast) == (2, 1, 1, 1)


SPANS = [("3:20:00", timedelta(hours=3, minutes=20)), ("2 д. 01:00:00", timedelta(days=2, hours=1)), ("скоро", None)]


@pytest.mark.parametrize(("told", "wanted"), SPANS)
def test_the_time_to_an_answer_is_read_as_the_system_writes_it(told: str, wanted: timedelta | None) -> None:
    item = Item(System.IM, "1", CAME, Theme.ROADS, "яма", columns={"Время до ответа, ч:м:с": told})
    assert spent(item, ZONE) == wanted


def test_a_body_that_kept_few_terms_of_few_does_not_stand_above_one_that_kept_many_of_many() -> None:
    good = {"term": "20.11.2026 12:00:00", "end": "19.11.2026 12:00:00"}
    many = [pos(number, "Много", **good) for number in range(20)]
    few = [pos(100 + number, "Мало", **good) for number in range(2)]
    told = summed(*few, *many, pos(200, "Одна", **good))
    assert [each.title for each in told.bodies] == ["Много", "Мало", "Одна"]
    assert told.bodies[2].rated is None


def words_of(*found: Item, before: tuple[Item, ...] = ()) -> list[str]:
    told = summary_paper(summed(*found, before=before), periods.month("2026-11", "Europe/Moscow"), PROFILE)
    return [part.text for part in told.parts if isinstance(part, Words)]


def test_what_grew_is_told_with_the_words_its_records_share() -> None:
    told = summed(*(pos(number) for number in range(6)), before=(pos(100),))
    assert [name for name, _ in told.grown] == ["Дороги"]
    waste = pos(100, Категория="Мусор")
    assert "«Дороги»: 6 против 0." in words_of(*map(pos, range(6)), before=(waste,))
    nothing = "Сравнивать не с чем: за столько же дней до этого периода записей нет."
    assert nothing in words_of(*map(pos, range(6)))
    assert [(each.size, each.numbers[:2]) for each in told.causes] == []
    texts = ("мост провал", "мост провал опора", "фонарь тротуар", "фонарь тротуар двор", "снег", "лужа")
    spoken = [replace(pos(number), text=text) for number, text in enumerate(texts)]
    causes = summed(*spoken, before=(pos(100),)).causes
    assert sorted((set(each.words) & {"мост", "провал", "фонарь", "тротуар"}, each.size) for each in causes) == [
        ({"мост", "провал"}, 2),
        ({"фонарь", "тротуар"}, 2),
    ]


def test_what_has_no_theme_is_no_subject_that_grew() -> None:
    bare = Item(System.IM, "7", CAME, Theme.NONE, "яма", columns={"Отдел": "Отдел дорог"})
    told = summed(*(replace(bare, number=str(number)) for number in range(6)))
    assert [name for name, _ in told.subjects] == ["Без темы"]
    assert told.grown == ()


def test_rows_that_hold_only_their_topic_make_no_cause() -> None:
    topic = {"Подкатегория": "Покрытие", "Факт": "Яма на дороге"}
    rows = [replace(pos(number, **topic), text="Дороги. Покрытие. Яма на дороге") for number in range(6)]
    told = summed(*rows, before=(pos(100),))
    assert [name for name, _ in told.grown] == ["Дороги"]
    assert told.causes == ()


def test_the_document_has_the_system_s_own_columns_and_says_up_to_which_day_it_looks() -> None:
    period = periods.month("2026-11", "Europe/Moscow")
    linked = Linked(Link.LINKED, 5)
    of_im = Item(System.IM, "7", CAME, Theme.ROADS, "яма", columns={"Отдел": "Отдел дорог"}, linked=linked)
    act = summary_paper(summed(of_im, at=CAME + timedelta(days=2)), period, PROFILE)
    assert act.subtitle == "с 1 ноября 2026 г. по 30 ноября 2026 г., по состоянию на 12 ноября 2026 г."
    grids = [part for part in act.parts if isinstance(part, Grid)]
    assert ("Связано с инцидентами центра", "1", "—") in grids[0].rows
    assert "Просрочено" not in grids[1].heads
    whole = summary_paper(summed(pos(1)), period, PROFILE)
    assert whole.subtitle.endswith("по 30 ноября 2026 г.")
    assert any("Просрочено" in part.heads for part in whole.parts if isinstance(part, Grid))
    empty = summary_paper(summed(), period, PROFILE)
    assert [part.text for part in empty.parts if isinstance(part, Words)] == ["Записей ПОС за эти дни не загружено."]


def test_numbers_are_said_as_people_write_them() -> None:
    assert (share(2, 3), share(0, 0)) == ("67 %", "—")
    assert (span(timedelta(hours=3, minutes=5)), span(timedelta(days=2, hours=12)), span(None)) == (
        "3 ч 5 мин", "2,5 дня", "—")  # fmt: skip
    told = dict(summed(pos(1), before=(pos(2), pos(3))).subjects)
    assert growth(told["Дороги"]) == "−50 %"
