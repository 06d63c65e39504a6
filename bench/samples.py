"""A sample of every document, made from the demo: `python -m bench.samples [--out DIR]`.

The demo's month is read at its own dates and at one moment, so that the samples differ from one making to the next only
where the program does. Each has a line in the index that says which clause it serves.
"""

import argparse
import io
import re
import tempfile
import zipfile
from pathlib import Path

from bench.sample_list import SAMPLES, Sample
from bench.sample_room import Room, play
from runtime.wiring import House

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "ru" / "образцы"
INDEX = "README.md"
EPOCH = (2026, 11, 23, 9, 0, 0)
ALL_BYTES = 3_000_000
MADE = re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
"""When a package says that it was made."""


def write(house: House, out: Path) -> list[Path]:
    """All samples and their index; gives the files."""
    room, made = Room(house), []
    out.mkdir(parents=True, exist_ok=True)
    for each in SAMPLES:
        for kind in each.kinds:
            path = out / f"{each.name}.{kind}"
            path.write_bytes(steady(each.make(room, kind)))
            made.append(path)
    (out / INDEX).write_text(index(), encoding="utf-8")
    return made


def steady(body: bytes) -> bytes:
    """The same document, the same bytes: files of a package (DOCX, XLSX) carry no time of their making."""
    if not body.startswith(b"PK"):
        return body
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(body)) as given, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as kept:
        for name in given.namelist():
            body = given.read(name)
            told = MADE.sub(b"2026-11-23T06:00:00Z", body) if name == "docProps/core.xml" else body
            kept.writestr(zipfile.ZipInfo(name, EPOCH), told, zipfile.ZIP_DEFLATED, 9)
    return out.getvalue()


def index() -> str:
    """The page that lists them."""
    rows = [f"| {each.title} | {_files(each)} | {each.clauses} |" for each in SAMPLES]
    return "\n".join((HEAD, *rows, "", TAIL, ""))


def _files(sample: Sample) -> str:
    return ", ".join(f"[{kind.upper()}]({sample.name}.{kind})" for kind in sample.kinds)


HEAD = """# Образцы документов

Все документы сделаны программой из показа (`mcu demo`; Ясноборский округ вымышлен) по состоянию на понедельник
23 ноября 2026 года: `make samples`. Людей в них нет: жители не называются, должностные лица названы должностями,
подпись ставит человек. Что в каком документе стоит и где его сделать — в [руководстве по отчётам](../отчёты.md),
таблицы для соседних систем — в [руководстве по обмену](../обмен.md).

| документ | файлы | каким пунктам служит |
|---|---|---|"""
TAIL = """Пункты — постановлений Батецкого, Некрасовского, Губкинского, Хиславичского и Боготольского округов о
муниципальном центре управления."""


def main() -> None:
    """Make all samples."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--out", type=Path, default=FOLDER, help="куда положить")
    given = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        house = play(Path(folder))
        try:
            made = write(house, given.out)
        finally:
            house.store.close()
    whole = sum(path.stat().st_size for path in made)
    if whole > ALL_BYTES:
        raise SystemExit(f"образцы вместе больше {ALL_BYTES} байт")
    print(f"файлов {len(made)}, вместе {whole / 1000:.0f} кБ")


if __name__ == "__main__":
    main()
