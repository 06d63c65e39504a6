"""A document as DOCX by python-docx: A4, margins and type of official acts (ГОСТ Р 7.0.97-2016: 30/10/20/20 mm)."""

import io
from collections.abc import Callable, Mapping
from itertools import zip_longest
from typing import Any

from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from core.acts import Act, Grid, Heading, Points, Sign, Words
from core.papers import legible

TYPE, SIZE, SMALL = "Times New Roman", Pt(13), Pt(11)
TEXT_WIDTH = 170
"""Millimetres of a line."""


def docx(act: Act) -> bytes:
    """The document's bytes. It can be changed by any office program; nothing in it is a picture."""
    made = Document()
    _pages(made)
    _line(made, act.centre, bold=True, middle=True)
    _line(made, act.title, bold=True, middle=True, size=Pt(15), after=0)
    if act.subtitle:
        _line(made, act.subtitle, middle=True, after=10)
    for part, following in zip_longest(act.parts, act.parts[1:]):
        _PARTS[type(part)](made, part)
        if isinstance(part, Words) and isinstance(following, Grid):
            made.paragraphs[-1].paragraph_format.keep_with_next = True
    made.core_properties.title, made.core_properties.author = act.title, act.centre[:255]
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def _pages(made: Any) -> None:
    section = made.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin, section.right_margin = Mm(30), Mm(10)
    section.top_margin = section.bottom_margin = Mm(20)
    style = made.styles["Normal"]
    style.font.name, style.font.size = TYPE, SIZE
    # Cyrillic takes the fonts of "other scripts" in some programs.
    style.element.rPr.rFonts.set(qn("w:cs"), TYPE)
    _numbered(section.footer.paragraphs[0])


def _numbered(line: Any) -> None:
    """The number of the page in the middle of its foot."""
    line.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = line.add_run()
    for kind, words in (("begin", ""), ("", "PAGE"), ("end", "")):
        mark = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            mark.set(qn("w:fldCharType"), kind)
        else:
            mark.text = words
        run._r.append(mark)


def _line(made: Any, text: str, *, bold: bool = False, middle: bool = False, size: Any = SIZE, after: int = 6) -> Any:
    line = made.add_paragraph()
    line.alignment = WD_ALIGN_PARAGRAPH.CENTER if middle else WD_ALIGN_PARAGRAPH.LEFT
    line.paragraph_format.space_after = Pt(after)
    run = line.add_run(legible(text))
    run.bold, run.font.size = bold, size
    return line


def _heading(made: Any, part: Heading) -> None:
    line = _line(made, part.text, bold=True, size=Pt(14))
    line.paragraph_format.space_before, line.paragraph_format.keep_with_next = Pt(10), True


def _words(made: Any, part: Words) -> None:
    line = _line(made, part.text)
    line.paragraph_format.first_line_indent = Mm(12.5)
    line.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY


def _points(made: Any, part: Points) -> None:
    """Numbers are text, so that each list begins with 1 in every program."""
    for number, text in enumerate(part.lines, 1):
        line = _line(made, f"{number}. {text}", after=3)
        line.paragraph_format.left_indent, line.paragraph_format.first_line_indent = Mm(12.5), Mm(-7)


def _grid(made: Any, part: Grid) -> None:
    table = made.add_table(rows=1, cols=len(part.heads))
    table.style, table.alignment, table.autofit = "Table Grid", WD_TABLE_ALIGNMENT.CENTER, False
    shares = part.shares or [100 // len(part.heads)] * len(part.heads)
    for column, share in zip(table.columns, shares, strict=True):
        column.width = Mm(TEXT_WIDTH * share / sum(shares))
    for place, row in enumerate((part.heads, *part.rows)):
        together = place in (0, 1, len(part.rows) - 1) and place < len(part.rows)
        cells = table.rows[0].cells if row is part.heads else table.add_row().cells
        for cell, text, share in zip(cells, row, shares, strict=True):
            cell.width = Mm(TEXT_WIDTH * share / sum(shares))
            line = cell.paragraphs[0]
            line.paragraph_format.space_after, line.paragraph_format.keep_with_next = Pt(0), together
            run = line.add_run(legible(text))
            run.font.size, run.bold = SMALL, row is part.heads
    head = table.rows[0]._tr.get_or_add_trPr()
    repeated = OxmlElement("w:tblHeader")
    repeated.set(qn("w:val"), "true")
    head.append(repeated)
    for row in table.rows:
        whole = OxmlElement("w:cantSplit")
        row._tr.get_or_add_trPr().append(whole)
    _line(made, "", after=4)


def _sign(made: Any, part: Sign) -> None:
    line = _line(made, f"{part.position}\t______________ / ______________")
    line.paragraph_format.space_before = Pt(18)
    line.paragraph_format.tab_stops.add_tab_stop(Mm(88))


_PARTS: Mapping[type, Callable[[Any, Any], None]] = {
    Heading: _heading,
    Words: _words,
    Points: _points,
    Grid: _grid,
    Sign: _sign,
}
