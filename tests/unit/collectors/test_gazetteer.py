"""Files of places become entries; what cannot be read is named by line and field."""

import json
from pathlib import Path
from typing import Any

import pytest

from collectors.gazetteer import Form, read
from core.errors import BadInput, Poison
from core.geo import Entry, Point
from core.ports import Refusal

DEMO = Path(__file__).parents[3] / "profiles" / "demo" / "gazetteer.csv"


def taken(path: Path, form: Form | None = None, **given: Any) -> tuple[list[Entry], list[Refusal]]:
    readings = list(read(path, form, **given))
    return [e for r in readings for e in r.entries], [e for r in readings for e in r.refused]


def written(path: Path, text: str, encoding: str = "utf-8") -> Path:
    path.write_bytes(text.encode(encoding))
    return path


def test_the_demos_places_are_all_read() -> None:
    entries, refused = taken(DEMO)
    assert refused == []
    street = next(entry for entry in entries if entry.name == "улица Кирпичная")
    assert (street.kind, street.parent, street.point) == ("street", "Ясноборск", Point(58.1984, 31.4131))
    assert "Кирпичка" in street.aliases


HEAD = "name,kind,parent,lat,lon,aliases\n"


@pytest.mark.parametrize(
    ("row", "field", "reason"),
    [
        (",street,,,,", "name", "пусто"),
        ("Мира,Улица,,,,", "kind", "латинскими"),
        ("Мира,street,,91,30,", "lat", "вне пределов"),
        ("Мира,street,,59,,", "lon", "градусы"),
        ("Мира,street,,север,30,", "lat", "градусы"),
        ("Мира,street,,nan,30,", "lat", "вне пределов"),
        ("М" * 201 + ",street,,,,", "name", "длиннее"),
        ("Мира,street", "", "в строке 2 значений"),
        ("Мира,street,,,," + "|".join(map(str, range(60))), "aliases", "больше"),
    ],
)
def test_a_bad_row_is_named_and_the_rest_is_read(tmp_path: Path, row: str, field: str, reason: str) -> None:
    path = written(tmp_path / "a.csv", f"{HEAD}улица Лесная,street,,,,\n{row}\nулица Луговая,street,,,,\n")
    entries, refused = taken(path)
    assert [entry.name for entry in entries] == ["улица Лесная", "улица Луговая"]
    assert [(each.line, each.field) for each in refused] == [(3, field)]
    assert reason in refused[0].reason
    with pytest.raises(Poison, match="строка 3"):
        taken(path, strict=True)


def test_a_table_of_addresses_gives_each_street_of_a_corner_its_number(tmp_path: Path) -> None:
    text = (
        "address,lat,lon\n"
        '"г.Ясноборск, улица Мира, дом 5, корпус 2, литера А",58.1,31.1\n'
        '"Ясноборск, Лесная, 26, Банный переулок, 11 лит Б",58.2,31.2\n'
        '"Ясноборск, Лесной район, Мира,1Б",58.3,31.3\n'
        '"Ясноборск, Дворец культуры",58.4,31.4\n'
        '"Ясноборск, Новая улица",58.5,31.5\n'
        "Ясноборск,58.6,31.6\n"
    )
    entries, refused = taken(written(tmp_path / "a.csv", text))
    assert [(e.kind, e.parent, e.name, e.house) for e in entries] == [
        ("house", "Ясноборск", "улица Мира", "5 к2 лит а"),
        ("house", "Ясноборск", "Лесная", "26"),
        ("house", "Ясноборск", "Банный переулок", "11 лит б"),
        ("house", "Ясноборск", "Мира", "1б"),
        ("object", "Ясноборск", "Дворец культуры", ""),
        ("street", "Ясноборск", "Новая улица", ""),
    ]
    assert [(each.line, each.field) for each in refused] == [(7, "address")]


def test_a_list_of_settlements_and_streets_gives_each_its_parent(tmp_path: Path) -> None:
    rows = ("district,settlement,street", "Лесновский,Ручьи дер.,", "Лесновский,Ясноборск г.,Садовая ул.")
    text = "\n".join((*rows, "Лесновский,Ясноборск г.,Мира пр.", ""))
    entries, _ = taken(written(tmp_path / "a.csv", text))
    assert [(e.kind, e.parent, e.name) for e in entries] == [
        ("district", "", "Лесновский район"),
        ("village", "Лесновский район", "деревня Ручьи"),
        ("town", "Лесновский район", "Ясноборск"),
        ("street", "Лесновский район, Ясноборск", "Садовая улица"),
        ("street", "Лесновский район, Ясноборск", "проспект Мира"),
    ]


def test_windows_1251_semicolons_and_decimal_commas_are_read(tmp_path: Path) -> None:
    text = "name;kind;parent;lat;lon;aliases\r\nулица Мира;street;;58,1;31,1;Мирка|ул. Мира\r\n"
    entries, refused = taken(written(tmp_path / "a.csv", text, "cp1251"))
    assert entries == [Entry("улица Мира", "street", "", "", Point(58.1, 31.1), ("Мирка", "ул. Мира"))]
    assert refused == []


def test_the_same_place_twice_in_a_file_is_one(tmp_path: Path) -> None:
    entries, _ = taken(written(tmp_path / "a.csv", HEAD + "улица Мира,street,,,,\n" * 3), batch=1)
    assert len(entries) == 1


@pytest.mark.parametrize("text", ["", "a,b\n1,2\n"])
def test_a_table_of_no_known_shape_is_refused_whole_and_an_empty_one_is_nothing(tmp_path: Path, text: str) -> None:
    path = written(tmp_path / "a.csv", text)
    if not text:
        assert taken(path) == ([], [])
        return
    with pytest.raises(BadInput, match="столбцы"):
        taken(path)


def test_a_file_that_is_not_there_is_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="не читается"):
        taken(tmp_path / "no.csv")
    with pytest.raises(BadInput, match="папка"):
        taken(tmp_path, Form.CSV)


def overpass(*elements: object) -> str:
    return json.dumps({"version": 0.6, "elements": list(elements)}, ensure_ascii=False)


def element(sort: str, lat: float, lon: float, **tags: str) -> dict[str, Any]:
    at = {"lat": lat, "lon": lon}
    named = {key.replace("__", ":"): value for key, value in tags.items()}
    return {"type": sort, "id": 1, **(at if sort == "node" else {"center": at}), "tags": named}


def test_overpass_gives_settlements_streets_houses_and_objects(tmp_path: Path) -> None:
    text = overpass(
        element("node", 58.2, 31.4, place="town", name="Ясноборск", alt_name="Яснобор;Борск"),
        element("node", 58.4, 31.8, place="village", name="Ручьи"),
        element("way", 58.201, 31.401, highway="residential", name="улица Мира"),
        element("way", 58.203, 31.403, highway="residential", name="улица Мира"),
        element("way", 58.401, 31.801, highway="track", name="улица Мира"),
        element("way", 58.2, 31.41, building="yes", addr__street="улица Мира", addr__housenumber="5 к2"),
        element("node", 58.2, 31.42, amenity="school", name="Школа № 1", addr__street="Лесная", addr__housenumber="4"),
        element("way", 58.4, 31.81, addr__place="Ручьи", addr__housenumber="7"),
        element("node", 58.2, 31.4, highway="bus_stop", name="Рынок"),
        element("node", 58.2, 31.4),
        element("relation", 58.0, 31.0, boundary="administrative", admin_level="6", name="Лесной округ"),
    )
    entries, refused = taken(written(tmp_path / "a.json", text))
    assert refused == []
    found = {(e.kind, e.parent, e.name, e.house): e for e in entries}
    assert found["town", "", "Ясноборск", ""].aliases == ("Яснобор", "Борск")
    assert found["street", "Ясноборск", "улица Мира", ""].point == Point(58.202, 31.402)
    assert found["street", "Ручьи", "улица Мира", ""].point == Point(58.401, 31.801)
    assert found["house", "Ясноборск", "улица Мира", "5 к2"].point == Point(58.2, 31.41)
    assert found["school", "Ясноборск", "Школа № 1", ""].aliases == ("Лесная, 4",)
    assert ("house", "Ручьи", "Ручьи", "7") in found
    assert ("bus_stop", "Ясноборск", "Рынок", "") in found
    assert ("district", "", "Лесной округ", "") in found


def test_a_bad_element_of_overpass_is_named_by_its_number(tmp_path: Path) -> None:
    text = overpass(
        {"type": "way", "tags": {"name": "улица Мира", "highway": "service"}},
        element("node", 58, 31, addr__street="Мира", addr__housenumber="рядом"),
        "чужое",
        element("node", 58, 31, place="village", name="Ручьи"),
    )
    entries, refused = taken(written(tmp_path / "a.json", text))
    assert [entry.name for entry in entries] == ["Ручьи"]
    assert [(each.line, each.field) for each in refused] == [(1, "center"), (2, "addr:housenumber"), (3, "")]


def test_a_large_answer_of_overpass_is_read_by_pieces(tmp_path: Path) -> None:
    many = [element("node", 58, 31, place="village", name=f"Село {at}", note="о" * 500) for at in range(3000)]
    entries, _ = taken(written(tmp_path / "a.json", overpass(*many)))
    assert len(entries) == 3000


@pytest.mark.parametrize("text", ['{"elements": [{"type": "node"', '{"other": 1}', "", '{"elements": [{]}'])
def test_a_broken_answer_of_overpass_is_refused_whole(tmp_path: Path, text: str) -> None:
    with pytest.raises(BadInput):
        taken(written(tmp_path / "a.json", text))


OBJECTS = """<?xml version="1.0" encoding="utf-8"?><ADDRESSOBJECTS>
<OBJECT ID="1" OBJECTID="10" NAME="Лесная" TYPENAME="обл" LEVEL="1" ISACTUAL="1" ISACTIVE="1" />
<OBJECT ID="2" OBJECTID="20" NAME="Луговой" TYPENAME="р-н" LEVEL="2" ISACTUAL="1" ISACTIVE="1" />
<OBJECT ID="3" OBJECTID="30" NAME="Ясноборск" TYPENAME="г" LEVEL="5" ISACTUAL="1" ISACTIVE="1" />
<OBJECT ID="4" OBJECTID="40" NAME="Садовая" TYPENAME="ул" LEVEL="8" ISACTUAL="1" ISACTIVE="1" />
<OBJECT ID="5" OBJECTID="40" NAME="Сталина" TYPENAME="ул" LEVEL="8" ISACTUAL="0" ISACTIVE="0" />
<OBJECT ID="6" OBJECTID="50" NAME="" TYPENAME="ул" LEVEL="8" ISACTUAL="1" ISACTIVE="1" />
<OBJECT ID="7" OBJECTID="60" NAME="Ручьи" TYPENAME="д" LEVEL="6" ISACTUAL="1" ISACTIVE="1" />
</ADDRESSOBJECTS>"""
LIES_IN = {20: 10, 30: 20, 40: 30, 60: 20, 71: 40, 72: 40, 73: 60}
ITEMS = (f'<ITEM ID="{id_}" OBJECTID="{id_}" PARENTOBJID="{up}" ISACTIVE="1" />' for id_, up in LIES_IN.items())
HIERARCHY = f"<ITEMS>{''.join(ITEMS)}</ITEMS>"
HOUSES = """<HOUSES>
<HOUSE ID="1" OBJECTID="71" HOUSENUM="5" ADDNUM1="2" ADDTYPE1="1" ADDNUM2="А" ADDTYPE2="4" ISACTUAL="1" ISACTIVE="1" />
<HOUSE ID="2" OBJECTID="72" HOUSENUM="б/н" ISACTUAL="1" ISACTIVE="1" />
<HOUSE ID="3" OBJECTID="73" HOUSENUM="7" ISACTUAL="1" ISACTIVE="1" />
<HOUSE ID="4" OBJECTID="71" HOUSENUM="6" ISACTUAL="0" ISACTIVE="0" />
</HOUSES>"""


@pytest.fixture
def register(tmp_path: Path) -> Path:
    written(tmp_path / "AS_ADDR_OBJ_20260101_a.XML", OBJECTS)
    written(tmp_path / "AS_ADDR_OBJ_PARAMS_20260101_a.XML", "<PARAMS/>")
    written(tmp_path / "AS_ADM_HIERARCHY_20260101_a.XML", HIERARCHY)
    written(tmp_path / "AS_HOUSES_20260101_a.XML", HOUSES)
    return tmp_path


def test_the_state_register_gives_objects_with_parents_and_houses(register: Path) -> None:
    entries, refused = taken(register)
    assert {(e.kind, e.parent, e.name, e.house) for e in entries} == {
        ("district", "", "Луговой район", ""),
        ("town", "Луговой район", "Ясноборск", ""),
        ("street", "Луговой район, Ясноборск", "Садовая улица", ""),
        ("village", "Луговой район", "деревня Ручьи", ""),
        ("house", "Луговой район, Ясноборск", "Садовая улица", "5 к2 лит а"),
        ("house", "Луговой район", "деревня Ручьи", "7"),
    }
    assert [(each.line, each.field) for each in refused] == [(7, "NAME"), (3, "HOUSENUM")]


def test_the_objects_alone_can_be_read_and_houses_bring_what_they_need(register: Path) -> None:
    objects, _ = taken(register / "AS_ADDR_OBJ_20260101_a.XML")
    assert {entry.kind for entry in objects} == {"district", "town", "street", "village"}
    houses, _ = taken(register / "AS_HOUSES_20260101_a.XML")
    assert [entry.house for entry in houses if entry.house] == ["5 к2 лит а", "7"]


BOMB = '<!DOCTYPE a [<!ENTITY a "ха"><!ENTITY b "&a;&a;&a;">]><ADDRESSOBJECTS><OBJECT NAME="&b;"/></ADDRESSOBJECTS>'


@pytest.mark.parametrize(
    ("text", "reason"),
    [(BOMB, "DOCTYPE"), ("<ADDRESSOBJECTS><OBJECT", "не XML"), ("это текст", "не XML")],
)
def test_a_document_type_and_broken_xml_are_refused(tmp_path: Path, text: str, reason: str) -> None:
    with pytest.raises(BadInput, match=reason):
        taken(written(tmp_path / "AS_ADDR_OBJ_20260101_a.XML", text))


def test_a_folder_without_the_register_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="AS_ADDR_OBJ"):
        taken(tmp_path)
