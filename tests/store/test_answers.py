"""Answers after they were given, on both databases: the check, promises, placed links, reaction, the proposed end."""

import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from core import usecases
from core.answers.placing import Seen, Standing
from core.deadlines import Calendar
from core.errors import BadInput, Conflict, NotFound
from core.flags import Flag, FlagQuery
from core.incidents import Answer, Applicant, Channel, Incident, Intake, Member, Move, Outcome, Regime, Status
from core.incidents.opening import newcomer_of, opened
from core.labels import Assessment, Kind, Theme
from core.ports import Batch, Work
from core.posts import Platform, Post, PostKey, SourceState
from core.profile import Answering
from core.reaction import Closing
from core.reasons import Reason
from core.scope import Scope
from store import schema
from store.ledger import Store
from tests.conftest import NOW
from tests.made import DAY, comment, post, said
from tests.store.test_incidents import PROFILE, WALL, Model, entered, listed, of_message, take, upper

HOUR = timedelta(hours=1)
CALENDAR: Calendar = PROFILE.week.calendar(PROFILE.timezone)
GOOD = Answer("МКУ «Дороги» засыплет яму до 21 ноября.", ("vk",), ("https://vk.com/wall-1_2",))
LINK = "https://vk.com/wall-1_900"


class Feeling(Model):
    """Anger where the text says so; the rest is talk."""

    def _one(self, text_: str) -> Assessment:
        if "злость" in text_:
            return said(Theme.HOUSING, kind=Kind.PROBLEM, neg=2, neg_score=2.0, places=())
        if "яма" in text_ or "опасно" in text_:
            return super()._one(text_)
        return said(
            Theme.NONE, kind=Kind.CHATTER, neg=0, neg_score=0.1, solvable=0.0, risk=0, risk_score=0.0, places=()
        )


def receive(store: Store, scope: Scope, *found: Post, at: object = NOW) -> None:
    with store.begin() as work:
        usecases.receive(work, scope, WALL, Batch(found, {}), at)
    usecases.assess(store, scope, Feeling(), at)
    usecases.flag(store, scope, PROFILE, at)


def give(store: Store, scope: Scope, number: int, answer: Answer = GOOD, at: object = NOW) -> Incident:
    with store.begin() as work:
        found = work.incidents.get(scope, number)
        return usecases.give(work, scope, PROFILE, CALENDAR, number, found.revision, answer, at)


def move(store: Store, scope: Scope, number: int, *steps: Status, at: object = NOW, **brought: object) -> Incident:
    with store.begin() as work:
        for to in steps:
            found = work.incidents.get(scope, number)
            found = usecases.move(work, scope, PROFILE, number, found.revision, Move(to, scope.who, at, **brought))
    return found


def get(store: Store, scope: Scope, number: int) -> Incident:
    with store.read() as work:
        return work.incidents.get(scope, number)


def last(store: Store, scope: Scope, number: int):
    with store.read() as work:
        return work.incidents.history(scope, number)[-1]


@pytest.fixture
def matter(store: Store, scope: Scope) -> int:
    take(store, scope, post(1, "яма на Заречной"))
    return of_message(store, scope, "1").id


@pytest.fixture
def risk(store: Store, scope: Scope) -> int:
    """Answered and watched."""
    take(store, scope, post(1, "опасно открытый люк"))
    number = of_message(store, scope, "1").id
    give(store, scope, number, Answer("Люк закрыли 20 ноября, МУП «Водоканал».", ("vk",), (LINK,)))
    move(store, scope, number, Status.VERIFIED, Status.ANSWERED, Status.WATCHED)
    return number


# The check


def test_the_check_stores_nothing_and_the_same_result_is_kept_with_the_answer(
    store: Store, scope: Scope, matter: int, rows: Callable[[str], int]
) -> None:
    empty = Answer("Ваше обращение принято к сведению.", ("vk",))
    with store.begin() as work:
        seen = usecases.review_answer(work, scope, PROFILE, CALENDAR, matter, empty, NOW)
    assert (rows("answers"), rows("steps")) == (0, 1)
    assert seen.formal
    kept = give(store, scope, matter, empty).answers[0]
    assert get(store, scope, matter).answers[0].remarks == kept.remarks == seen.remarks
    assert [each.code for each in kept.remarks] == ["no_measure", "no_date", "no_body", "empty_phrase"]
    assert last(store, scope, matter).detail["remarks"] == ["no_measure", "no_date", "no_body", "empty_phrase"]


def test_the_promise_of_the_text_is_kept_unless_the_officer_names_another(
    store: Store, scope: Scope, matter: int
) -> None:
    promised = give(store, scope, matter).answers[0].promised
    assert promised is not None
    assert CALENDAR.local(promised).isoformat() == "2026-11-21T23:59:59+03:00"
    other = give(store, scope, matter, replace(GOOD, promised=NOW + 9 * HOUR)).answers[1]
    assert other.promised == NOW + 9 * HOUR
    assert get(store, scope, matter).answers[1].promised == NOW + 9 * HOUR


def test_a_deleted_post_is_told_by_our_tombstone_or_by_the_platform(store: Store, scope: Scope, matter: int) -> None:
    def asked(present: object = None) -> list[str]:
        with store.read() as work:
            seen = usecases.review_answer(work, scope, PROFILE, CALENDAR, matter, GOOD, NOW, present)
        return [each.code for each in seen.remarks]

    assert asked() == []
    assert asked(lambda key, url: None) == []
    assert asked(lambda key, url: key != PostKey(Platform.VK, "wall", "1")) == ["post_gone"]
    take(store, scope, post(1, "", deleted=NOW))
    assert asked() == ["post_gone"]


def test_telegram_is_refused_until_the_profile_switches_it_on(store: Store, scope: Scope, matter: int) -> None:
    wanted = replace(GOOD, platforms=("vk", "Telegram"))
    with pytest.raises(BadInput, match="149-ФЗ"):
        give(store, scope, matter, wanted)
    assert get(store, scope, matter).answers == ()
    free = replace(PROFILE, answers=Answering(telegram=True))
    with store.begin() as work:
        found = usecases.give(work, scope, free, CALENDAR, matter, 1, wanted, NOW)
    assert found.answers[0].platforms == ("vk", "Telegram")


# Promises


def test_a_passed_promise_brings_the_matter_back_once(store: Store, scope: Scope, matter: int) -> None:
    give(store, scope, matter)
    move(store, scope, matter, Status.ROUTED, Status.ANSWERED, block="roads")
    assert usecases.promises(store, scope, PROFILE, NOW) == 0
    late = NOW + 2 * timedelta(days=1)
    assert usecases.promises(store, scope, PROFILE, late) == 1
    again, step = get(store, scope, matter), last(store, scope, matter)
    assert (again.status, step.after, step.who) == (Status.REOPENED, Status.REOPENED, "system")
    assert "обещанный срок" in step.reason
    assert usecases.promises(store, scope, PROFILE, late + HOUR) == 0
    assert last(store, scope, matter) == step


def test_an_interim_promise_that_passes_is_said_once(store: Store, scope: Scope, matter: int) -> None:
    give(store, scope, matter, replace(GOOD, final=False))
    move(store, scope, matter, Status.ROUTED, Status.INTERIM, block="roads")
    for _ in range(2):
        usecases.promises(store, scope, PROFILE, NOW + timedelta(days=3))
    with store.read() as work:
        assert [step.action for step in work.incidents.history(scope, matter)].count("promise") == 1
    assert get(store, scope, matter).status is Status.INTERIM


def test_a_promise_outlives_a_merge(store: Store, scope: Scope, matter: int) -> None:
    take(store, scope, post(2, "яма у школы на Луговой"))
    other = of_message(store, scope, "2").id
    give(store, scope, matter, replace(GOOD, final=False))
    move(store, scope, other, Status.ROUTED, block="roads")
    with store.begin() as work:
        usecases.merge(work, scope, PROFILE, matter, get(store, scope, matter).revision, other, NOW)
    assert usecases.promises(store, scope, PROFILE, NOW + timedelta(days=3)) == 1
    told = last(store, scope, other)
    assert (told.action, get(store, scope, other).status) == ("promise", Status.ROUTED)
    assert usecases.promises(store, scope, PROFILE, NOW + timedelta(days=4)) == 0


def test_a_kept_promise_is_noted_without_a_step(store: Store, scope: Scope, matter: int, rows) -> None:
    give(store, scope, matter)
    move(store, scope, matter, Status.ROUTED, Status.ANSWERED, block="roads")
    move(store, scope, matter, Status.CLOSED, outcome=Outcome.SOLVED)
    steps = rows("steps")
    assert usecases.promises(store, scope, PROFILE, NOW + timedelta(days=3)) == 0
    assert rows("steps") == steps
    with store.read() as work:
        assert work.answers.overdue(scope, NOW + timedelta(days=3), 10) == []


def test_what_was_postponed_comes_back_on_its_date(store: Store, scope: Scope, matter: int) -> None:
    give(store, scope, matter, replace(GOOD, text="Заменили, МКУ «Дороги», 20 ноября."))
    move(store, scope, matter, Status.ROUTED, Status.ANSWERED, block="roads")
    until = NOW + timedelta(days=30)
    move(store, scope, matter, Status.CLOSED, outcome=Outcome.POSTPONED, reason="зима", until=until)
    assert usecases.promises(store, scope, PROFILE, until - HOUR) == 0
    assert usecases.promises(store, scope, PROFILE, until) == 1
    assert get(store, scope, matter).status is Status.REOPENED
    assert usecases.promises(store, scope, PROFILE, until + HOUR) == 0


# Placed links


class Web:
    """What stands behind links; counts looks."""

    def __init__(self, **found: Seen) -> None:
        self.found, self.asked = found, 0

    def __call__(self, link: str) -> Seen:
        self.asked += 1
        return self.found.get(link.rpartition("/")[2].replace("-", "_"), Seen(Standing.PLACED))


def placed(store: Store, scope: Scope, number: int) -> list[tuple[str, Standing]]:
    with store.read() as work:
        return [(each.link, each.standing) for each in work.answers.placed(scope, number)]


def test_placed_links_are_opened_on_their_schedule_and_a_change_is_told(
    store: Store, scope: Scope, matter: int
) -> None:
    found = give(store, scope, matter)
    with store.begin() as work:
        links = ["https://vk.com/wall-1_2", "https://gorod.ru/novost"]
        usecases.link(work, scope, matter, found.revision, found.answers[0].id, links, NOW)
    web = Web(novost=Seen(Standing.UNKNOWN, "нет связи"))
    assert placed(store, scope, matter) == [(each, Standing.UNKNOWN) for each in links]
    assert usecases.control(store, scope, web, NOW) == 2
    assert usecases.control(store, scope, web, NOW) == 0
    assert placed(store, scope, matter) == [(links[0], Standing.PLACED), (links[1], Standing.UNKNOWN)]
    web.found = {"wall_1_2": Seen(Standing.GONE)}
    assert usecases.control(store, scope, web, NOW + HOUR) == 2
    assert placed(store, scope, matter) == [(links[0], Standing.GONE), (links[1], Standing.PLACED)]
    with store.read() as work:
        told = [(step.before, step.after) for step in work.incidents.history(scope, matter) if step.action == "placing"]
    assert sorted(told) == [("placed", "gone"), ("unknown", "placed"), ("unknown", "placed")]


def test_links_of_answers_that_stood_before_are_controlled_after_the_migration(engine: Engine) -> None:
    (own,) = (Path(schema.__file__).parent / "migrations" / "versions").glob("*_answers.py")
    (before,) = re.findall(r'down_revision = "(\w+)"', own.read_text(encoding="utf-8"))
    schema.migrate(engine, schema.EMPTY)
    schema.migrate(engine, before)
    with engine.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO incidents (profile_id, nature, status, theme, topic, level, rank, regime, channel, title,"
                " text, lemmas, place, place_key, territory, block, recipient, number, outgoing, opened_at, moved_at,"
                " storm, by_hand, revision) VALUES ('test', 'risk', 'answered', 'roads', '', 'low', 0, 'message',"
                " 'network', '', '', '', '', '', '', '', '', '', '', :at, :at, :no, :no, 1)"
            ),
            {"at": NOW.replace(tzinfo=None) if engine.dialect.name == "sqlite" else NOW, "no": False},
        )
        connection.execute(
            text(
                "INSERT INTO answers (profile_id, incident_id, text, platforms, links, final, by, at) VALUES"
                " ('test', 1, 'x', '[]', '[\"https://vk.com/wall-1_2\"]', :yes, '', :at)"
            ),
            {"at": "2026-11-20 12:00:00.000000" if engine.dialect.name == "sqlite" else NOW, "yes": True},
        )
    schema.migrate(engine)
    store, scope = Store(engine, str), Scope("test")
    with store.read() as work:
        (due,) = work.answers.unseen(scope, NOW, 10)
        assert (due.link, due.placed_at) == ("https://vk.com/wall-1_2", NOW)
        assert work.incidents.get(scope, 1).answers[0].remarks == ()


# Reaction


def voices(store: Store, scope: Scope, number: int) -> tuple[int, int, int, int]:
    with store.read() as work:
        found = usecases.reaction(work, scope, PROFILE, work.incidents.get(scope, number))
    return found.before.total, found.before.negative, found.after.total, found.after.negative


def test_the_reaction_is_of_the_incidents_posts_and_of_what_stands_under_them(
    store: Store, scope: Scope, risk: int
) -> None:
    later = {"published": NOW + HOUR}
    receive(
        store,
        scope,
        comment(2, 1, "злость, давно знали", published=DAY),
        comment(3, 1, "спасибо, закрыли", **later),
        comment(4, 1, "злость, опять открыт", parent="3", **later),
        comment(5, 1, "ответ администрации: злость", by_source=True, **later),
        post(6, "злость о другом", **later),
        comment(7, 6, "и у нас злость", **later),
    )
    assert voices(store, scope, risk) == (2, 2, 2, 1)
    with store.read() as work:
        found = usecases.reaction(work, scope, PROFILE, work.incidents.get(scope, risk))
    assert found.closing == {Closing.SATISFIED: 1, Closing.NEUTRAL: 0, Closing.DISSATISFIED: 1}
    receive(store, scope, comment(4, 1, "", deleted=NOW + 2 * HOUR))
    assert voices(store, scope, risk) == (2, 2, 2, 1), "to delete discontent is not to answer it"


def test_of_a_foreign_thread_only_what_answers_the_incidents_comment_counts(store: Store, scope: Scope) -> None:
    later = {"published": NOW + HOUR}
    with store.begin() as work:
        known = (
            post(10, "расписание праздника", by_source=True),
            comment(11, 10, "опасно люк у сцены"),
            comment(12, 10, "злость: где программа", **later),
            comment(13, 10, "злость, и я видел", parent="11", **later),
            comment(14, 10, "спасибо, закрыли", parent="13", **later),
        )
        usecases.receive(work, scope, WALL, Batch(known, {}), NOW)
    usecases.assess(store, scope, Feeling(), NOW)
    usecases.flag(store, scope, PROFILE, NOW)
    with store.begin() as work:
        (card,) = (each for each in work.flags.find(scope, FlagQuery()).flags if each.post.key.message == "11")
        made = work.incidents.add(scope, incident_of(card))
    give(store, scope, made.id, replace(GOOD, links=()))
    assert voices(store, scope, made.id) == (1, 1, 2, 1)


def incident_of(card: Flag) -> Incident:
    """An incident of this post alone."""
    fresh = opened([newcomer_of(card)], NOW, upper)
    return replace(fresh, members=(Member(card.post_id, NOW, Reason("opened")),))


def test_what_stands_under_the_published_answer_is_reaction_too(store: Store, scope: Scope, risk: int) -> None:
    before = voices(store, scope, risk)
    answer = post(900, "Люк закрыт", by_source=True, url=LINK, published=NOW)
    receive(store, scope, answer, comment(901, 900, "злость, врёте", published=NOW + HOUR))
    assert voices(store, scope, risk) == (*before[:2], 1, 1)


def test_texts_that_no_model_has_seen_are_counted_apart(store: Store, scope: Scope, risk: int) -> None:
    with store.begin() as work:
        usecases.receive(work, scope, WALL, Batch((comment(2, 1, "злость", published=NOW + HOUR),), {}), NOW)
    with store.read() as work:
        found = usecases.reaction(work, scope, PROFILE, work.incidents.get(scope, risk))
    assert (found.after.total, found.unread) == (0, 1)


def test_marks_of_pos_are_taken_by_the_items_number_and_the_newest_counts(store: Store, scope: Scope) -> None:
    told = Intake(Channel.POS, Regime.MESSAGE, Applicant.CITIZEN, "Яма у школы", NOW, number="ПОС-17")
    made = usecases.intake(store, scope, PROFILE, Model(), upper, told, NOW)
    entered(store, scope)
    with store.begin() as work:
        for mark in (2, 4):
            assert usecases.score(work, scope, "ПОС-17", mark, NOW).id == made.id
        assert work.answers.scores(scope, made.id) == {4: 1}
        for wrong in (0, 6):
            with pytest.raises(BadInput, match="от 1 до 5"):
                usecases.score(work, scope, "ПОС-17", wrong, NOW)
        with pytest.raises(NotFound, match="ПОС-18"):
            usecases.score(work, scope, "ПОС-18", 5, NOW)
    usecases.intake(store, scope, PROFILE, Model(), upper, told, NOW)
    with store.begin() as work, pytest.raises(Conflict, match="нескольких"):
        usecases.score(work, scope, "ПОС-17", 5, NOW)


# The proposed end


def ready(store: Store, scope: Scope) -> list[int]:
    return [each.id for each in listed(store, scope, proposed=True)]


def test_the_end_is_proposed_after_silence_with_its_numbers_and_a_person_confirms(
    store: Store, scope: Scope, risk: int
) -> None:
    assert usecases.watch(store, scope, PROFILE, NOW + 47 * HOUR) == 0
    receive(store, scope, *(comment(n, 1, "спасибо, закрыли", published=NOW + n * HOUR) for n in range(2, 12)))
    quiet = NOW + 48 * HOUR
    assert usecases.watch(store, scope, PROFILE, quiet) == 1
    assert usecases.watch(store, scope, PROFILE, quiet) == 0
    found = get(store, scope, risk)
    assert found.ready is not None
    assert (found.ready.total, found.ready.negative, found.ready.watch, found.ready.most) == (10, 0, 48 * HOUR, 0.2)
    assert ready(store, scope) == [risk]
    assert (last(store, scope, risk).action, found.status) == ("propose", Status.WATCHED)
    done = move(store, scope, risk, Status.WORKED_OFF, at=quiet, outcome=Outcome.SOLVED)
    assert (done.status, done.ready, ready(store, scope)) == (Status.WORKED_OFF, None, [])


def test_discontent_withholds_the_proposal_and_withdraws_it(store: Store, scope: Scope, risk: int) -> None:
    receive(store, scope, *(comment(n, 1, "спасибо", published=NOW + HOUR) for n in range(2, 6)))
    assert usecases.watch(store, scope, PROFILE, NOW + 48 * HOUR) == 1
    receive(store, scope, comment(9, 1, "злость", published=NOW + 49 * HOUR), at=NOW + 50 * HOUR)
    assert usecases.watch(store, scope, PROFILE, NOW + 50 * HOUR) == 1
    assert (get(store, scope, risk).ready, last(store, scope, risk).action) == (None, "withdraw")
    assert last(store, scope, risk).detail["negative"] == 1
    assert usecases.watch(store, scope, PROFILE, NOW + 51 * HOUR) == 0


def test_silence_of_a_source_that_nobody_reads_says_nothing(store: Store, scope: Scope, risk: int) -> None:
    with store.begin() as work:
        source = work.sources.get(scope, WALL)
        work.sources.save(scope, replace(source, state=SourceState.DENIED))
    assert usecases.watch(store, scope, PROFILE, NOW + 60 * HOUR) == 0
    with store.begin() as work:
        work.sources.save(scope, replace(source, state=SourceState.ACTIVE, succeeded_at=NOW + 59 * HOUR))
    assert usecases.watch(store, scope, PROFILE, NOW + 60 * HOUR) == 1
    assert usecases.watch(store, scope, PROFILE, NOW + 90 * HOUR) == 1, "not read for a day: withdrawn"


def test_spread_opens_a_watched_risk_again_and_takes_the_proposal_away(store: Store, scope: Scope, risk: int) -> None:
    usecases.watch(store, scope, PROFILE, NOW + 48 * HOUR)
    later = NOW + 50 * HOUR
    take(store, scope, comment(5, 1, "опасно, снова открыт", published=later), at=later)
    again = get(store, scope, risk)
    assert (again.status, again.ready) == (Status.REOPENED, None)
    assert last(store, scope, risk).reason == "дальнейшее распространение: новая публикация"


class Meanwhile:
    """A store in which a person acts between what the job reads and what it writes."""

    def __init__(self, store: Store, act: Callable[[], object]) -> None:
        self.store, self.act = store, act

    def read(self) -> AbstractContextManager[Work]:
        return self.store.read()

    @contextmanager
    def begin(self) -> Iterator[Work]:
        self.act()
        with self.store.begin() as work:
            yield work


def test_a_person_who_acts_in_the_same_moment_wins(store: Store, scope: Scope, risk: int) -> None:
    def reopen() -> None:
        move(store, scope, risk, Status.REOPENED, reason="люк снова открыт")

    assert usecases.watch(Meanwhile(store, reopen), scope, PROFILE, NOW + 48 * HOUR) == 0
    found = get(store, scope, risk)
    assert (found.status, found.ready, last(store, scope, risk).action) == (Status.REOPENED, None, "move")
