"""Items of the two systems in the store: once each by number, linked to incidents, given back in their layouts."""

import json
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from openpyxl import load_workbook

import profiles
from collectors.exchange import Door, read, remade
from collectors.spreading import spread
from core import usecases
from core.acts import Words
from core.errors import BadInput, Conflict, Denied
from core.exchange import Form, Item, ItemQuery, Link, Order, System
from core.exchange.layouts import POS_COLUMNS
from core.exchange.orders import WHAT
from core.exchange.summary_papers import summary_paper
from core.exchange.worked import END
from core.incidents import Answer, Channel, Incident, IncidentQuery, Nature, Status
from core.labels import Theme
from core.lists import List, ListQuery
from core.periods import span
from core.registers import Entry, Kind
from core.scope import Right, system
from core.usecases.exchange import Table
from core.usecases.linking import Spread
from nlp.masks import mask
from reports.exchange import export_rows, in_russian, list_rows, write
from tests import tables
from tests.conftest import NOW, plain_lemmas

PROFILE = profiles.read(profiles.path_of("yasnobor"))
ZONE = ZoneInfo("Europe/Moscow")
DOOR = Door(mask, datetime(2026, 11, 27, tzinfo=UTC), ZONE)
AT = NOW - timedelta(days=2)


@pytest.fixture
def take(store, scope, tmp_path):
    def taken(whose: System, rows: list[dict[str, object]], name: str = "t.xlsx", order: Sequence[str] = ()):
        path = tables.write(tmp_path / name, whose, rows, order=order)
        with path.open("rb") as file:
            table = Table(whose, name, read(file, whose, DOOR), NOW, remade=remade)
            return usecases.take_table(store, scope, table)

    return taken


def matter(scope, store, text: str, **fields: object) -> Incident:
    made = Incident(0, Nature.MATTER, Status.REGISTERED, Theme.HOUSING, AT, AT, text=text, title=text[:40])
    with store.begin() as work:
        return work.incidents.add(scope, replace(made, **{"latest_at": AT, "block": "housing"} | fields))


def link(store, scope, whose: System, by: Spread = map) -> tuple[int, int]:
    return usecases.link_items(store, scope, PROFILE, plain_lemmas, whose, NOW, spread=by)


@pytest.mark.parametrize("whose", System)
def test_the_same_table_twice_changes_nothing_and_a_changed_row_changes_itself(take, rows, whose):
    first = list(tables.rows(whose, 60))
    done = take(whose, first)
    assert (done.rows, done.added, done.changed, done.same, done.bad) == (60, 60, 0, 0, 0)
    again = take(whose, first)
    assert (again.added, again.changed, again.same) == (0, 0, 60)
    column = {System.IM: "1ый ответ ПИ", System.POS: "Статус"}[whose]
    first[7] = first[7] | {column: "Передано в вышестоящую организацию"}
    moved = take(whose, first)
    assert (moved.added, moved.changed, moved.same) == (0, 1, 59)
    assert rows("exchange_items") == 60


def test_what_an_older_version_took_for_finished_is_mended_by_the_same_table(take, store, scope):
    row = next(tables.rows(System.IM, 1)) | {"Текущий шаг инцидента": "В работе", "Итог": "Не решено"}
    take(System.IM, [row])
    (known,) = items(store, scope).values()
    with store.begin() as work:
        work.exchange.put(scope, [replace(known, finished=True)], AT)
    done = take(System.IM, [row])
    assert (done.added, done.changed, done.same) == (0, 1, 0)
    assert not items(store, scope)["7000001"].finished
    assert take(System.IM, [row]).same == 1


@pytest.mark.parametrize("whose", System)
def test_of_two_thousand_rows_the_good_ones_are_taken_and_the_bad_ones_named(take, rows, whose):
    column = {System.IM: "Дата создания", System.POS: "Дата поступления"}[whose]
    every = [row | {column: "вчера"} if n % 100 == 0 else row for n, row in enumerate(tables.rows(whose, 2000), 1)]
    done = take(whose, every)
    assert (done.rows, done.added, done.bad) == (2000, 1980, 20)
    assert [each.row for each in done.spoilt] == [n + 1 for n in range(100, 2001, 100)]
    assert {each.column.split(" ", 1)[1] for each in done.spoilt} == {f"«{column}»"}
    assert rows("exchange_items") == 1980


def test_a_number_that_stands_twice_is_one_item(take, rows):
    row, other = tables.rows(System.IM, 2)
    done = take(System.IM, [row, other | {"Номер инцидента": row["Номер инцидента"]}])
    assert (done.rows, done.added, done.same, done.bad) == (2, 1, 0, 1)
    assert rows("exchange_items") == 1
    assert (done.spoilt[0].row, done.spoilt[0].column) == (3, "A «Номер инцидента»")
    assert "в строке 2 с другими данными" in done.spoilt[0].reason
    same = take(System.IM, [row, row])
    assert (same.rows, same.same, same.bad) == (2, 2, 0), "the same row again loses nothing"


def test_a_strange_value_of_a_closed_list_is_told_once_and_its_rows_are_taken(take, rows):
    first, second, third = tables.rows(System.POS, 3)
    odd = {"Стадия": "Гуляет", "Фаст-трек": "может быть"}
    done = take(System.POS, [first | odd, second | odd, third])
    assert (done.rows, done.added, done.bad, done.beyond) == (3, 3, 0, 0)
    assert [(each.row, each.column, each.taken) for each in done.spoilt] == [
        (2, "M «Стадия»", True),
        (2, "P «Фаст-трек»", True),
    ]
    assert "«может быть» в списке нет (бывает «Да» или «Нет»)" in done.spoilt[1].reason


@pytest.mark.parametrize("column", ["Время до ответа, ч:м:с", "Время с начала создания инцидента до окончания"])
def test_a_time_that_is_not_read_is_told_once_and_its_rows_are_taken(take, rows, column):
    odd = "долго", "долго", "999999999999 д 1:00:00", "1:75:00"
    told = *odd, "-", "", "2 дн. 3:20", "26:05:10", timedelta(hours=30)
    done = take(System.IM, [row | {column: each} for row, each in zip(tables.rows(System.IM, 9), told, strict=True)])
    assert (done.rows, done.added, done.bad) == (9, 9, 0)
    assert [each.row for each in done.spoilt] == [2, 4, 5]
    assert {each.column.split(" ", 1)[1] for each in done.spoilt} == {f"«{column}»"}
    assert "время «долго» не читается, нужно «ч:м:с»" in done.spoilt[0].reason


def test_what_ended_before_it_came_is_refused_with_its_column_and_row(take):
    early, same_day = tables.rows(System.POS, 2)
    early |= {"Дата поступления": "10.03.2026 10:00", "Дата фактического завершения работ": "09.03.2026 10:00"}
    same_day |= {"Дата поступления": "10.03.2026 10:00", "Дата фактического завершения работ": "10.03.2026"}
    done = take(System.POS, [early, same_day])
    assert (done.added, done.bad) == (1, 1)
    assert (done.spoilt[0].row, done.spoilt[0].column) == (2, "L «Дата фактического завершения работ»")
    assert "завершено раньше, чем поступило: 09.03.2026 10:00:00" in done.spoilt[0].reason


def test_no_name_of_an_official_is_in_the_database(take, store, scope):
    take(System.POS, list(tables.rows(System.POS, 5)))
    with store.read() as work:
        found = work.exchange.find(scope, ItemQuery())
    assert len(found) == 5
    assert not [name for name in ("Сидорова", "Анна", "Львовна", "ФИО") if name in repr(found)]


def items(store, scope) -> dict[str, Item]:
    with store.read() as work:
        return {each.number: each for each in work.exchange.find(scope, ItemQuery())}


def im(number: int, text: str, **fields: object) -> dict[str, object]:
    told = {"Номер инцидента": number, "Текст инцидента": text, "Дата создания": f"{AT:%d.%m.%Y %H:%M}"}
    return next(tables.rows(System.IM, 1)) | {"Группа тем": "ЖКХ", "Улица": ""} | told | fields


def test_a_column_that_a_table_lacks_leaves_what_was_known_and_is_told_once(take, store, scope):
    mark, end = "Оценка ответа заявителем", "Дата фактического завершения работ"
    rows = [row | {mark: 5, end: "27.02.2026", "Дата поступления": "01.02.2026"} for row in tables.rows(System.POS, 3)]
    take(System.POS, rows)
    less = [
        {name: cell for name, cell in row.items() if name not in (mark, end)} | {"Оценка ответа": 1} for row in rows
    ]
    order = [name for name in POS_COLUMNS if name not in (mark, end)] + ["Оценка ответа"]
    done = take(System.POS, less, order=order)
    assert (done.added, done.changed, done.same) == (0, 0, 3)
    (told,) = (each.reason for each in done.spoilt)
    assert f"нет столбцов «{end}», «{mark}» (похож столбец X «Оценка ответа»)" in told
    moved = take(System.POS, [row | {"Статус": "Отказано"} for row in less], order=order)
    assert moved.changed == 3
    with store.read() as work:
        found = work.exchange.find(scope, ItemQuery(System.POS))
    assert {(each.score, each.columns[mark], each.columns["Статус"]) for each in found} == {(5, "5", "Отказано")}


@pytest.mark.parametrize("by", [map, spread], ids=["here", "by other processes"])
def test_an_item_is_linked_by_number_by_text_place_and_time_or_not_at_all(take, store, scope, by):
    text = "нет холодной воды на заречной второй день трубку никто не берёт"
    known = matter(scope, store, text, place="заречная 5")
    numbered = matter(scope, store, "совсем иное дело о фонарях", channel=Channel.IM, number="502")
    take(System.IM, [im(501, text, Улица="заречная 5"), im(502, "фонари"), im(503, "украли велосипед у школы")])
    assert link(store, scope, System.IM, by) == (2, 0)
    found = items(store, scope)
    assert (found["501"].linked.incident_id, found["501"].linked.reason.code) == (known.id, "item_alike")
    assert (found["502"].linked.incident_id, found["502"].linked.reason.code) == (numbered.id, "item_number")
    assert found["503"].linked.state is Link.NONE
    with store.read() as work:
        assert [step.action for step in work.incidents.history(scope, known.id)] == ["exchange"]
    assert link(store, scope, System.IM) == (0, 0)


def test_the_same_words_long_ago_are_another_matter(take, store, scope):
    text = "нет холодной воды на заречной второй день трубку никто не берёт"
    matter(scope, store, text, place="заречная 5")
    take(System.IM, [im(501, text, **{"Дата создания": "01.03.2026 10:00", "Улица": "заречная 5"})])
    assert link(store, scope, System.IM) == (0, 0)


def test_the_words_of_a_row_are_asked_for_only_where_an_incident_is_near_in_time(take, store, scope):
    """An incident of long ago does not make every row since then dear; its number and its link still tell."""
    text, long_ago = "нет холодной воды на заречной второй день", AT - timedelta(days=300)
    known = matter(scope, store, text, place="заречная 5")
    matter(scope, store, "старое дело", opened_at=long_ago, latest_at=long_ago)
    numbered = matter(scope, store, "совсем иное дело", channel=Channel.IM, number="502")
    between = {"Дата создания": f"{AT - timedelta(days=150):%d.%m.%Y %H:%M}"}
    take(System.IM, [im(501, text, Улица="заречная 5"), im(502, "фонари", **between), im(503, text, **between)])
    asked: list[str] = []

    def lemmas(said: str) -> str:
        asked.append(said)
        return plain_lemmas(said)

    assert usecases.link_items(store, scope, PROFILE, lemmas, System.IM, NOW) == (2, 0)
    found = items(store, scope)
    assert [found[number].linked.incident_id for number in ("501", "502", "503")] == [known.id, numbered.id, None]
    assert asked == [found["501"].text, found["501"].place]


def test_what_a_person_undid_is_not_linked_again(take, store, scope):
    known = matter(scope, store, "совсем иное дело", channel=Channel.IM, number="502")
    take(System.IM, [im(502, "фонари")])
    assert link(store, scope, System.IM) == (1, 0)
    with store.begin() as work:
        usecases.choose_link(work, scope, items(store, scope)["502"].id, None, NOW)
    assert link(store, scope, System.IM) == (0, 0)
    assert items(store, scope)["502"].linked.state is Link.REFUSED
    with store.read() as work:
        assert [step.action for step in work.incidents.history(scope, known.id)] == ["exchange", "unexchange"]


def test_the_mark_of_an_applicant_comes_with_the_link(take, store, scope, rows):
    matter(scope, store, "яма", channel=Channel.POS, number="3000001")
    take(System.POS, [next(tables.rows(System.POS, 1)) | dict.fromkeys(("Дата поступления", END), f"{AT:%d.%m.%Y}")])
    assert link(store, scope, System.POS) == (1, 0)
    assert rows("scores") == 1


def test_who_may_not_exchange_takes_nothing(store):
    reader = system("test", [Right.READ_INCIDENTS])
    with pytest.raises(Denied):
        usecases.take_table(store, reader, Table(System.IM, "t", [], NOW))


def test_a_log_entry_keeps_the_protocol(take, store, scope):
    good, bad = tables.rows(System.POS, 2)
    done = take(System.POS, [good, bad | {"Категория": ""}])
    kept = usecases.keep_import(store, scope, done)
    with store.read() as work:
        assert work.exchange.imported(scope, kept.id) == kept
        assert (kept.bad, kept.spoilt[0].column) == (1, "E «Категория»")
        assert work.exchange.imports(scope)[0].id == kept.id


def exported(store, scope, whose: System, title=str):
    with store.read() as work:
        head, found, count = export_rows(work, scope, PROFILE, whose, IncidentQuery(), mask, title, {}, NOW)
        return head, list(found), count


@pytest.mark.parametrize("whose", System)
def test_an_export_can_be_loaded_into_the_same_layout(store, scope, tmp_path, whose):
    made = matter(scope, store, "=нет воды, позвоните +7 921 555-12-34", place="Мира, 4")
    with store.begin() as work:
        work.incidents.add_answer(scope, made.id, Answer("-Воду дадут 25 ноября", ("vk",), at=AT + timedelta(hours=3)))
    head, found, count = exported(store, scope, whose)
    path = tmp_path / "out.xlsx"
    assert write(path, Form.XLSX, "Лист", head, found, ZONE, count) == 1
    with path.open("rb") as file:
        (item,) = read(file, whose, DOOR)
    assert item.received == AT.replace(microsecond=0)
    assert "=нет воды" in item.text
    assert "555-12-34" not in str(item.columns)
    sheet = load_workbook(path).active
    assert [cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"] == []


@pytest.mark.parametrize("system", list(System))
def test_what_was_given_out_under_our_number_is_known_again_when_it_comes_back(take, store, scope, system):
    known = matter(scope, store, "не горят фонари на заречной")
    _, (row,), _ = exported(store, scope, system)
    number = f"МЦУ-{known.id}"
    assert number in row.values()
    stranger = row | {name: "МЦУ-99" for name, value in row.items() if value == number}
    take(system, [row, stranger])
    assert link(store, scope, system)[0] >= 1
    found = items(store, scope)
    assert (found[number].linked.incident_id, found[number].linked.reason.code) == (known.id, "item_number")
    assert found["МЦУ-99"].linked.reason.code != "item_number"
    month = span(AT.date().replace(day=1), AT.date(), "Europe/Moscow")
    with store.read() as work:
        told = usecases.system_summary(work, scope, PROFILE, lambda text: frozenset(), system, month, NOW)
    assert told.now.received == 0, "our own table come back is no work of the system"


def test_a_linked_incident_is_given_back_under_the_number_of_the_system(take, store, scope):
    matter(scope, store, "фонари", channel=Channel.IM, number="502")
    take(System.IM, [im(502, "Не горят фонари", **{"Причина закрытия": "Автор недоволен"})])
    link(store, scope, System.IM)
    _, (row,), _ = exported(store, scope, System.IM)
    assert (row["Номер инцидента"], row["Текст инцидента"]) == ("502", "Не горят фонари")
    assert (row["Причина закрытия"], row["Текущий шаг инцидента"]) == ("Автор недоволен", "Зарегистрирован")


@pytest.mark.parametrize("wanted", List)
def test_a_list_has_its_places_by_their_proper_names_and_in_russian_no_head_twice(store, scope, take, wanted):
    take(System.POS, list(tables.rows(System.POS, 1)))
    matter(scope, store, "Нет воды на улице", place="Октябрьской, 5")
    with store.read() as work:
        head, found, _ = list_rows(work, scope, wanted, ListQuery(), mask, str.upper)
        heads, said = in_russian(wanted, head, found, PROFILE, {})
        rows = list(said)
    assert len(set(heads)) == len(head)
    assert not [each for each in heads if not re.match("[А-ЯЁ№]", each)], heads
    assert all(row.keys() == set(heads) for row in rows)
    if wanted is List.INCIDENTS:
        (row,) = rows
        assert row["Место"] == "ОКТЯБРЬСКОЙ, 5"
        assert (row["Состояние"], row["Вид"], row["Порядок"]) == ("зарегистрирован", "вопрос", "сообщение")
    if wanted is List.ITEMS:
        (row,) = rows
        assert (row["Система"], row["Связь с инцидентом"]) == ("ПОС", "не искалась")


def test_an_entry_of_a_register_is_told_by_its_fields(store, scope):
    made = Entry(Kind.VOTE, "Сквер", AT.date(), AT, AT, "open", {"question": "Где быть скверу?", "ends": "2026-12-01"})
    with store.begin() as work:
        work.registers.add(scope, made)
    with store.read() as work:
        head, found, _ = list_rows(work, scope, List.REGISTERS, ListQuery(), mask, str)
        (row,) = in_russian(List.REGISTERS, head, found, PROFILE, {})[1]
    assert (row["Вид"], row["Состояние"]) == ("Голосование", "идёт")
    assert row["Поля"] == "Вопрос: Где быть скверу?; Окончание: 01.12.2026"


def test_the_street_of_an_export_is_its_proper_name(store, scope):
    matter(scope, store, "Нет воды", place="Октябрьской, 5")
    _, (row,), _ = exported(store, scope, System.IM, {"Октябрьской, 5": "улица Октябрьская, 5"}.get)
    assert row["Улица"] == "улица Октябрьская, 5"


@pytest.mark.parametrize("wanted", List)
@pytest.mark.parametrize("form", [Form.CSV, Form.XLSX, Form.JSONL])
def test_every_list_is_written_whole(store, scope, tmp_path, take, wanted, form):
    take(System.POS, list(tables.rows(System.POS, 3)))
    matter(scope, store, "Звоните +7 921 555-12-34")
    with store.read() as work:
        head, found, count = list_rows(work, scope, wanted, ListQuery(), mask, str)
        assert write(tmp_path / "list", form, "Лист", head, found, ZONE, count) == count
    if wanted is List.ITEMS and form is Form.JSONL:
        told = [json.loads(line) for line in (tmp_path / "list").read_text("utf-8").splitlines()]
        assert [row["number"] for row in told] == ["3000001", "3000002", "3000003"]


def test_texts_of_a_list_are_masked_for_who_reads_them_masked(store, tmp_path):
    matter(system("test"), store, "Звоните +7 921 555-12-34")
    for rights, open_ in (((Right.EXPORT,), False), ((Right.EXPORT, Right.READ_UNMASKED), True)):
        with store.read() as work:
            _, found, _ = list_rows(work, system("test", rights), List.INCIDENTS, ListQuery(), mask, str)
            assert ("555-12-34" in str(list(found))) is open_


def test_half_a_list_is_no_list(tmp_path):
    path = tmp_path / "half.csv"
    with pytest.raises(Conflict, match="неполна"):
        write(path, Form.CSV, "Лист", ("a",), [{"a": 1}], ZONE, 2)
    assert not path.exists()


FORMULAS = ["=1+1", "+7 921", "-5", "@сум", "\t=1", "\r=1", "＝1"]


@pytest.mark.parametrize("text", FORMULAS)
def test_no_cell_begins_as_a_formula(tmp_path, text):
    write(tmp_path / "x.csv", Form.CSV, "Лист", ("a",), [{"a": text}], ZONE, 1)
    cell = (tmp_path / "x.csv").read_bytes().decode("utf-8-sig").split("\r\n", 1)[1]
    assert cell.lstrip('"').startswith("'")


def test_an_unknown_list_or_form_is_refused():
    with pytest.raises(Exception, match="нет; есть"):
        Order("people")
    with pytest.raises(Exception, match="тепловой карты"):
        Order("flags", Form.GEOJSON)


def test_an_order_whose_end_is_before_its_beginning_is_refused_before_any_file_is_written():
    with pytest.raises(BadInput, match="конец раньше начала"):
        Order("im", since=datetime(2026, 11, 30, tzinfo=UTC), until=datetime(2026, 11, 2, tzinfo=UTC))


def test_what_was_open_before_a_month_is_told_as_of_its_end(take, store, scope):
    base = next(tables.rows(System.POS, 1)) | {"Дата поступления": "20.10.2026", "Статус": "Назначен исполнитель"}
    ends = ("", "05.11.2026", "20.11.2026")
    take(System.POS, [base | {"Номер": n, "Дата фактического завершения работ": end} for n, end in enumerate(ends, 1)])
    with store.read() as work:
        told = [
            usecases.system_summary(
                work, scope, PROFILE, lambda text: frozenset(), System.POS, span(first, last, "Europe/Moscow"), NOW
            ).earlier
            for first, last in ((date(2026, 11, 1), date(2026, 11, 3)), (date(2026, 11, 1), date(2026, 11, 10)))
        ]
    assert told == [3, 2]


@pytest.mark.parametrize("theirs", [0, 2])
def test_the_summary_of_a_system_says_how_many_rows_of_our_own_it_leaves_out(take, store, scope, theirs):
    day = {"Дата создания": "10.11.2026 09:00"}
    numbers = [*(f"МЦУ-{n}" for n in range(1, 4)), *range(1, theirs + 1)]
    take(System.IM, [next(tables.rows(System.IM, 1)) | day | {"Номер инцидента": each} for each in numbers])
    month = span(date(2026, 11, 1), date(2026, 11, 12), "Europe/Moscow")
    with store.read() as work:
        told = usecases.system_summary(work, scope, PROFILE, lambda text: frozenset(), System.IM, month, NOW)
    assert (told.now.received, told.own) == (theirs, 3)
    said = [part.text for part in summary_paper(told, month, PROFILE).parts if isinstance(part, Words)]
    assert [each for each in said if "Не учтено" in each] == [
        "Не учтено: 3 записи под номерами центра («МЦУ-…»). Это выгрузка центра, загруженная обратно, "
        "а не записи системы."
    ]
    none = summary_paper(replace(told, own=0), month, PROFILE)
    assert not [part for part in none.parts if isinstance(part, Words) and "Не учтено" in part.text]


@pytest.mark.parametrize("system", System)
def test_an_export_in_a_system_s_columns_says_that_it_holds_incidents_only(system):
    assert WHAT[system].startswith("инциденты центра")
    assert WHAT[system].endswith("без загруженных записей")
