"""Where matters lie, and how near ones are drawn as one."""

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from core.geo import Point, Spot
from core.incidents import Status
from core.labels import Theme
from core.maps import Located, Mapped, Matter, by_place, clusters, doubts, placed, sureness
from core.risk import Level

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)


def matter(number: int, place: str = "", level: Level = Level.LOW, point: Point | None = None) -> Matter:
    return Matter(number, f"дело {number}", Theme.ROADS, level, Status.REGISTERED, place, NOW, 1, point)


def located(number: int, lat: float, lon: float, name: str = "улица", level: Level = Level.LOW) -> Located:
    return Located(matter(number, name, level), Point(lat, lon), name, 0.9)


POINTS = st.lists(st.tuples(st.floats(-85, 85), st.floats(-180, 180)), max_size=40)


@given(POINTS, st.integers(0, 19))
def test_every_matter_is_in_exactly_one_cluster(points: list[tuple[float, float]], zoom: int) -> None:
    found = [located(number, lat, lon) for number, (lat, lon) in enumerate(points)]
    seen = [each.matter.id for cluster in clusters(found, zoom) for each in cluster.found]
    assert sorted(seen) == list(range(len(points)))


def test_what_is_one_spot_of_the_district_falls_apart_when_one_comes_nearer() -> None:
    found = [located(1, 58.2000, 31.4000), located(2, 58.2010, 31.4020), located(3, 58.9, 32.4)]
    assert [len(each.found) for each in clusters(found, 9)] == [2, 1]
    assert len(clusters(found, 18)) == 3


def test_matters_of_one_point_stay_together_at_any_zoom() -> None:
    found = [located(1, 58.2, 31.4), located(2, 58.2, 31.4)]
    assert len(clusters(found, 19)) == 1


def test_a_spot_shows_the_worst_level_and_the_least_sure_address() -> None:
    found = [located(1, 58.2, 31.4, level=Level.CRITICAL), Located(matter(2), Point(58.2, 31.4), "улица", 0.6)]
    (spot,) = clusters(found, 12)
    assert (spot.level, spot.confidence, spot.names) == (Level.CRITICAL, 0.6, ("улица",))
    assert [sureness(p) for p in (1.0, 0.8, 0.6)] == ["адрес известен", "адрес вероятен", "адрес под вопросом"]


def test_a_doubt_is_told_of_those_whose_it_is() -> None:
    spots = [[(1.0, 3)], [(0.5, 2)], [(1.0, 28), (0.6, 2), (0.5, 1)], [(0.95, 1), (0.8, 4)]]
    told = []
    for spot in spots:
        found = [Located(matter(1), Point(58.2, 31.4), "улица", sure) for sure, count in spot for _ in range(count)]
        (one,) = clusters(found, 12)
        told.append(doubts(one))
    assert told == ["адрес известен", "адрес под вопросом", "адрес под вопросом у 3 из 31", "адрес вероятен у 4 из 5"]


def test_the_post_own_point_wins_over_the_gazetteer_and_an_unknown_place_is_said_to_be_unplaced() -> None:
    known = {"Кирпичная, 9": Spot(58.2, 31.4, "улица Кирпичная", 0.8), "без точки": Spot(None, None, "мост", 1.0)}
    own = matter(1, "Кирпичная, 9", point=Point(1, 2))
    mapped = placed([own, matter(2, "Кирпичная, 9"), matter(3, "без точки"), matter(4), matter(5, "?")], known.get)
    assert [(each.matter.id, each.point, each.name) for each in mapped.located] == [
        (1, Point(1, 2), "Кирпичная, 9"),
        (2, Point(58.2, 31.4), "улица Кирпичная"),
    ]
    assert [each.id for each in mapped.unplaced] == [3, 4, 5]
    assert (mapped.total, mapped.unplaced_share) == (5, 60)


def test_the_share_without_an_address_is_never_rounded_to_nothing_or_to_all() -> None:
    one, many = located(1, 1, 1), [matter(n) for n in range(2, 2000)]
    assert Mapped((one,), tuple(many)).unplaced_share == 99
    assert Mapped((one,) * 1000, (matter(2),)).unplaced_share == 1
    assert Mapped((), (matter(2),)).unplaced_share == 100
    assert Mapped((), ()).unplaced_share == 0


def test_places_are_told_by_how_many_matters_they_have() -> None:
    found = [located(1, 1, 1, "мост"), located(2, 2, 2, "школа"), located(3, 2, 2, "школа")]
    assert [each.names[0] for each in by_place(found)] == ["школа", "мост"]
