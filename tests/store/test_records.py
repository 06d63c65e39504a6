"""Records of ПОС and «Инцидент менеджмент» in reports: each message once, as it stood at the period's end."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

import profiles
from core import usecases
from core.cases import System as Way
from core.exchange import Item, Link, Linked, System
from core.incidents import Channel, Incident, Nature, Status
from core.labels import Theme
from core.measures import Measure, Origin
from core.periods import Period
from core.reasons import Reason
from core.usecases import Reading
from core.usecases.exchange import Table
from core.usecases.indicators import year_of
from core.usecases.rating import rating
from core.weekly import Facts, Ordered
from nlp.obscene import obscene
from tests.conftest import plain_lemmas

PROFILE = profiles.read(profiles.path_of("yasnobor"))
PERIOD = Period(date(2026, 11, 9), date(2026, 11, 15), "Europe/Moscow")
CAME = datetime(2026, 11, 10, 9, tzinfo=UTC)
NOW = datetime(2026, 11, 16, 6, tzinfo=UTC)
BODY, TERM, END = (
    *("Организация, в которой находится сообщение", "Дата планируемого завершения работ"),
    "Дата фактического завершения работ",
)
WORDS = Reading(PROFILE.calendar, lambda text: frozenset(text.split()), str)


def record(
    number: str,
    system: System = System.POS,
    *,
    came: datetime = CAME,
    term: str = "",
    end: str = "",
    score: int | None = None,
    incident: int | None = None,
    **own: object,
) -> Item:
    told = {TERM: term, END: end, BODY: "УК «Яснодом»"}
    columns = {name: value for name, value in told.items() if value} if system is System.POS else {}
    linked = Linked(Link.LINKED, incident, Reason("item_chosen")) if incident else Linked()
    made = Item(system, number, came, Theme.HOUSING, f"нет тепла {number}", finished=bool(end), score=score)
    return replace(made, **({"columns": columns, "linked": linked, "digest": f"{number}{end}{score}"} | own))


@pytest.fixture
def put(store, scope):
    def taken(*found: Item) -> None:
        for system in System:
            own = [each for each in found if each.system is system]
            usecases.take_table(store, scope, Table(system, "t", own, NOW))

    return taken


def matter(store, scope, **fields: object) -> int:
    made = Incident(0, Nature.MATTER, Status.REGISTERED, Theme.HOUSING, CAME, CAME, title="Нет тепла", block="housing")
    with store.begin() as work:
        return work.incidents.add(scope, replace(made, **fields)).id


def told(store, scope, now: datetime = NOW, **only: object) -> Facts:
    with store.read() as work:
        return usecases.facts(work, scope, PROFILE, WORDS, Ordered(PERIOD, **only), now)


def test_nothing_grows_out_of_a_period_in_which_nothing_was_recorded(store, scope, put):
    put(*(record(str(n)) for n in range(5)))
    assert told(store, scope).growths == ()
    put(record("old", came=CAME - timedelta(days=7), theme=Theme.ROADS))
    (grown,) = told(store, scope).growths
    assert (grown.theme, grown.change.now, grown.change.before) == (Theme.HOUSING, 5, 0)


def by_system(facts: Facts) -> dict[Way, int]:
    return {way: change.now for way, change in facts.systems}


def test_loaded_records_are_messages_of_their_system_their_theme_and_its_block(store, scope, put):
    put(record("1"), record("2"), record("3", System.IM), record("4", came=CAME - timedelta(days=7)))
    found = told(store, scope)
    assert by_system(found) == {Way.POS: 2, Way.IM: 1}
    assert (found.total.now, found.total.before) == (3, 1)
    assert [(theme, change.now) for theme, change in found.themes] == [(Theme.HOUSING, 3)]
    block = next(each.code for each in PROFILE.blocks if Theme.HOUSING in each.themes)
    assert [(code, change.now) for code, change in found.blocks] == [(block, 3)]
    assert told(store, scope, systems=(Way.POS,)).total.now == 2
    assert told(store, scope, systems=(Way.NETWORKS,)).total.now == 0
    assert told(store, scope, themes=(Theme.ROADS,)).total.now == 0
    assert told(store, scope, blocks=(block,)).total.now == 3
    assert told(store, scope, blocks=("other",)).total.now == 0


def test_a_record_is_not_counted_beside_the_matter_or_the_post_that_is_the_same_message(store, scope, put):
    letter = matter(store, scope, channel=Channel.POS, number="1")
    net = matter(store, scope, channel=Channel.NETWORK)
    put(
        record("1", incident=letter),
        record("2", incident=letter),
        record("3", System.IM, incident=net),
        record("4", incident=net),
        record("МЦУ-1", incident=net),
    )
    found = told(store, scope)
    assert by_system(found) == {Way.POS: 3}, "the letter is its record; a post that ИМ took stands by itself"
    assert [(each.system, each.now.received, each.linked) for each in found.records] == [
        (System.IM, 1, 1),
        (System.POS, 3, 3),
    ], "a row under our own number is our own table come back"


def test_the_note_tells_what_was_finished_late_and_marked_and_by_whom(store, scope, put):
    put(
        record("1", term="12.11.2026 00:00:00", end="11.11.2026 12:00:00", score=5),
        record("2", term="12.11.2026 00:00:00"),
        record("3", term="20.11.2026 00:00:00", end="16.11.2026 08:00:00", score=1),
        record("5", came=CAME - timedelta(days=30), term="20.10.2026 00:00:00"),
        record("6", came=CAME - timedelta(days=10), end="13.11.2026 10:00:00", score=4),
    )
    (found,) = told(store, scope).records
    assert (found.now.received, found.now.finished, found.ended, found.standing) == (3, 1, 2, 3)
    assert found.late == (("УК «Яснодом»", 2),)
    assert sorted(found.marks) == [4, 5], "what ended on Monday is of the next week"


def test_the_indicator_and_the_rating_of_a_system_count_records_without_incidents(store, scope, put):
    ends = {"term": "12.11.2026 00:00:00", "end": "11.11.2026 12:00:00"}
    put(*(record(str(n), score=5 if n else 1, **ends) for n in range(4)))
    with store.read() as work:
        lines = year_of(work, scope, PROFILE, PROFILE.calendar, 2026, NOW)
        asked = Ordered(Period(date(2026, 11, 1), date(2026, 11, 30), PERIOD.zone), systems=(Way.POS,))
        rated = rating(work, scope, PROFILE, PROFILE.calendar, asked, NOW)
    facts = {line.indicator.code: line.facts for line in lines}
    assert facts["satisfied"][11] == 75
    assert [(system, [(each.title, each.worked.kept) for each in bodies]) for system, bodies in rated.bodies] == [
        (System.POS, [("УК «Яснодом»", 4)])
    ]


def test_a_mark_that_comes_with_a_later_table_reaches_the_incident_by_the_day_of_its_answer(store, scope, put):
    known = matter(store, scope, channel=Channel.POS, number="1")
    put(record("1"))
    usecases.link_items(store, scope, PROFILE, plain_lemmas, System.POS, NOW)
    put(record("1", end="12.11.2026 15:00:00", score=4))
    with store.read() as work:
        assert work.answers.scores(scope, known) == {4: 1}
        (case,) = told(store, scope).cases
    assert case.marks == (4,)
    assert datetime(2026, 11, 12, 15, tzinfo=ZoneInfo("Europe/Moscow")) < NOW


def test_the_texts_of_records_tell_the_causes_of_what_grew(store, scope, put):
    put(*(record(str(n), text="остыли батареи котельная встала") for n in range(3)), record("9", text="крыша течь"))
    put(record("old", came=CAME - timedelta(days=7)))
    (grown,) = told(store, scope).growths
    assert grown.of == 4


def test_a_row_of_pos_without_a_text_is_counted_and_makes_no_cause(store, scope, put):
    topic = {"Категория": "ЖКХ", "Подкатегория": "Отопление", "Факт": "Холодно в квартире"}
    put(*(record(str(n), text="ЖКХ. Отопление. Холодно в квартире", columns=topic) for n in range(3)))
    put(record("9", text="крыша течь"), record("old", came=CAME - timedelta(days=7)))
    (grown,) = told(store, scope).growths
    assert (grown.change.now, grown.of, grown.causes) == (4, 1, ())


def test_no_obscene_text_is_quoted(store, scope, put):
    said = "какого х*** батареи котельная встала", "остыли батареи котельная встала"
    put(*(record(str(n), text=text) for n, text in enumerate((*said, *said, said[0]))))
    put(record("old", came=CAME - timedelta(days=7)))
    with store.read() as work:
        (grown,) = usecases.facts(work, scope, PROFILE, replace(WORDS, obscene=obscene), Ordered(PERIOD), NOW).growths
    assert [each.quotes for each in grown.causes] == [(said[1],)]


def test_a_report_on_some_themes_tells_the_measures_of_the_blocks_that_answer_for_them(store, scope):
    with store.begin() as work:
        for block in ("communal", "education"):
            wanted = Measure(0, f"Мера {block}", block, CAME, due=PERIOD.first, origin=Origin.HAND)
            usecases.add_measure(work, scope, PROFILE, wanted, CAME)
    every = [each.block for each in told(store, scope).execution.total.overdue]
    some = [each.block for each in told(store, scope, themes=(Theme.HOUSING,)).execution.total.overdue]
    assert (sorted(every), some) == (["communal", "education"], ["communal"])
