"""What a text about a place points to: the demo's places, invented ones, and real ones where they lie."""

import csv
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectors.gazetteer import read
from core.geo import Entry, Grounds, Point
from core.labels import Place
from nlp.gazetteer import Gazetteer, spots, title
from nlp.gazetteer.house import House, likeness, parse
from nlp.gazetteer.scoring import distance
from tests.unit.nlp.cases import cases
from tests.unit.nlp.gazetteer_variants import addresses, variants

ROOT = Path(__file__).parents[3]
DEMO = ROOT / "profiles" / "demo" / "gazetteer.csv"
GEO = ROOT.parent / "shared" / "data" / "geo"
real = pytest.mark.skipif(not GEO.is_dir(), reason="../shared is not here")


def entries(path: Path) -> list[Entry]:
    return [entry for reading in read(path) for entry in reading.entries]


@pytest.fixture(scope="module")
def demo() -> Gazetteer:
    return Gazetteer(entries(DEMO))


def named(text: str) -> Place:
    return Place(text, 0, len(text), 0.9)


@pytest.mark.parametrize(("text", "wanted"), cases("titles.txt", " -> "))
def test_a_place_has_its_proper_name(demo, text, wanted):
    assert title(text, demo) == wanted


@pytest.mark.parametrize(("text", "wanted"), cases("gazetteer.txt", "|"))
def test_residents_words_point_to_entries_and_other_words_to_none(demo, text, wanted):
    assert [match.entry.title for match in demo.resolve(text)[:1]] == ([wanted] if wanted else [])


@pytest.mark.parametrize(("said", "known"), cases("gazetteer_houses.txt", "|"))
def test_a_house_is_known_however_it_is_written(said, known):
    one, other = parse(said), parse(known)
    assert one is not None
    assert other is not None
    assert likeness(one, other) >= 0.65
    assert likeness(one, House((one.numbers[0] + 100,))) == 0


def test_the_text_of_a_house_reads_back_as_the_same_house():
    for text in ("5", "5 к2", "2/86", "28-30 к10 лит б", "5 стр1", "85бд", "21-23-25г"):
        house = parse(text)
        assert house is not None
        assert parse(str(house)) == house


def test_the_house_itself_is_better_than_one_of_its_buildings():
    gazetteer = Gazetteer(
        Entry("улица Мира", "house", "Ясноборск", house, Point(58 + at / 1000, 31))
        for at, house in enumerate(("5 к2", "5", "5 лит Б", "7-9", "11"))
    )
    said = {"Мира 5": "5", "Мира 5к2": "5 к2", "мира 5/2": "5 к2", "Мира, д. 5, лит. Б": "5 лит Б", "Мира 9": "7-9"}
    assert {text: gazetteer.resolve(text)[0].entry.house for text in said} == said
    missing = gazetteer.resolve("улица Мира, 200")[0]
    assert (missing.house, missing.point) == (False, Point(58.002, 31.0))
    other = gazetteer.resolve("улица Мира, 5 к3")[0]
    assert other.point in (Point(58.0, 31), Point(58.001, 31))
    assert missing.confidence < gazetteer.resolve("улица Мира, 5")[0].confidence


def test_villages_of_one_name_share_the_confidence_until_the_district_is_told():
    gazetteer = Gazetteer(Entry("Ручьи", "village", parent) for parent in ("Лесной район", "Луговой район"))
    found = gazetteer.resolve("в Ручьях")
    assert [match.others for match in found] == [1, 1]
    assert all(match.confidence < 0.55 for match in found)
    assert spots([named("Ручьи")], gazetteer) == (None,)
    told = gazetteer.resolve("Ручьи", near="Луговой район")
    assert told[0].entry.parent == "Луговой район"
    assert told[0].confidence > 0.9
    assert gazetteer.resolve("Ручьи Лугового района")[0].entry.parent == "Луговой район"


def test_the_nearer_of_two_streets_is_meant_when_a_point_is_told():
    here, there = Point(58.0, 31.0), Point(58.5, 32.0)
    gazetteer = Gazetteer(
        [Entry("Новая улица", "street", "А", "", here), Entry("Новая улица", "street", "Б", "", there)]
    )
    assert gazetteer.resolve("Новая улица", near=there)[0].entry.parent == "Б"
    assert gazetteer.resolve("Новая улица", near=here)[0].entry.parent == "А"


def test_types_tell_streets_of_one_name_apart():
    kinds = ("улица Садовая", "Садовый переулок", "площадь Мира", "улица Мира")
    gazetteer = Gazetteer(Entry(name, "street") for name in kinds)
    said = {
        "на Садовой": kinds[0],
        "в Садовом": kinds[1],
        "пл. Мира": kinds[2],
        "ул Мира": kinds[3],
        "Мира 5": kinds[3],
    }
    assert {text: gazetteer.resolve(text)[0].entry.name for text in said} == said


def test_a_numbered_street_and_its_house_are_not_mixed_up():
    gazetteer = Gazetteer(Entry(f"{number}-я Советская улица", "street") for number in range(1, 11))
    for text in (
        "5-я Советская 7",
        "5 советская, д. 7",
        "пятая Советская 7",
        "на 5-ой Советской, дом 7",
        "Советская 5-я, 7",
    ):
        assert gazetteer.resolve(text)[0].entry.name == "5-я Советская улица", text


def test_grounds_tell_how_a_name_was_known(demo):
    said = {
        "улица Кирпичная": Grounds.EXACT,
        "на Кирпичной улице": Grounds.INFLECTED,
        "улица Кирпичняа": Grounds.MISSPELT,
    }
    assert {text: demo.resolve(text)[0].grounds for text in said} == said


def test_a_bare_common_word_counts_only_where_a_place_is_known_to_stand(demo):
    assert demo.resolve("советская") == ()
    assert demo.resolve("советская", sure=True)[0].entry.name == "улица Советская"
    assert demo.resolve("советская власть", sure=True) == ()


def test_spots_of_a_text_lie_in_the_settlement_that_it_names():
    gazetteer = Gazetteer(
        [
            Entry("Ясноборск", "town", "", "", Point(58.2, 31.4)),
            Entry("Лосемха", "settlement", "", "", Point(58.3, 31.5)),
            Entry("Новая улица", "street", "Ясноборск", "", Point(58.21, 31.41)),
            Entry("Новая улица", "street", "Лосемха", "", Point(58.31, 31.51)),
            Entry("Безымянка", "village"),
        ]
    )
    found = spots([named("в Лосемхе"), named("на Новой"), named("Кукуево")], gazetteer)
    assert [spot and (spot.name, spot.lat) for spot in found] == [("Лосемха", 58.3), ("Новая улица", 58.31), None]
    without_point = spots([named("Безымянку")], gazetteer)[0]
    assert (without_point.name, without_point.lat) == ("Безымянка", None)
    assert spots([named("на Новой")], gazetteer) == (None,)
    assert spots([named("на Новой")], gazetteer, near="Ясноборск")[0].lat == 58.21


@given(st.text(max_size=60))
def test_no_text_is_an_error_and_confidence_stays_within_bounds(text):
    for match in SMALL.resolve(text, sure=True):
        assert 0 <= match.confidence <= 1


SMALL_ENTRIES = [Entry("улица Мира", "street"), Entry("Ёлкино", "village"), Entry("школа № 5", "school")]
SMALL = Gazetteer(SMALL_ENTRIES)


def test_an_empty_gazetteer_and_odd_entries_are_no_error():
    assert Gazetteer([]).resolve("улица Мира 5") == ()
    odd = Gazetteer(
        [Entry("!!!", "street"), Entry("5", "street"), Entry("ул.", "street"), Entry("д", "house", "", "5")]
    )
    assert odd.resolve("ул. 5") is not None
    assert len(SMALL.resolve("улица Мира " * 50_000)) <= 1


def test_the_answer_does_not_depend_on_the_order_of_entries_or_of_questions(demo):
    known = entries(DEMO)
    Random(3).shuffle(known)
    other = Gazetteer(known)
    texts = [text for text, _ in cases("gazetteer.txt", "|")]
    assert [demo.resolve(text) for text in texts] == [other.resolve(text) for text in reversed(texts)][::-1]


def share_of_right(path: Path, count: int, seed: int) -> float:
    listed, gazetteer = addresses(path), Gazetteer(entries(path))
    same: dict[tuple[str, ...], list[Point]] = {}
    for each in listed:
        same.setdefault((each.name.lower(), *each.house), []).append(Point(each.lat, each.lon))
    right = 0
    for made in variants(listed, count, seed):
        best = next(iter(gazetteer.resolve(made.text)), None)
        if best and best.point and best.house:
            points = same[(made.meant.name.lower(), *made.meant.house)]
            right += any(distance(best.point, point) < 0.05 for point in points)
    return right / count


def test_invented_addresses_are_known_in_nearly_all_their_variants(tmp_path):
    chance = Random(11)
    streets = [entry.name for entry in entries(DEMO) if entry.kind == "street"]
    parts = ("", "", "", "", "а", " к2", " лит Б", "/8", " к3 лит А")
    with (tmp_path / "a.csv").open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(("address", "lat", "lon"))
        for number in range(800):
            house = f"{chance.randint(1, 90)}{chance.choice(parts)}"
            rows.writerow((f"Ясноборск, {chance.choice(streets)}, {house}", 58 + number / 900, 31))
    assert share_of_right(tmp_path / "a.csv", 600, seed=4) >= 0.95


@real
def test_real_addresses_are_known_in_nearly_all_their_variants():
    assert share_of_right(GEO / "spb_buildings.csv", 600, seed=5) >= 0.95


@real
def test_settlements_and_streets_of_a_region_are_known_by_name():
    known = entries(GEO / "leningrad_oblast.csv")
    gazetteer = Gazetteer(known)
    asked = Random(6).sample([entry for entry in known if entry.kind != "district"], 800)
    first = [next(iter(gazetteer.resolve(entry.name, near=entry.parent, sure=True)), None) for entry in asked]
    assert sum(bool(m) and m.entry.key == entry.key for m, entry in zip(first, asked, strict=True)) >= 0.95 * len(asked)
