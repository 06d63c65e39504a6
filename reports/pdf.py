"""A paper as PDF by typst: the layout is reports/note.typ, the text is handed over as data and never as markup."""

import json
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import typst

from core.papers import Paper, Picture, Section, Sheet, printable
from reports.docx import is_number, is_turned, widths

LAYOUT = Path(__file__).with_name("note.typ")
Draw = Callable[[Picture], bytes]


def pdf(paper: Paper, draw: Draw) -> bytes:
    """The file. Fonts are Times New Roman or Liberation Serif where the machine has them, else typst's own."""
    paper = printable(paper)
    with TemporaryDirectory() as folder:
        room = Path(folder)
        body = {
            "title": paper.title,
            "subtitle": paper.subtitle,
            "head": list(paper.head),
            "foot": list(paper.foot),
            "turned": is_turned(paper),
            "sections": [_section(each, place, room, draw) for place, each in enumerate(paper.sections)],
        }
        (room / "paper.json").write_text(json.dumps(body, ensure_ascii=False), encoding="utf-8")
        (room / "note.typ").write_bytes(LAYOUT.read_bytes())
        made: bytes = typst.compile(str(room / "note.typ"), root=folder, format="pdf")
    return made


def _section(section: Section, place: int, room: Path, draw: Draw) -> dict[str, Any]:
    pictures = []
    for number, each in enumerate(section.pictures):
        name = f"{place}-{number}.png"
        (room / name).write_bytes(draw(each))
        pictures.append({"file": name, "caption": each.caption})
    return {
        "title": section.title,
        "draft": section.draft,
        "text": list(section.said),
        "pictures": pictures,
        "sheets": [_sheet(each) for each in section.sheets],
    }


def _sheet(sheet: Sheet) -> dict[str, Any]:
    rows = [
        [{"text": cell, "right": column != sheet.wide and is_number(cell)} for column, cell in enumerate(row)]
        for row in sheet.rows
    ]
    return {"caption": sheet.caption, "heads": list(sheet.heads), "widths": widths(sheet), "rows": rows}
