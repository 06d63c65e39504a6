"""What the pages look at, on both databases."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

import profiles
from core import usecases
from core.finding import PostQuery
from core.flags import FlagQuery
from core.geo import Point
from core.incidents import Incident, IncidentQuery, Member, Nature, Order, Status
from core.labels import Theme
from core.maps import MapQuery
from core.overview import days_of
from core.ports import Batch, Work
from core.posts import Geo, Platform, SourceKey
from core.reasons import Reason
from core.risk import Level
from core.scope import Scope, system
from store import incidents as incident_table
from store.ledger import Store
from tests.conftest import NOW
from tests.made import post
from tests.unit.api.conftest import Model

PROFILE = profiles.read(profiles.path_of("standard"))
SCOPE = system(PROFILE.code)
DAY = timedelta(days=1)


@pytest.fixture
def filled(store: Store) -> Store:
    """Posts of today, yesterday and long ago; two incidents, one of them a risk, and an emptied one."""
    found = (
        post(1, "яма на Заречной", published=NOW - timedelta(hours=1), geo=Geo(58.5, 31.5)),
        post(2, "опасно провод", published=NOW - DAY - timedelta(hours=1)),
        post(3, "спасибо за дорогу", published=NOW - DAY - timedelta(hours=1)),
        post(4, "яма у школы", published=NOW - 40 * DAY),
    )
    with store.begin() as work:
        usecases.receive(work, SCOPE, SourceKey(Platform.VK, "wall"), Batch(found, {}), NOW)
    usecases.assess(store, SCOPE, Model(), NOW)
    usecases.flag(store, SCOPE, PROFILE, NOW)
    with store.begin() as work:
        first = Incident(0, Nature.MATTER, Status.REGISTERED, Theme.HOUSING, NOW, NOW, level=Level.LOW, title="яма")
        members = (Member(1, NOW, Reason("opened")),)
        kept = work.incidents.add(SCOPE, Incident(**{**_fields(first), "members": members, "place": "Заречная, 5"}))
        work.incidents.add(SCOPE, Incident(**{**_fields(first), "nature": Nature.RISK, "level": Level.CRITICAL}))
        work.incidents.add(SCOPE, Incident(**{**_fields(first), "merged_into": kept.id}))
        ended = {"status": Status.CLOSED, "opened_at": NOW - 3 * DAY, "block": "far", "territory": "far"}
        work.incidents.add(SCOPE, Incident(**{**_fields(first), **ended}))
    return store


@pytest.fixture
def mapped(filled: Store) -> Store:
    """Three more of one place, the oldest the most dangerous."""
    with filled.begin() as work:
        for back, level in ((5, Level.HIGH), (4, Level.LOW), (2, Level.LOW)):
            opened = NOW - back * DAY
            same = Incident(0, Nature.MATTER, Status.REGISTERED, Theme.ROADS, opened, opened, level=level)
            work.incidents.add(SCOPE, Incident(**{**_fields(same), "place": "Мира, 1"}))
    return filled


def _fields(incident: Incident) -> dict[str, object]:
    return {name: getattr(incident, name) for name in incident.__dataclass_fields__}


def test_posts_and_cards_are_counted_by_local_days(filled: Store) -> None:
    days = days_of(NOW, "Europe/Moscow", 8)
    with filled.read() as work:
        posts, cards = work.views.daily.posts(SCOPE, days), work.views.daily.cards(SCOPE, days)
        opened = work.views.daily.opened(SCOPE, days)
    assert posts[0][-2:] == (2, 1)
    assert posts[1][-2:] == (2, 1)
    assert {(each.theme, each.whole[-2:]) for each in cards} == {(Theme.HOUSING, (0, 1)), (Theme.SAFETY, (1, 0))}
    assert opened[0][-4:] == (1, 0, 0, 2)


def test_the_hour_of_the_day_bounds_what_is_counted_so_far(filled: Store) -> None:
    days = days_of(datetime(2026, 11, 20, 3, tzinfo=UTC), "Europe/Moscow", 8)
    with filled.read() as work:
        whole, sofar = work.views.daily.posts(SCOPE, days)
    assert (whole[-2], sofar[-2]) == (2, 0)


def test_only_what_is_in_work_stands_on_the_board(filled: Store) -> None:
    with filled.read() as work:
        board = work.views.daily.board(SCOPE)
    assert (board.matters[Level.LOW], board.risks[Level.CRITICAL]) == (1, 1)
    assert sum(board.matters.values()) + sum(board.risks.values()) == 2


def test_another_scope_sees_its_own_figures_only(filled: Store) -> None:
    narrow = Scope(PROFILE.code, rights=SCOPE.rights, blocks=frozenset({"nowhere"}))
    days = days_of(NOW, "Europe/Moscow", 8)
    with filled.read() as work:
        for scope in (narrow, system("other")):
            assert work.views.daily.cards(scope, days) == []
            assert sum(work.views.daily.board(scope).matters.values()) == 0
            assert work.views.daily.named(scope, [1, 2]) == {}
        assert sum(work.views.daily.posts(system("other"), days)[0]) == 0


def test_the_map_gets_incidents_with_the_point_of_their_posts(filled: Store) -> None:
    with filled.read() as work:
        found = {each.id: each for each in work.views.spots.matters(SCOPE, MapQuery())}
        narrow = work.views.spots.matters(SCOPE, MapQuery(since=NOW - DAY, levels=(Level.CRITICAL,), ended=False))
        foreign = work.views.spots.matters(system("other"), MapQuery())
    assert (found[1].point, found[1].posts, found[1].place) == (Point(58.5, 31.5), 1, "Заречная, 5")
    assert (found[2].point, found[2].posts) == (None, 0)
    assert set(found) == {1, 2, 4}
    assert [each.id for each in narrow] == [2]
    assert foreign == []


def test_the_heaps_of_the_map_are_its_incidents_by_place_and_level(mapped: Store) -> None:
    queries = MapQuery(), MapQuery(ended=False), MapQuery(levels=(Level.LOW,)), MapQuery(since=NOW - DAY)
    narrow = Scope(PROFILE.code, rights=SCOPE.rights, blocks=frozenset({"far"}))
    with mapped.read() as work:
        for scope in (SCOPE, narrow, system("other")):
            for query in queries:
                single = work.views.spots.matters(scope, query)
                heaps = work.views.spots.heaps(scope, query)
                pointed = {each.id: (each.place, each.level, each.point) for each in single if each.point}
                plain = Counter((each.place, each.level) for each in single if not each.point)
                assert {each.only: (each.place, each.level, each.point) for each in heaps if each.only} == pointed
                assert {(each.place, each.level): each.count for each in heaps if not each.only} == plain


def test_of_each_place_the_worst_are_named_and_the_newest_of_some(mapped: Store) -> None:
    with mapped.read() as work:
        spots = work.views.spots
        heaps = spots.heaps(SCOPE, MapQuery())
        mine = [each for each in heaps if each.place == "Мира, 1"]
        worst = [each.id for each in spots.worst(SCOPE, MapQuery(), 2) if each.heap[0] == "Мира, 1"]
        within = [each.id for each in spots.within(SCOPE, MapQuery(), mine) if each.heap[0] == "Мира, 1"]
        newest = spots.newest(SCOPE, MapQuery(), mine, 2)
        pointed = [each.heap for each in spots.within(SCOPE, MapQuery(), [])]
    assert [each.count for each in mine] == [1, 2]
    assert (sorted(worst), sorted(within), newest) == ([5, 7], [5, 6, 7], [7, 6])
    assert pointed == [("Заречная, 5", Level.LOW, 1)]


def test_named_incidents_are_told_as_the_map_tells_them(mapped: Store) -> None:
    narrow = Scope(PROFILE.code, rights=SCOPE.rights, blocks=frozenset({"far"}))
    with mapped.read() as work:
        single = {each.id: each for each in work.views.spots.matters(SCOPE, MapQuery())}
        assert work.views.spots.named(SCOPE, single) == single
        assert list(work.views.spots.named(narrow, single)) == [4]
        assert work.views.spots.named(SCOPE, []) == {}


def test_opened_incidents_are_counted_within_the_scope_of_who_asks(filled: Store) -> None:
    days = days_of(NOW, "Europe/Moscow", 8)
    far, near, nobody = (
        Scope(PROFILE.code, rights=SCOPE.rights, blocks=frozenset(blocks), territories=frozenset(territories))
        for blocks, territories in (({"far"}, {"far"}), ({"far"}, {"near"}), ({"nowhere"}, {"far"}))
    )
    with filled.read() as work:
        counts = [work.views.daily.opened(scope, days)[0] for scope in (SCOPE, far, near, nobody, far)]
    assert [count[-4:] for count in counts] == [(1, 0, 0, 2), (1, 0, 0, 0), (0,) * 4, (0,) * 4, (1, 0, 0, 0)]


def test_a_count_is_that_of_what_is_found_whatever_page_is_asked_for(mapped: Store) -> None:
    queries = IncidentQuery(limit=2), IncidentQuery(ended=False), IncidentQuery(levels=(Level.HIGH,)), IncidentQuery()
    storms = IncidentQuery(storm=True), IncidentQuery(storm=False)
    with mapped.read() as work:
        assert [work.incidents.count(SCOPE, query) for query in (*queries, *storms)] == [6, 5, 1, 6, 0, 6]
        assert work.incidents.count(SCOPE, IncidentQuery(after=(2, 5))) == 6
        for scope in (SCOPE, system("other")):
            found = work.incidents.find(scope, IncidentQuery())
            assert work.incidents.count(scope, IncidentQuery()) == found.total == len(found.incidents)
            cards = work.flags.find(scope, FlagQuery(statuses=()))
            assert work.flags.count(scope, FlagQuery(statuses=(), limit=1)) == cards.total == len(cards.flags)
            posts = work.views.finds.posts(scope, PostQuery())
            assert work.views.finds.count(scope, PostQuery(limit=1)) == posts.total == len(posts.posts)
        assert work.flags.count(SCOPE, FlagQuery(statuses=(), levels=(Level.CRITICAL,))) < cards_in(work)


def cards_in(work: Work) -> int:
    """All cards there are."""
    return work.flags.count(SCOPE, FlagQuery(statuses=()))


@pytest.mark.parametrize("few", [0, 200])
def test_many_and_few_incidents_are_found_alike(mapped: Store, monkeypatch: pytest.MonkeyPatch, few: int) -> None:
    monkeypatch.setattr(incident_table, "FEW", few)
    with mapped.read() as work:
        first = work.incidents.find(SCOPE, IncidentQuery(limit=2))
        second = work.incidents.find(SCOPE, IncidentQuery(limit=2, after=first.next))
        due = work.incidents.find(SCOPE, IncidentQuery(order=Order.DUE, limit=3))
    assert [each.id for page in (first, second) for each in page.incidents] == [2, 5, 7, 6]
    assert (first.total, second.total) == (6, 6)
    assert [each.id for each in due.incidents] == [7, 6, 5]


def test_the_latest_card_is_that_of_the_scope(filled: Store) -> None:
    with filled.read() as work:
        cards = work.flags.find(SCOPE, FlagQuery(statuses=())).flags
        own = Scope(PROFILE.code, rights=SCOPE.rights, blocks=frozenset({cards[0].block}))
        mine = max(card.id for card in cards if card.block == cards[0].block)
        assert work.flags.latest(SCOPE) == max(card.id for card in cards)
        assert work.flags.latest(own) == mine
        assert work.flags.latest(system("other")) == 0


def test_briefs_are_incidents_without_posts_of_those_that_the_caller_sees(filled: Store) -> None:
    far = Scope(PROFILE.code, rights=SCOPE.rights, blocks=frozenset({"far"}))
    with filled.read() as work:
        found = work.incidents.briefs(SCOPE, [1, 3, 4, 99])
        assert sorted(found) == [1, 3, 4]
        assert found[1] == replace(work.incidents.get(SCOPE, 1), members=(), answers=())
        assert list(work.incidents.briefs(far, [1, 3, 4, 99])) == [4]
        assert work.incidents.briefs(system("other"), [1]) == work.incidents.briefs(SCOPE, []) == {}


def test_an_incident_opens_with_the_card_of_its_earliest_post(filled: Store) -> None:
    with filled.begin() as work:
        cards = sorted(work.flags.find(SCOPE, FlagQuery(statuses=())).flags, key=lambda card: card.post.published)
        members = tuple(Member(card.post_id, NOW, Reason("joined")) for card in reversed(cards))
        work.incidents.put_members(SCOPE, 2, members)
        opening = work.incidents.opening(SCOPE, [1, 2])
    assert len(cards) > 1
    assert {number: card.id for number, card in opening.items()} == {2: cards[0].id}


def test_posts_by_words_come_newest_first_page_by_page_with_their_number(filled: Store) -> None:
    with filled.read() as work:
        whole = work.views.finds.posts(SCOPE, PostQuery(text="яма"))
        first = work.views.finds.posts(SCOPE, PostQuery(text="яма", limit=1))
        second = work.views.finds.posts(SCOPE, PostQuery(text="яма", limit=1, after=first.next))
        beyond = work.views.finds.posts(SCOPE, PostQuery(text="яма", after=(0, 1)))
        themed = work.views.finds.posts(SCOPE, PostQuery(text="яма", themes=(Theme.SAFETY,)))
        place = work.views.finds.posts(SCOPE, PostQuery(place="нигде"))
        keys = work.posts.search(SCOPE, "яма")
    assert [each.post.key.message for each in whole.posts] == ["1", "4"]
    assert whole.posts == (*first.posts, *second.posts)
    assert (first.total, second.total, beyond.total, themed.total, place.total) == (2, 2, 2, 0, 0)
    assert (second.next, beyond.posts, themed.posts) == (None, (), ())
    assert keys == [each.post.key for each in whole.posts]


def test_incidents_are_found_by_the_words_of_their_posts(filled: Store) -> None:
    with filled.read() as work:
        held = {text: work.incidents.find(SCOPE, IncidentQuery(text=text)) for text in ("заречной", "провод", "")}
        foreign = work.incidents.find(system("other"), IncidentQuery(text="заречной"))
    assert {text: [each.id for each in page.incidents] for text, page in held.items()} == {
        "заречной": [1],
        "провод": [],
        "": [2, 4, 1],
    }
    assert (held["заречной"].total, foreign.total) == (1, 0)


def test_points_are_taken_off_the_month_that_is_asked_for_only(filled: Store) -> None:
    """The incident with a point is older by its number, and not of the days that are asked for."""
    late = MapQuery(since=NOW - 30 * DAY, until=NOW - DAY)
    with filled.read() as work:
        assert [(each.place, each.count, each.only) for each in work.views.spots.heaps(SCOPE, late)] == [("", 1, 0)]
        assert [each.heap for each in work.views.spots.worst(SCOPE, late, 3)] == [("", Level.LOW, 0)]
        assert work.views.spots.heaps(SCOPE, MapQuery(since=NOW + DAY)) == []
        assert work.views.spots.worst(SCOPE, MapQuery(since=NOW + DAY), 3) == []
