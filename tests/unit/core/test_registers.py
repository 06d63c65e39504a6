"""Registers: what an entry must tell, how tasks of minutes move, what an agenda says, what an audit finds."""

import io
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from docx import Document
from hypothesis import given
from hypothesis import strategies as st

import profiles
from core.errors import BadInput, IllegalMove
from core.pages import Level, Page, PagePost, Question, Sample, Seen, advice, audit, audit_paper, audit_rows
from core.posts import Platform, PostKey, SourceKey
from core.registers import (
    KINDS,
    Entry,
    Kind,
    Task,
    TaskState,
    Week,
    agenda,
    checked,
    late,
    move_task,
    moved,
    paper_of,
)
from core.registers.month_papers import register_paper
from nlp.fingerprints import StoredCopies
from reports.acts import docx

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
TODAY = date(2026, 11, 20)
ZONE = ZoneInfo("Europe/Moscow")
PROFILE = profiles.read(profiles.path_of("yasnobor"))
VOTE = Entry(Kind.VOTE, "Где быть скверу", date(2026, 11, 1), NOW, NOW, body={"question": "Какой сквер?"})


def test_an_entry_begins_in_the_first_state_and_its_fields_are_read_by_their_types():
    made = checked(replace(VOTE, body={"question": " Какой сквер? ", "voters": "214", "ends": "2026-11-30"}))
    assert (made.state, made.body) == ("planned", {"question": "Какой сквер?", "voters": 214, "ends": "2026-11-30"})


WRONG = [
    ({"question": ""}, "«Вопрос»"),
    ({"question": "?", "voters": "много"}, "«Приняли участие»"),
    ({"question": "?", "ends": "30.11.2026"}, "«Окончание»"),
    ({"question": "?", "ends": "2026-10-31"}, "«Окончание»: раньше дня «Начало»"),
    ({"question": "?", "link": "javascript:alert(1)"}, "«Ссылка»"),
    ({"question": "?", "who": "x"}, "нет поля «who»"),
]


@pytest.mark.parametrize(("body", "told"), WRONG)
def test_a_refusal_names_the_field(body, told):
    with pytest.raises(BadInput, match=told):
        checked(replace(VOTE, body=body))


def test_a_vote_is_closed_with_its_results_only():
    with pytest.raises(BadInput, match="Приняли участие"):
        moved(checked(VOTE), "closed", NOW)
    told = replace(VOTE, body={"question": "?", "voters": 9, "results": "Сквер у школы — 9"})
    assert moved(told, "closed", NOW).state == "closed"


def test_what_did_not_come_out_by_plan_says_why_and_needs_no_link():
    plan = Entry(Kind.PLAN, "О паводке", date(2026, 11, 3), NOW, NOW, body={"page": "vk:yasnobor_adm"})
    with pytest.raises(BadInput, match="Почему не вышла"):
        moved(checked(plan), "missed", NOW)
    assert moved(replace(plan, body={**plan.body, "why": "отменено"}), "missed", NOW).state == "missed"
    with pytest.raises(BadInput, match="Ссылка на вышедшую"):
        moved(checked(plan), "placed", NOW)


@pytest.mark.parametrize("kind", Kind)
def test_every_register_has_a_source_and_fields_needed_in_a_state_that_it_has(kind):
    register = KINDS[kind]
    assert register.source
    assert {each.needed for each in register.fields} - {""} <= set(register.states)
    assert len({each.code for each in register.fields}) == len(register.fields)


@given(kind=st.sampled_from(Kind), data=st.data())
def test_any_body_is_an_entry_or_a_refusal_in_words(kind, data):
    codes = [each.code for each in KINDS[kind].fields]
    values = st.one_of(st.text(max_size=30), st.integers(-5, 10**9))
    body = data.draw(st.dictionaries(st.sampled_from(codes), values))
    state = data.draw(st.sampled_from([*KINDS[kind].states, "", "иное"]))
    try:
        made = checked(Entry(kind, data.draw(st.text(max_size=9)), date(2026, 1, 1), NOW, NOW, state, body))
    except BadInput as error:
        assert "«" in str(error) or "признак" in str(error)  # noqa: PT017
    else:
        assert checked(made) == made


def test_a_task_is_done_with_its_proof_only_and_sent_once():
    task = Task("Засыпать яму", due=date(2026, 11, 19), id=1)
    assert late(task, date(2026, 11, 20))
    with pytest.raises(IllegalMove, match="подтверждается"):
        move_task(task, TaskState.DONE, NOW)
    sent = move_task(task, TaskState.SENT, NOW)
    done = move_task(sent, TaskState.DONE, NOW + timedelta(days=1), "акт от 20.11.2026")
    assert (sent.sent_at, done.sent_at, done.proof) == (NOW, NOW, "акт от 20.11.2026")
    assert not late(done, date(2026, 12, 1))
    with pytest.raises(IllegalMove):
        move_task(done, TaskState.DROPPED, NOW, "x")


def test_an_agenda_hears_of_themes_that_grew_or_are_the_most_frequent_and_says_which():
    themes = [("Дороги", 21, 22), ("Мусор", 5, 0), ("Вода", 4, 1), ("Энергетика", 3, 3)]
    assert agenda(Week(33, 26, themes, grown=["Вода", "Мусор"]))[1:] == (
        "О решении вопросов по самой частой теме «Дороги»: за неделю — 21 вопрос, неделей раньше — 22.",
        "О росте по теме «Мусор»: за неделю — 5 вопросов, неделей раньше — ни одного.",
        "О росте по теме «Вода»: за неделю — 4 вопроса, неделей раньше — 1.",
    )


def test_an_agenda_begins_with_what_is_unfinished_and_names_what_grows():
    week = Week(41, 30, [("ЖКХ", 20, 9), ("Дороги", 8, 3)], 5, 2, ["ЖКХ"], 3, ["Осторожно: лёд"], ["Дороги"])
    assert agenda(week) == (
        "Об исполнении решений прошлых заседаний: просрочено поручений — 3.",
        "О сообщениях и обращениях за неделю: поступил 41 вопрос, неделей раньше — 30.",
        "Об отработке 2 информационных рисков.",
        "О всплеске сообщений по теме «ЖКХ»: причины и меры.",
        "О росте по теме «Дороги»: за неделю — 8 вопросов, неделей раньше — 3.",
        "О нарушении сроков ответа по 5 вопросам: доклады ответственных получателей.",
        "О проведении информационной кампании «Осторожно: лёд».",
    )
    assert agenda(Week(0, 0)) == ("О сообщениях и обращениях за неделю: поступило 0 вопросов, неделей раньше — 0.",)


MEETING = Entry(
    Kind.MEETING,
    "Еженедельное заседание",
    date(2026, 11, 23),
    NOW,
    NOW,
    "held",
    {"form": "заочная", "number": "7", "agenda": "О воде\nО дорогах", "present": "Глава округа", "decided": "Принять"},
)


def text_of(found: bytes) -> str:
    document = Document(io.BytesIO(found))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([each.text for each in document.paragraphs] + cells).replace("\u00a0", " ")


def test_minutes_hold_the_decisions_the_tasks_and_a_line_for_the_curator():
    tasks = [Task("Восстановить воду", "", "Начальник отдела ЖКХ", date(2026, 11, 30), TaskState.SENT)]
    told = text_of(docx(paper_of(checked(MEETING), tasks, PROFILE, TODAY)))
    for wanted in ("Протокол заседания № 7", "заочная", "1. О воде", "2. О дорогах", "Восстановить воду", "30 ноября"):
        assert wanted in told
    assert PROFILE.centre in told
    assert "____" in told


def test_minutes_say_of_a_task_whose_day_has_passed_what_the_road_map_says():
    due = date(2026, 11, 19)
    tasks = [
        Task("Восстановить воду", due=due, state=TaskState.SENT),
        Task("Засыпать яму", due=TODAY, state=TaskState.SENT),
        Task("Убрать снег", due=due, state=TaskState.DONE, proof="акт"),
    ]
    told = text_of(docx(paper_of(checked(MEETING), tasks, PROFILE, TODAY)))
    assert told.count("направлено") == 2
    assert told.count("срок истёк") == 1
    assert "направлено, срок истёк" in told
    assert "исполнено: акт" in told


def test_of_a_planned_meeting_the_agenda_is_drawn():
    told = text_of(docx(paper_of(replace(MEETING, state="planned"), [], PROFILE, TODAY)))
    assert "Повестка заседания" in told
    assert "Решили" not in told


PAGE = Page(SourceKey(Platform.VK, "adm"), "Администрация округа", mark=False, widgets=1, design=60, id=1)


def at(day: int, hour: int = 12) -> datetime:
    return datetime(2026, 11, day, hour, tzinfo=UTC)


def seen(days: list[int], **fields: object) -> Seen:
    posts = [PagePost(n, at(day), f"новость номер {n} о делах округа за неделю") for n, day in enumerate(days, 1)]
    return replace(Seen(posts, (), at(1, 9)), **fields)


def audited(found: Seen, *samples: Sample):
    return audit(PAGE, found, samples, StoredCopies(), date(2026, 11, 1), date(2026, 11, 21), ZONE)


def test_weeks_silence_and_their_advice():
    one = audited(seen([1, 2, 3, 9, 20, 21]))
    assert (one.posts, one.weeks, one.silent, one.quiet_days, one.poor_weeks) == (6, (3, 1, 2), 10, 15, 2)
    told = "; ".join(advice(one))
    assert "в 2 неделях публикаций было меньше" in told
    assert "10 дней молчания" in told
    assert "Госорганизация" in told
    assert "60 %" in told


def test_days_before_the_record_began_are_not_judged():
    one = audited(Seen([PagePost(1, at(16), "новость")], (), at(15, 9)))
    assert (one.seen_from, one.days, one.weeks) == (date(2026, 11, 15), 7, (1,))
    nothing = audited(Seen())
    assert (nothing.days, nothing.a_week, nothing.share) == (0, None, None)
    assert "не собиралась" in advice(nothing)[0]


DAYS = {"starts": date(2026, 11, 1), "ends": date(2026, 11, 30)}
TEXT = "С 15 ноября начинается приём заявлений на единое пособие: подать их можно через портал и в центрах услуг"


def test_obligatory_content_is_known_by_repost_tag_and_text_within_its_days():
    posts = [
        PagePost(1, at(3), "", PostKey(Platform.VK, "region", "5")),
        PagePost(2, at(4), "Смотрите сами! #НашРегион."),
        PagePost(3, at(5), f"{TEXT}. Подробности у нас."),
        PagePost(4, at(6), "О своём"),
    ]
    samples = [
        Sample(Level.REGIONAL, "Новости региона", origin="region", id=1, **DAYS),
        Sample(Level.REGIONAL, "Наш регион", tag="нашрегион", id=2, **DAYS),
        Sample(Level.FEDERAL, "Пособие", text=TEXT, id=3, **DAYS),
        Sample(Level.FEDERAL, "Перепись", tag="перепись", id=4, **DAYS),
        Sample(Level.FEDERAL, "Прошлогоднее", date(2025, 1, 1), date(2025, 2, 1), tag="нашрегион", id=5),
    ]
    one = audited(Seen(posts, (), at(1)), *samples)
    assert ([each.id for each in one.placed], [each.id for each in one.missing]) == ([1, 2, 3], [4])
    assert one.share == 0.75
    assert (one.of(Level.FEDERAL), one.of(Level.REGIONAL)) == ((1, 2), (2, 2))


def test_answers_in_comments_are_counted_with_the_median_time():
    asked = [Question(at(2), at(2) + timedelta(hours=hours)) for hours in (1, 30, 50)] + [Question(at(3))]
    one = audited(seen([1, 2, 3], questions=asked))
    assert (one.questions, one.answered, one.answer) == (4, 3, timedelta(hours=30))
    near = [replace(one, answer=timedelta(hours=hours)).usual for hours in (4.9, 0.9)]
    assert near == [timedelta(hours=5), timedelta(hours=0.9)]
    assert "без ответа остался 1 вопрос" in "; ".join(advice(one))


def test_a_report_has_a_row_and_a_sheet_a_page():
    found = [audited(seen([1, 2, 3])), audited(Seen())]
    told = text_of(docx(audit_paper(found, date(2026, 11, 1), date(2026, 11, 21), PROFILE)))
    assert "Отчёт о работе госпабликов" in told
    assert told.count("Администрация округа") == 4
    assert [row["Публикаций"] for row in audit_rows(found)] == [3, 0]


def test_a_register_of_a_month_is_one_document_the_earliest_entry_first():
    plan = Entry(Kind.PLAN, "Ремонт моста", date(2026, 11, 9), NOW, NOW, body={"page": "vk:adm"})
    later = replace(
        plan, title="Ярмарка", day=date(2026, 11, 21), state="missed", body={"page": "vk:adm", "why": "дождь"}
    )
    first, last = date(2026, 11, 1), date(2026, 11, 30)
    told = text_of(docx(register_paper(Kind.PLAN, [checked(later), checked(plan)], first, last, PROFILE)))
    assert told.index("Ремонт моста") < told.index("Ярмарка")
    assert "Всего 2 записи: в плане — 1, не вышла — 1." in told
    assert "Почему не вышла: дождь" in told
    assert "Записей за эти дни нет" in text_of(docx(register_paper(Kind.VOTE, [], first, last, PROFILE)))


@pytest.mark.parametrize(
    ("opened", "came"), [(1, "поступил 1 вопрос"), (22, "поступило 22 вопроса"), (11, "поступило 11 вопросов")]
)
def test_an_agenda_counts_in_the_forms_that_the_language_wants(opened: int, came: str) -> None:
    assert came in agenda(Week(opened, 3))[0]
