"""From flagged posts to incidents and what people do with them, on both databases."""

from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine, text

import profiles
from core import usecases
from core.errors import AnswerWithoutLinks, Conflict, IllegalMove, NotFound, Outdated
from core.incidents import (
    Answer,
    Answered,
    Applicant,
    Channel,
    Incident,
    IncidentQuery,
    Intake,
    Move,
    Nature,
    Outcome,
    Regime,
    Status,
)
from core.labels import Assessment, Sign, Subject, Theme
from core.ports import Batch
from core.posts import Platform, Post, PostKey, SourceKey
from core.risk import Level
from core.scope import Scope, system
from nlp.fingerprints import StoredCopies
from nlp.masks import mask
from store.ledger import Store
from tests.conftest import NOW
from tests.made import DAY, comment, post, said

WALL = SourceKey(Platform.VK, "wall")
PROFILE = profiles.read(profiles.path_of("standard"))
WATER = "Нет воды на Кирпичной 5 с самого утра, соседи говорят порвало трубу у котельной, когда дадут?"


class Model:
    """A theme by the first word."""

    version = "test-1"

    def assess(self, subjects: list[Subject], *, why: bool = True, places: bool = True) -> list[Assessment]:
        return [self._one(subject.text.lower()) for subject in subjects]

    def _one(self, text_: str) -> Assessment:
        if "опасно" in text_:
            return said(Theme.SAFETY, risk=3, risk_score=2.8, neg_score=2.5, signs={Sign.LIFE: 0.9}, places=())
        theme = Theme.ROADS if "яма" in text_ else Theme.HOUSING
        return said(theme) if "заречной" in text_ else said(theme, places=())


def upper(text_: str) -> str:
    return text_.replace("+7 900 000-00-00", "[телефон]")


def take(store: Store, scope: Scope, *found: Post, at: datetime = NOW) -> None:
    with store.begin() as work:
        usecases.receive(work, scope, WALL, Batch(found, {}), at)
    usecases.assess(store, scope, Model(), at)
    usecases.flag(store, scope, PROFILE, at)
    while usecases.group(store, scope, PROFILE, StoredCopies(), upper, at, limit=3):
        pass


def listed(store: Store, scope: Scope, **asked: object) -> list[Incident]:
    with store.read() as work:
        return list(work.incidents.find(scope, IncidentQuery(**asked)).incidents)


def messages(store: Store, scope: Scope, **asked: object) -> list[list[str]]:
    """Message ids of each incident, by the least."""
    with store.read() as work:
        found = [work.incidents.cards(scope, each.id) for each in listed(store, scope, **asked)]
    return sorted(sorted(card.post.key.message for card in cards) for cards in found)


def get(store: Store, scope: Scope, number: int) -> Incident:
    with store.read() as work:
        return work.incidents.get(scope, number)


def of_message(store: Store, scope: Scope, message: str) -> Incident:
    with store.read() as work:
        for each in work.incidents.find(scope, IncidentQuery()).incidents:
            if message in {card.post.key.message for card in work.incidents.cards(scope, each.id)}:
                return work.incidents.get(scope, each.id)
    raise AssertionError(message)


def actions(store: Store, scope: Scope, number: int) -> list[str]:
    with store.read() as work:
        return [step.action for step in work.incidents.history(scope, number)]


def test_a_flagged_post_opens_an_incident_and_grouping_again_changes_nothing(store: Store, scope: Scope, rows) -> None:
    for _ in range(2):
        take(store, scope, post(1, "яма на Заречной, звоните +7 900 000-00-00"))
    (found,) = listed(store, scope)
    assert (found.nature, found.status, found.block) == (Nature.MATTER, Status.REGISTERED, "roads")
    assert found.title == "яма на Заречной, звоните [телефон]"
    assert (rows("incidents"), rows("incident_posts"), rows("steps")) == (1, 1, 1)
    assert actions(store, scope, found.id) == ["open"]


def test_danger_makes_a_risk(store: Store, scope: Scope) -> None:
    take(store, scope, post(1, "опасно открытый люк"))
    (found,) = listed(store, scope)
    assert (found.nature, found.status) == (Nature.RISK, Status.FOUND)


def test_comments_under_a_post_reposts_and_copies_join_with_their_reasons(store: Store, scope: Scope) -> None:
    take(
        store,
        scope,
        post(1, WATER),
        comment(2, 1, "и у нас нет"),
        comment(3, 1, "нам тоже не дали", parent="2"),
        post(4, "смотрите что делается", origin=PostKey(Platform.VK, "wall", "1")),
        post(5, "Репост! " + WATER.upper()),
        post(6, "крыша течёт третий год"),
    )
    assert messages(store, scope) == [["1", "2", "3", "4", "5"], ["6"]]
    joined = of_message(store, scope, "1")
    assert [member.reason.code for member in joined.members] == ["opened", "thread", "reply", "repost", "copy"]


def test_the_same_theme_and_place_is_proposed_and_not_joined(store: Store, scope: Scope) -> None:
    take(
        store,
        scope,
        post(1, "яма на Заречной"),
        post(2, "опять яма на Заречной у дома", published=DAY + timedelta(days=1)),
    )
    assert messages(store, scope) == [["1"], ["2"]]
    with store.begin() as work:
        (asked,) = work.proposals.find(scope, Answered.OPEN)
        grown = usecases.decide(work, scope, PROFILE, asked.id, True, NOW)
        with pytest.raises(Conflict):
            usecases.decide(work, scope, PROFILE, asked.id, True, NOW)
    assert messages(store, scope) == [["1", "2"]]
    assert grown.post_ids == of_message(store, scope, "2").post_ids


def test_an_undone_merge_asks_again_what_it_answered_and_what_it_dropped(store: Store, scope: Scope) -> None:
    take(store, scope, *(post(n, f"опять яма на Заречной у дома {n}") for n in (1, 2, 3)))
    with store.begin() as work:
        before = work.proposals.find(scope, Answered.OPEN)
        assert len(before) == 3
        usecases.decide(work, scope, PROFILE, before[0].id, False, NOW)
        before = work.proposals.find(scope, Answered.OPEN)
        usecases.decide(work, scope, PROFILE, before[0].id, True, NOW + timedelta(hours=1))
        emptied = work.incidents.brief(scope, before[0].incident_id)
        assert len(work.proposals.find(scope, Answered.OPEN)) < len(before) - 1
        usecases.unmerge(work, scope, PROFILE, emptied.id, emptied.revision, NOW + timedelta(hours=2))
        assert work.proposals.find(scope, Answered.OPEN) == before, "a declined one stays declined"


def test_what_a_person_declined_is_not_proposed_again(store: Store, scope: Scope, rows) -> None:
    take(store, scope, post(1, "яма на Заречной"), post(2, "опять яма на Заречной"))
    with store.begin() as work:
        (asked,) = work.proposals.find(scope, Answered.OPEN)
        usecases.decide(work, scope, PROFILE, asked.id, False, NOW)
        assert work.proposals.find(scope, Answered.OPEN) == []
    assert rows("apart") == 2
    take(store, scope, post(2, "опять яма на Заречной и хуже", edited=NOW))
    with store.read() as work:
        assert work.proposals.find(scope, Answered.OPEN) == []


def test_what_a_person_split_does_not_join_again(store: Store, scope: Scope, engine: Engine) -> None:
    take(store, scope, post(1, WATER), comment(2, 1, "и у нас нет"), comment(3, 1, "а на Луговой горит свет"))
    whole = of_message(store, scope, "1")
    gone = whole.post_ids[2]
    with store.begin() as work:
        left, made = usecases.split(work, scope, PROFILE, whole.id, whole.revision, [gone], NOW, upper)
    assert messages(store, scope) == [["1", "2"], ["3"]]
    assert (actions(store, scope, left.id)[-1], actions(store, scope, made.id)) == ("split", ["open"])
    # forget the new incident's hold on the post: the rules look at it once more
    with engine.begin() as connection:
        connection.execute(text(f"DELETE FROM incident_posts WHERE post_id = {gone}"))
        connection.execute(text("UPDATE flags SET due_group = :yes"), {"yes": True})
    take(store, scope)
    assert messages(store, scope) == [["1", "2"], ["3"]] or ["1", "2"] in messages(store, scope)
    assert gone not in get(store, scope, whole.id).post_ids
    with store.read() as work:
        assert work.proposals.find(scope, Answered.OPEN, whole.id) == []


def test_a_merge_keeps_everything_and_is_undone_for_good(store: Store, scope: Scope, rows) -> None:
    take(store, scope, post(1, "яма на мосту"), comment(2, 1, "и у нас"), post(3, "опасно люк"), comment(4, 3, "ужас"))
    one, other = of_message(store, scope, "1"), of_message(store, scope, "3")
    with store.begin() as work:
        usecases.answer(work, scope, one.id, one.revision, Answer("Засыпем 1 декабря", ("vk",)), NOW)
        one = work.incidents.get(scope, one.id)
        grown = usecases.merge(work, scope, PROFILE, one.id, one.revision, other.id, NOW, "один участок")
    assert messages(store, scope) == [["1", "2", "3", "4"]]
    emptied = get(store, scope, one.id)
    assert (emptied.merged_into, emptied.members, len(emptied.answers)) == (other.id, (), 1)
    assert (grown.level, len(listed(store, scope, merged=True))) == (Level.HIGH, 2)
    with store.begin() as work, pytest.raises(IllegalMove, match="объединён"):
        usecases.move(work, scope, PROFILE, one.id, emptied.revision, Move(Status.ROUTED, "x", NOW))
    with store.begin() as work:
        back = usecases.unmerge(work, scope, PROFILE, one.id, emptied.revision, NOW)
    assert Counter(get(store, scope, back.id).post_ids) == Counter(one.post_ids)
    assert get(store, scope, other.id).post_ids == other.post_ids
    assert rows("incident_posts") == 4
    assert actions(store, scope, one.id)[-2:] == ["merge", "unmerge"]
    assert "absorb" in actions(store, scope, other.id)


def worked_off(store: Store, scope: Scope, number: int) -> Incident:
    """Through the whole of the procedure."""
    steps = (Status.VERIFIED, Status.ANSWERED, Status.WATCHED, Status.WORKED_OFF)
    with store.begin() as work:
        found = work.incidents.get(scope, number)
        given = Answer("Закрыли люк", ("vk",), ("https://vk.com/wall-1_2",))
        found = usecases.answer(work, scope, number, found.revision, given, NOW)
        for to in steps:
            step = Move(to, scope.who, NOW, outcome=Outcome.SOLVED)
            found = usecases.move(work, scope, PROFILE, number, found.revision, step)
    return found


def test_further_spread_reopens_and_says_so(store: Store, scope: Scope) -> None:
    take(store, scope, post(1, "опасно люк"))
    done = worked_off(store, scope, of_message(store, scope, "1").id)
    assert done.status is Status.WORKED_OFF
    take(store, scope, comment(2, 1, "давно знали", published=DAY))
    assert get(store, scope, done.id).status is Status.WORKED_OFF
    take(store, scope, comment(3, 1, "снова открыт", published=NOW + timedelta(hours=3)), at=NOW + timedelta(hours=4))
    again = get(store, scope, done.id)
    assert (again.status, len(again.members)) == (Status.REOPENED, 3)
    with store.read() as work:
        assert work.incidents.history(scope, done.id)[-1].reason == "дальнейшее распространение: новая публикация"
    with store.begin() as work, pytest.raises(IllegalMove, match="ответ"):
        usecases.move(
            work, scope, PROFILE, again.id, again.revision, Move(Status.ANSWERED, "x", NOW + timedelta(days=1))
        )


def test_a_split_that_is_undone_opens_nothing_again(store: Store, scope: Scope) -> None:
    take(store, scope, post(1, "опасно люк"), comment(2, 1, "и у нас"))
    done = worked_off(store, scope, of_message(store, scope, "1").id)
    later = NOW + timedelta(hours=1)
    with store.begin() as work:
        _, made = usecases.split(work, scope, PROFILE, done.id, done.revision, done.post_ids[1:], later, upper)
        left = work.incidents.get(scope, done.id)
        whole = usecases.absorb(work, scope, PROFILE, done.id, left.revision, made.id, later)
    assert (whole.status, whole.level) == (Status.WORKED_OFF, done.level)
    assert Counter(get(store, scope, done.id).post_ids) == Counter(done.post_ids)


def test_links_may_be_added_to_an_answer_and_a_risk_is_not_watched_before(store: Store, scope: Scope) -> None:
    take(store, scope, post(1, "опасно люк"))
    (found,) = listed(store, scope)
    with store.begin() as work:
        found = usecases.answer(work, scope, found.id, 1, Answer("Закрыли", ("vk",)), NOW)
        for to in (Status.VERIFIED, Status.ANSWERED):
            found = usecases.move(work, scope, PROFILE, found.id, found.revision, Move(to, scope.who, NOW))
        wanted = Move(Status.WATCHED, scope.who, NOW)
        with pytest.raises(AnswerWithoutLinks):
            usecases.move(work, scope, PROFILE, found.id, found.revision, wanted)
        with pytest.raises(NotFound):
            usecases.link(work, scope, found.id, found.revision, 999, ["https://vk.com/1"], NOW)
        answer = found.answers[0].id
        found = usecases.link(work, scope, found.id, found.revision, answer, ["https://vk.com/1"], NOW)
        assert usecases.move(work, scope, PROFILE, found.id, found.revision, wanted).status is Status.WATCHED


def test_two_people_do_not_overwrite_each_other(store: Store, scope: Scope) -> None:
    take(store, scope, post(1, "яма"))
    (found,) = listed(store, scope)
    with store.begin() as work:
        usecases.set_outcome(work, scope, found.id, found.revision, Outcome.EXPLAINED, NOW)
    with store.begin() as work, pytest.raises(Outdated):
        usecases.set_outcome(work, scope, found.id, found.revision, Outcome.SOLVED, NOW)


def test_a_person_says_that_it_is_no_risk_and_the_rules_keep_to_it(store: Store, scope: Scope) -> None:
    take(store, scope, post(1, "опасно люк"))
    (found,) = listed(store, scope)
    with store.begin() as work:
        with pytest.raises(IllegalMove, match="причина"):
            usecases.set_nature(work, scope, PROFILE, found.id, found.revision, Nature.MATTER, NOW, " ")
        usecases.set_nature(work, scope, PROFILE, found.id, found.revision, Nature.MATTER, NOW, "люк огорожен")
    take(store, scope, comment(2, 1, "опасно всё равно"))
    assert get(store, scope, found.id).nature is Nature.MATTER


def test_a_matter_that_nobody_began_becomes_a_risk_when_danger_joins(store: Store, scope: Scope) -> None:
    take(store, scope, post(1, "яма"))
    take(store, scope, comment(2, 1, "опасно провалился ребёнок"))
    (found,) = listed(store, scope)
    assert (found.nature, found.level) == (Nature.RISK, Level.HIGH)
    assert actions(store, scope, found.id) == ["open", "join", "level", "nature"]


def entered(store: Store, scope: Scope, **fields: object) -> Incident:
    told = Intake(
        Channel.PHONE, Regime.MESSAGE, Applicant.CITIZEN, "Яма на Заречной, мой телефон +7 900 000-00-00", NOW
    )
    return usecases.intake(store, scope, PROFILE, Model(), upper, replace(told, **fields), NOW)


def test_what_comes_by_telephone_is_masked_themed_and_proposed(store: Store, scope: Scope) -> None:
    take(store, scope, post(1, "яма на Заречной"))
    made = entered(store, scope)
    assert (made.theme, made.block, made.nature, made.place) == (Theme.ROADS, "roads", Nature.MATTER, "Заречной")
    assert "900" not in made.text + made.title
    with store.read() as work:
        (asked,) = work.proposals.find(scope, Answered.OPEN)
    assert (asked.incident_id, asked.other_id) == (made.id, of_message(store, scope, "1").id)
    assert [each.id for each in listed(store, scope, text="заречной телефон")] == [made.id]


def test_a_place_typed_at_intake_holds_no_phone_no_mail_and_no_flat(store: Store, scope: Scope) -> None:
    told = Intake(Channel.PHONE, Regime.MESSAGE, Applicant.CITIZEN, "Яма во дворе", NOW)
    typed = {
        "Полевая, д. 7, кв. 31, тел. 8 921 555-01-11": "Полевая, д. 7",
        "Полевая 7, anna@mail.example": "Полевая 7",
    }
    for place, kept in typed.items():
        made = usecases.intake(store, scope, PROFILE, Model(), mask, replace(told, place=place), NOW)
        assert get(store, scope, made.id).place == kept


def test_an_appeal_is_a_matter_with_a_number_and_mixes_with_no_message(store: Store, scope: Scope) -> None:
    take(store, scope, post(1, "яма на Заречной"))
    made = entered(store, scope, regime=Regime.APPEAL, number="12-34", text="Опасно ходить у реки, яма на Заречной")
    assert (made.nature, made.number) == (Nature.MATTER, "12-34")
    other = of_message(store, scope, "1")
    with store.begin() as work, pytest.raises(Conflict, match="59-ФЗ"):
        usecases.merge(work, scope, PROFILE, made.id, made.revision, other.id, NOW)
    assert [each.id for each in listed(store, scope, text="12-34")] == [made.id]


def test_a_scope_of_one_block_sees_its_incidents_and_their_events_only(store: Store, scope: Scope) -> None:
    take(store, scope, post(1, "яма"), post(2, "опасно люк"), post(3, "течёт крыша"))
    narrow = replace(scope, blocks=frozenset({"roads"}))
    assert messages(store, narrow) == [["1"]]
    hidden = of_message(store, scope, "2")
    with store.read() as work:
        with pytest.raises(NotFound):
            work.incidents.get(narrow, hidden.id)
        assert len(work.incidents.events(narrow, 0, 100)) == 1
        assert len(work.incidents.events(scope, 0, 100)) == 3
        assert work.incidents.find(system("other"), IncidentQuery()).total == 0
        assert work.incidents.last_event(system("other")) == 0


def test_pages_and_filters(store: Store, scope: Scope) -> None:
    take(store, scope, *(post(n, f"яма номер{n}") for n in range(1, 6)), post(9, "опасно люк"))
    assert len(listed(store, scope, natures=(Nature.RISK,))) == 1
    assert len(listed(store, scope, themes=(Theme.ROADS,), text="номер3")) == 1
    assert len(listed(store, scope, since=NOW + timedelta(1))) == 0
    assert len(listed(store, scope, ended=True)) == 0
    assert listed(store, scope, place="%") == []
    seen: list[int] = []
    after = None
    with store.read() as work:
        while True:
            page = work.incidents.find(scope, IncidentQuery(limit=2, after=after))
            seen += [each.id for each in page.incidents]
            after = page.next
            if after is None:
                break
    assert (len(set(seen)), len(seen), page.total) == (6, 6, 6)
    assert get(store, scope, seen[0]).level is Level.HIGH


def test_a_storm_becomes_one_card(store: Store, scope: Scope) -> None:
    quiet = [post(n, f"крыша подъезд{n} протекает", published=DAY - timedelta(days=30 - 3 * n)) for n in range(1, 9)]
    places = ["Кирпичной", "Заводской", "Луговой", "Садовой", "Полевой", "Речной", "Лесной", "Озёрной"]
    cold = [
        post(100 + n, f"батареи ледяные котельная встала {place}", published=DAY + timedelta(minutes=10 * n))
        for n, place in enumerate(places)
    ]
    other = post(200, "лифт застрял третий раз", published=DAY + timedelta(minutes=45))
    take(store, scope, *quiet)
    take(store, scope, *cold, other)
    (storm,) = listed(store, scope, storm=True)
    assert storm.nature is Nature.RISK
    held = messages(store, scope, storm=True)[0]
    assert held == [str(100 + n) for n in range(8)]
    assert "storm" in actions(store, scope, storm.id)
    take(store, scope, post(300, "крыша каплет", published=DAY + timedelta(days=9)))
    assert get(store, scope, storm.id).storm_ended is not None


def test_every_step_stands_in_the_journal(store: Store, scope: Scope, engine: Engine) -> None:
    take(store, scope, post(1, "опасно люк"))
    worked_off(store, scope, of_message(store, scope, "1").id)
    with engine.connect() as connection:
        told = connection.execute(
            text("SELECT action FROM journal WHERE action LIKE 'incident.%' ORDER BY id")
        ).scalars()
        assert list(told) == ["incident.open", "incident.answer", *["incident.move"] * 4]
