"""Heaps tell of the map what single incidents told."""

from collections import Counter
from datetime import UTC, datetime, timedelta

from hypothesis import example, given
from hypothesis import strategies as st

from core.geo import Point, Spot
from core.heaps import Entry, Heap, Heaped, Laid, laid
from core.incidents import Status
from core.labels import Theme
from core.maps import Cluster, Located, Matter, by_place, clusters, placed
from core.risk import Level

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
KNOWN = {
    "Мира, 5": Spot(58.2, 31.4, "улица Мира", 0.9),
    "на Мира": Spot(58.2, 31.4, "улица Мира", 0.6),
    "мост": Spot(58.2004, 31.4004, "мост", 0.8),
    "далеко": Spot(58.9, 32.4, "Дальнее", 1.0),
    "без точки": Spot(None, None, "Нигде", 1.0),
}
PAIR = ((1, "Мира, 5"), (2, "на Мира"))
POINTS = (None, None, None, Point(58.5, 31.9))


@st.composite
def matters(draw: st.DrawFn) -> list[Matter]:
    places = st.sampled_from(["", "?", *KNOWN])
    drawn = draw(st.lists(st.tuples(places, st.sampled_from(list(Level)), st.sampled_from(POINTS)), max_size=60))
    return [
        Matter(n, "", Theme.ROADS, level, Status.REGISTERED, place, NOW + timedelta(hours=n % 7), 1, point)
        for n, (place, level, point) in enumerate(drawn, 1)
    ]


def heaped(found: list[Matter]) -> Heaped:
    """What the store tells of these incidents."""
    counts = Counter((each.place, each.level) for each in found if not each.point)
    heaps = [Heap(place, level, count) for (place, level), count in counts.items()]
    heaps += [Heap(each.place, each.level, 1, each.point, each.id) for each in found if each.point]
    keys = [(each, each.id if each.point else 0) for each in found]
    entries = [Entry(each.id, (each.place, each.level, only), each.opened_at) for each, only in keys]
    return laid(heaps, entries, KNOWN.get)


def _said(one: Cluster[Located] | Cluster[Laid]) -> tuple[object, ...]:
    return (round(one.point.lat, 9), round(one.point.lon, 9), one.size, one.level, one.confidence, one.names)


@given(matters(), st.integers(0, 19))
def test_heaps_are_drawn_as_their_incidents_were(found: list[Matter], zoom: int) -> None:
    single, heaps = placed(found, KNOWN.get), heaped(found)
    assert (heaps.total, heaps.without, heaps.unplaced_share) == (
        single.total,
        len(single.unplaced),
        single.unplaced_share,
    )
    assert list(map(_said, clusters(heaps.located, zoom))) == list(map(_said, clusters(single.located, zoom)))
    assert sorted(map(_said, by_place(heaps.located))) == sorted(map(_said, by_place(single.located)))


@given(matters())
@example(
    [
        Matter(n, "", Theme.ROADS, Level.CRITICAL, Status.REGISTERED, "мост", NOW + timedelta(hours=n), 1, point)
        for n, point in ((1, Point(58.5, 31.9)), (2, None))
    ]
)
def test_the_most_dangerous_of_a_spot_are_named_and_all_are_told_by_number(found: list[Matter]) -> None:
    heaps = heaped(found)
    # By point as well: what a person set upon the map elsewhere bears the same name.
    (single, many) = ({_said(one): one for one in by_place(each.located)} for each in (placed(found, KNOWN.get), heaps))
    for said, spot in many.items():
        own = [each.matter for each in single[said].found]
        worst = sorted(own, key=lambda each: (-each.level.rank, -each.id))
        newest = sorted(own, key=lambda each: (each.opened_at, each.id), reverse=True)
        assert [number for number, _ in heaps.worst(spot, 3)] == [each.id for each in worst[:3]]
        assert heaps.numbers(spot) == [each.id for each in newest]


def test_an_incident_is_told_with_the_confidence_of_its_own_words() -> None:
    one, two = (Matter(n, "", Theme.ROADS, Level.LOW, Status.REGISTERED, place, NOW, 1) for n, place in PAIR)
    heaps = heaped([one, two])
    (spot,) = by_place(heaps.located)
    assert [(number, heap.confidence) for number, heap in heaps.worst(spot, 9)] == [(2, 0.6), (1, 0.9)]
