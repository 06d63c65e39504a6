"""The analytical note: its sections in order, its figures, its sentences."""

from dataclasses import replace
from datetime import timedelta

from core.cases import Pace
from core.exchange import System as ExchangeSystem
from core.exchange.recorded import Records
from core.exchange.worked import Worked
from core.geo import Point
from core.incidents import Status
from core.labels import Theme
from core.maps import Located, Mapped, Matter
from core.measures import executed
from core.papers import body_of, paper_of
from core.periods import span
from core.risk import Level
from core.weekly import Change, Conflicts
from reports.docx import is_turned
from reports.note import note
from reports.note.totals import _legend
from tests.unit.reports.made import CASES, FACTS, GROWTH, PERIOD, PROFILE, SINCE, UNTIL, case, plain

NOTE = note(FACTS, PROFILE)


def said(code: str, of=NOTE) -> str:
    return plain("\n".join(of.section(code).text))


def rows(code: str, place: int = 0) -> list[list[str]]:
    return [[plain(cell) for cell in row] for row in NOTE.section(code).sheets[place].rows]


def test_the_sections_stand_in_the_order_of_the_decrees_execution_first() -> None:
    assert [each.code for each in NOTE.sections] == [
        *("execution", "totals", "subjects", "growth", "solving", "overdue", "satisfaction", "votes", "risks"),
        *("storms", "forecast", "conflicts", "channels", "advice"),
    ]
    assert plain(NOTE.title + " " + NOTE.subtitle) == ("Еженедельная аналитическая записка с 9 по 15 ноября 2026 года")
    assert [each.code for each in NOTE.sections if each.draft] == ["advice"]


def test_execution_counts_in_time_late_and_overdue_by_block() -> None:
    assert said("execution") == (
        "За неделю исполнено 2 мероприятия, из них с нарушением срока — 1.\n"
        "На исполнении осталось 2 мероприятия, срок истёк по 1 мероприятию."
    )
    assert [row[1:] for row in rows("execution")] == [["0", "0", "1", "1"], ["1", "1", "1", "0"]]
    assert rows("execution", 1) == [
        ["Заменить лампы, участок 3", "Начальник отдела ЖКХ", "13.11.2026", "дорожная карта"]
    ]


def test_the_whole_is_told_against_last_week_and_the_mean_of_seven_days() -> None:
    assert said("totals") == (
        "За неделю поступило 40 сообщений: рост на 25 % к прошлой неделе (32).\n"
        "В среднем за день — 5,7; в последний день — 7 при среднем за 7 предыдущих дней 5,0."
    )
    assert rows("subjects")[0] == ["ЖКХ", "24", "60 %", "+200 %", "6 / 2,0 (+200 %)"]
    assert rows("subjects")[1] == ["Дороги", "16", "40 %", "−33 %", "1 / 3,0 (−67 %)"]


def test_what_has_no_theme_is_told_apart_and_leads_no_list() -> None:
    none = (Theme.NONE, Change(57, 0, 0.5, 5, 1.0))
    of = note(replace(FACTS, themes=(none, *FACTS.themes)), PROFILE)
    lines = said("subjects", of).splitlines()
    assert lines[:2] == [
        "Больше всего сообщений по темам: «ЖКХ» — 24 сообщения (60 %); «Дороги» — 16 сообщений (40 %).",
        "У 57 сообщений тема не определена (50 %).",
    ]
    assert [row[0] for row in of.section("subjects").sheets[0].rows] == ["ЖКХ", "Дороги", "Без темы"]
    alone = said("subjects", note(replace(FACTS, themes=(none,)), PROFILE))
    assert alone.startswith("У 57 сообщений тема не определена (50 %).")


def test_rows_of_themes_and_territories_add_up_to_the_whole() -> None:
    names = list(Theme)[:13]
    themes = tuple((code, Change(20 - n, n, (20 - n) / 182, 1, 0.5)) for n, code in enumerate(names))
    full = note(replace(FACTS, themes=themes), PROFILE).section("subjects").sheets[0].rows
    assert len(full) == 11
    assert sum(int(row[1]) for row in full) == sum(change.now for _, change in themes)
    assert [plain(cell) for cell in full[-1]] == ["Прочие", "27", "15 %", "−18 %", "3 / 1,5 (+100 %)"]
    eleven = note(replace(FACTS, themes=themes[:11]), PROFILE).section("subjects").sheets[0].rows
    assert "Прочие" not in [row[0] for row in eleven], "one that is left stands by its name"
    assert len(eleven) == 11


def test_growth_names_its_rule_its_cause_and_masked_quotes() -> None:
    told = said("growth")
    assert "рост не менее чем на 25 % и не менее чем на 3 сообщения" in told
    assert "«ЖКХ»: 24 сообщения против 8, в 3 раза больше." in told
    assert (
        "Вероятная причина (9 из 21 текста; слова: котельная, батарея). Пишут: «Батареи ледяные, звоните [телефон]»"
        in told
    )


def test_a_cause_without_a_fit_quote_and_a_matter_with_an_unfit_gist_are_told_without_it() -> None:
    bare = replace(GROWTH, causes=tuple(replace(each, quotes=()) for each in GROWTH.causes))
    told = said("growth", note(replace(FACTS, growths=(bare,)), PROFILE))
    assert told.endswith("Вероятная причина (9 из 21 текста; слова: котельная, батарея).")
    rude = replace(CASES[3], incident=replace(CASES[3].incident, title="Какого х*** яма"))
    found = note(replace(FACTS, cases=(rude,)), PROFILE).section("overdue").sheets
    assert [plain(row[0]) for row in found[1].rows] == ["№ 4. Дороги"]


def test_really_solved_is_parted_from_explained() -> None:
    told = said("solving")
    assert "«Решаемые»: действительно решено — 2, разъяснено — 1; доля решённых — 67 %, ранее — 0 %." in told
    assert rows("solving")[:2] == [["Решено", "2", "0", "новое"], ["Разъяснено", "1", "1", "0 %"]]


def test_overdue_matters_name_their_recipients() -> None:
    assert "по 2 вопросам" in said("overdue")
    assert ["Начальник отдела дорог", "1"] in rows("overdue")
    assert [row[0] for row in rows("overdue", 1)] == ["№ 5. Яма 5", "№ 4. Яма 4"]


def test_satisfaction_risks_storms_and_forecast_have_their_figures() -> None:
    assert "Оценок ПОС — 2, средняя — 3,5; оценок 4 и 5 — 1 (50 %)." in said("satisfaction")
    assert "5 откликов: довольных — 1, недовольных — 3, нейтральных — 1." in said("satisfaction")
    assert (
        said("risks")
        == "Выявлено 2 информационных риска; отработано — 1, отклонено проверкой — 0, остаётся в работе — 1."
    )
    assert "31 публикация, продолжается" in said("storms")
    assert "«Выход на лёд» (уже идёт): с 09.11.2026 по 27.12.2026." in said("forecast")
    assert NOTE.section("forecast").sheets[0].rows[0][-1] == "1 из 2"


def test_conflicts_name_each_kind_with_its_cases() -> None:
    told = said("conflicts")
    assert "Без ответа с истёкшим сроком — 2 вопроса: № 4, 5." in told
    assert "Ответ дан с нарушением срока — 1 вопрос: № 3." in told
    assert "похож на отписку: не назван срок, мера или ответственный — 1 вопрос: № 2." in told
    assert "Противоречивые ответы: обещанный срок перенесён следующим ответом (№ 9)." in told
    assert rows("conflicts")[0] == ["№ 2. Яма 2", "Начальник отдела дорог", "похоже на отписку; недовольны ответом"]


def test_recommendations_are_drafts_in_the_right_case() -> None:
    told = said("advice")
    assert "Поручить начальнику отдела дорог дать ответ по 1 вопросу (№ 4)." in told
    assert "Сезон уже идёт, кампании нет: начать информационную кампанию «Выход на лёд»." in told


def test_an_empty_week_says_so_in_every_section() -> None:
    nothing = replace(
        FACTS, total=replace(FACTS.total, now=0, before=0), systems=(), themes=(), territories=(), growths=(), cases=(),
        earlier=(), conflicts=Conflicts(), forecast=(), campaigns=(), execution=executed((), SINCE, UNTIL, PERIOD.zone),
        days=(),
    )  # fmt: skip
    found = note(nothing, PROFILE)
    assert all(each.text for each in found.sections)
    assert plain(found.section("totals").text[0]) == "За неделю сообщений не поступало."
    assert [each.code for each in found.sections if each.pictures] == []


def test_a_season_that_is_ahead_is_prepared_for() -> None:
    ahead = tuple(replace(each, begins=UNTIL.date() + timedelta(days=9)) for each in FACTS.forecast)
    told = note(replace(FACTS, forecast=ahead), PROFILE)
    assert "уже идёт" not in said("forecast", told)
    assert "Подготовить информационную кампанию «Выход на лёд»." in said("advice", told)


def test_nothing_closed_makes_no_table_of_noughts() -> None:
    found = note(replace(FACTS, cases=(), earlier=()), PROFILE).section("solving")
    assert found.sheets == ()
    assert plain(found.text[0]) == "Вопросов за период не поступало, на решении их нет."


def test_what_has_no_territory_is_said_in_words() -> None:
    code, told = FACTS.themes[0]
    assert code
    found = note(replace(FACTS, territories=(("", told),)), PROFILE)
    assert "Без территории — 24 сообщения (60 %)." in said("subjects", found)


def test_a_part_of_the_whole_names_what_it_is_about() -> None:
    from core.labels import Theme

    found = note(replace(FACTS, asked=replace(FACTS.asked, themes=(Theme.ROADS,), blocks=("roads",))), PROFILE)
    assert found.title == "Аналитическая записка"
    assert "темы: «Дороги»; блоки:" in found.subtitle


def test_a_note_becomes_json_and_back() -> None:
    assert paper_of(body_of(NOTE)) == NOTE
    assert GROWTH.causes[0].incidents == (8,)
    assert case(1).open


def test_records_of_the_systems_stand_in_a_section_of_their_own_and_there_is_none_without_them() -> None:
    assert note(FACTS, PROFILE).section("records") is None
    pos = Worked(received=21, finished=9, late=2, marked=4, good=3, took=timedelta(days=3))
    theme = ((Theme.HOUSING, pos),)
    told = Records(ExchangeSystem.POS, pos, Worked(received=20), 12, 14, (("УК «Дом»", 2),), (5, 4, 2), (5,), 7, theme)
    im = Records(ExchangeSystem.IM, Worked(received=1), Worked(), 0, 1)
    made = note(replace(FACTS, records=(told, im)), PROFILE)
    found = made.section("records")
    assert found
    assert [plain(line) for line in found.text] == [
        "ПОС: поступила 21 запись, за неделю завершено 12 записей; на исполнении — 14, из них просрочено — 2. Обычное "
        "время до завершения — 3 дня. Из поступивших уже ведёт центр — 7.",
        "«Инцидент менеджмент»: поступила 1 запись, за неделю завершённых нет; на исполнении — 1.",
    ]
    captions = ["По системам", "Записи по темам: ПОС", "Просроченные записи: ПОС"]
    assert [sheet.caption for sheet in found.sheets] == captions
    assert [plain(cell) for cell in found.sheets[0].rows[7]] == ["Из них 4 и 5", "67 %", "–"]
    assert not is_turned(made), "a table of the records does not turn the note on its side"
    satisfied = made.section("satisfaction")
    assert satisfied
    assert "Оценок ПОС — 3" in plain(satisfied.text[0]), "two marks of a case, one of a record"


def test_the_map_says_what_its_numbers_and_colours_mean() -> None:
    told = _legend({"high", "low"})
    assert told == "число — вопросов, цвет — высший риск: оранжевый — высокий, зелёный — низкий"


def test_overdue_questions_that_were_opened_again_are_told_apart_and_must_be_answered_too() -> None:
    again = replace(case(40), pace=Pace.OVERDUE, answered_at=SINCE)
    made = note(replace(FACTS, cases=(*FACTS.cases, again)), PROFILE)
    assert "из них открыто снова после ответа — 1." in said("overdue", made)
    assert "№ 4" in said("advice", made)
    assert "40" in said("advice", made)


def placed_at(number: int, lat: float, lon: float, name: str) -> Located:
    matter = Matter(number, "", Theme.HOUSING, Level.HIGH, Status.REGISTERED, name, SINCE, 1)
    return Located(matter, Point(lat, lon), name, 1.0)


def test_a_spot_of_the_map_that_holds_several_streets_is_shown_near_at_hand_as_well() -> None:
    town = [placed_at(1, 58.20, 31.38, "Кирпичная, 7"), placed_at(2, 58.207, 31.39, "Заречная, 18")]
    far = placed_at(3, 58.5, 31.9, "Лосемха")
    mapped = Mapped((*town, far), ())
    pictures = note(replace(FACTS, mapped=mapped), PROFILE).section("subjects").pictures
    whole, near = (each for each in pictures if each.kind in ("map", "streets"))
    assert [spot["n"] for spot in whole.values["spots"]] == [2, 1]
    assert {spot["title"] for spot in near.values["spots"]} == {"Кирпичная, 7", "Заречная, 18"}
    assert "(2 из 3)" in near.caption
    beside = Mapped((*town, placed_at(4, 58.20, 31.38, "Кирпичная, 9"), far), ())
    (named,) = (
        each
        for each in note(replace(FACTS, mapped=beside), PROFILE).section("subjects").pictures
        if each.kind == "streets"
    )
    assert [spot["title"] for spot in named.values["spots"]] == ["Кирпичная, 7 и рядом", "Заречная, 18"]
    alone = note(replace(FACTS, mapped=Mapped((far,), ())), PROFILE).section("subjects").pictures
    assert [each.kind for each in alone if each.kind in ("map", "streets")] == ["map"]


def test_what_is_many_times_more_is_more_than_it_was() -> None:
    many = replace(FACTS, total=replace(FACTS.total, now=93, before=30))
    assert "в 3,1 раза больше, чем на прошлой неделе (30)." in said("totals", note(many, PROFILE))
    fresh = replace(FACTS, total=replace(FACTS.total, now=9, before=0))
    assert "поступило 9 сообщений; сравнивать не с чем: за прошлую неделю сообщений нет." in said(
        "totals", note(fresh, PROFILE)
    )


def test_against_a_period_of_which_nothing_is_known_nothing_grows_and_nothing_is_new() -> None:
    themes = tuple((code, replace(told, before=0)) for code, told in FACTS.themes)
    total = replace(FACTS.total, before=0)
    fresh = note(replace(FACTS, total=total, themes=themes, growths=()), PROFILE)
    assert said("growth", fresh) == "Сравнивать не с чем: за прошлую неделю сообщений нет."
    assert [row[3] for row in fresh.section("subjects").sheets[0].rows] == ["–", "–"]
    days = replace(FACTS.asked, period=span(PERIOD.first, PERIOD.first, PERIOD.zone))
    other = note(replace(FACTS, asked=days, total=total, growths=()), PROFILE)
    assert "сравнивать не с чем: за предыдущий период сообщений нет." in said("totals", other)


def test_a_theme_of_which_nothing_came_before_is_told_in_words() -> None:
    new = replace(GROWTH, change=replace(GROWTH.change, before=0))
    told = said("growth", note(replace(FACTS, growths=(new,)), PROFILE))
    assert "«ЖКХ»: 24 сообщения, за прошлую неделю не было ни одного." in told


def test_a_week_without_new_risks_says_so_and_what_stands() -> None:
    old = tuple(
        replace(each, incident=replace(each.incident, opened_at=SINCE - timedelta(days=9))) for each in FACTS.cases
    )
    told = said("risks", note(replace(FACTS, cases=old), PROFILE))
    assert told.startswith("Новых информационных рисков не выявлено; отработано — ")
