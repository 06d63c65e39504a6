"""`mcu gazetteer` as an operator uses it."""

import json
from pathlib import Path

import pytest

from runtime.cli import main

DEMO = Path(__file__).parents[2] / "profiles" / "demo" / "gazetteer.csv"


pytestmark = pytest.mark.usefixtures("home")


def mcu(capfd: pytest.CaptureFixture[str], *words: object) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as stop:
        main([str(word) for word in words])
    told = capfd.readouterr()
    return int(stop.value.code or 0), told.out, told.err


def test_places_are_imported_once_and_then_found(capfd: pytest.CaptureFixture[str]) -> None:
    code, out, _ = mcu(capfd, "gazetteer", "import", DEMO)
    assert (code, "Новых мест: 78" in out) == (0, True)
    code, out, _ = mcu(capfd, "gazetteer", "import", DEMO, "--form", "csv")
    assert (code, "Новых мест: 0, дополнено: 0, без изменений: 78" in out) == (0, True)
    code, out, _ = mcu(capfd, "gazetteer", "find", "в Лосемхе на новой 5", "--json")
    first = json.loads(out.splitlines()[0])
    assert (first["name"], first["parent"], first["lat"]) == ("улица Новая", "Лосемха", 58.2901)
    code, out, _ = mcu(capfd, "gazetteer", "list", "--json")
    assert {"kind": "street", "count": 29} in map(json.loads, out.splitlines())


def test_bad_rows_are_told_and_the_rest_is_imported(capfd: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text("name,kind,lat,lon\nулица Мира,street,58,31\nулица Лесная,street,100,31\n", encoding="utf-8")
    code, out, err = mcu(capfd, "gazetteer", "import", file)
    assert (code, "Новых мест: 1" in out, "строка 3, поле «lat»" in err) == (3, True, True)
    code, _, err = mcu(capfd, "gazetteer", "import", file, "--strict")
    assert (code, "строка 3, поле «lat»" in err) == (1, True)
    code, _, err = mcu(capfd, "gazetteer", "import", tmp_path / "no.csv")
    assert (code, "не читается" in err) == (1, True)
