"""A paper as DOCX that a clerk can go on with: real styles and tables, A4, margins of an official letter.

Cells and paragraphs are text only: nothing of a resident's words becomes a field or a formula.
"""

from collections.abc import Callable
from io import BytesIO
from itertools import zip_longest
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from core.papers import Paper, Picture, Section, Sheet, printable

FONT, SIZE, SMALL, SMALLEST = "Times New Roman", 13, 10.5, 9.5
DRAFT = "Проект: решение принимает должностное лицо."
WIDTH, WIDE = 17.0, 26.2
"""Centimetres of a line on an upright page, and on one that lies."""
SHORT = 14
"""Characters of a text that stand in one line of a cell."""
INK, SHADE, LINE = RGBColor(0x16, 0x1B, 0x22), "E9F0F9", "AAB2BD"
Draw = Callable[[Picture], bytes]


def docx(paper: Paper, draw: Draw) -> bytes:
    """The file. `draw` makes a picture a PNG."""
    paper = printable(paper)
    made = Document()
    _styled(made)
    if is_turned(paper):
        _turned(made.sections[0])
    for line in paper.head:
        _centred(made, line, SMALL if line != paper.head[0] else SIZE)
    _centred(made, paper.title, 16, bold=True, before=14)
    _centred(made, paper.subtitle, SIZE, after=10)
    wide = WIDE if is_turned(paper) else WIDTH
    for number, section in enumerate(paper.sections, 1):
        _section(made, number, section, draw, wide)
    for line in paper.foot:
        _note(made, line)
    made.core_properties.title = f"{paper.title} {paper.subtitle}"
    made.core_properties.author = paper.head[0] if paper.head else ""
    made.core_properties.language = "ru-RU"
    out = BytesIO()
    made.save(out)
    return out.getvalue()


def _styled(made: Any) -> None:
    page = made.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin, page.right_margin, page.top_margin, page.bottom_margin = Cm(2.5), Cm(1.5), Cm(2), Cm(2)
    for name, size in (("Normal", SIZE), ("Heading 1", 14)):
        style = made.styles[name]
        style.font.name, style.font.size, style.font.color.rgb = FONT, Pt(size), INK
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{theme}"), None)
        for kind in ("ascii", "hAnsi", "cs", "eastAsia"):
            fonts.set(qn(f"w:{kind}"), FONT)
    made.styles["Normal"].paragraph_format.space_after = Pt(6)
    made.styles["Normal"].element.get_or_add_rPr().append(_element("w:lang", val="ru-RU"))
    heading = made.styles["Heading 1"].paragraph_format
    heading.space_before, heading.space_after, heading.keep_with_next = Pt(14), Pt(6), True
    _page_number(page.footer.paragraphs[0])


def is_turned(paper: Paper) -> bool:
    """Whether a table is too wide for an upright page: then the pages lie."""
    return any(sum(_needs(sheet)) > WIDTH for section in paper.sections for sheet in section.sheets)


def _turned(page: Any) -> None:
    page.orientation = WD_ORIENT.LANDSCAPE
    page.page_width, page.page_height = page.page_height, page.page_width
    page.left_margin, page.top_margin = Cm(2), Cm(2.5)
    page.right_margin = page.bottom_margin = Cm(1.5)


def _element(name: str, **values: str) -> Any:
    found = OxmlElement(name)
    for key, value in values.items():
        found.set(qn(f"w:{key}"), value)
    return found


def _page_number(paragraph: Any) -> None:
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = paragraph.add_run()
    run.font.size = Pt(SMALL)
    text = OxmlElement("w:instrText")
    text.text = "PAGE"
    for part in (_element("w:fldChar", fldCharType="begin"), text, _element("w:fldChar", fldCharType="end")):
        run._r.append(part)


def _centred(made: Any, text: str, size: float, *, bold: bool = False, before: float = 0, after: float = 2) -> None:
    paragraph = made.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.paragraph_format.space_before, paragraph.paragraph_format.space_after = Pt(before), Pt(after)
    run = paragraph.add_run(text)
    run.bold, run.font.size = bold, Pt(size)


def _note(made: Any, text: str) -> None:
    paragraph = made.add_paragraph()
    paragraph.paragraph_format.space_before = Pt(8)
    paragraph.add_run(text).font.size = Pt(SMALL)


def _section(made: Any, number: int, section: Section, draw: Draw, wide: float) -> None:
    made.add_heading(f"{number}. {section.title}", 1)
    if section.draft:
        _note(made, DRAFT)
        made.paragraphs[-1].paragraph_format.keep_with_next = True
    for line in section.said:
        paragraph = made.add_paragraph(line)
        paragraph.paragraph_format.first_line_indent = Cm(1.25)
        paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    if section.sheets and not section.pictures:
        # a heading and its line do not stay at a page's foot without their table; nothing else stands between
        made.paragraphs[-1].paragraph_format.keep_with_next = True
    for picture, sheet in zip_longest(section.pictures, section.sheets):
        if picture:
            _picture(made, picture, draw)
        if sheet:
            _caption(made, sheet.caption, above=True)
            _sheet(made, sheet, wide)


def _picture(made: Any, picture: Picture, draw: Draw) -> None:
    made.add_picture(BytesIO(draw(picture)), width=Cm(WIDTH))
    made.paragraphs[-1].paragraph_format.keep_with_next = True
    _caption(made, picture.caption)


def _caption(made: Any, text: str, *, above: bool = False) -> None:
    paragraph = made.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.LEFT if above else WD_ALIGN_PARAGRAPH.CENTER
    paragraph.paragraph_format.space_before, paragraph.paragraph_format.space_after = Pt(8 if above else 0), Pt(4)
    paragraph.paragraph_format.keep_with_next = above
    run = paragraph.add_run(text)
    run.font.size, run.bold = Pt(11), above


def widths(sheet: Sheet, whole: float = WIDTH) -> list[float]:
    """Centimetres of each column: by its longest words, the wide one takes what is left."""
    needs = _needs(sheet)
    needs[sheet.wide] = max(whole - sum(needs) + needs[sheet.wide], 4.5)
    return [whole * need / sum(needs) for need in needs]


def _needs(sheet: Sheet) -> list[float]:
    return [_need(head, [row[place] for row in sheet.rows]) for place, head in enumerate(sheet.heads)]


def _need(head: str, cells: list[str]) -> float:
    """Heads and texts may break between their words; a figure of up to 20 characters should not."""
    word = max((len(word) for text in (head, *cells) for word in text.split()), default=0)
    longest = max((min(len(cell), 20) if is_number(cell) else min(len(cell), SHORT) for cell in cells), default=0)
    return min(max(1.6, 0.21 * max(word, longest) + 0.5), 4.4)


def _sheet(made: Any, sheet: Sheet, wide: float) -> None:
    table = made.add_table(rows=0, cols=len(sheet.heads))
    table.style, table.alignment, table.autofit = "Table Grid", WD_TABLE_ALIGNMENT.CENTER, False
    sizes, type_ = widths(sheet, wide), SMALL if sum(_needs(sheet)) <= wide else SMALLEST
    for column, size in zip(table.columns, sizes, strict=True):
        column.width = Cm(size)
    for place, cells in enumerate((sheet.heads, *sheet.rows)):
        row = table.add_row()
        row._tr.get_or_add_trPr().append(_element("w:cantSplit"))
        if place == 0:
            row._tr.get_or_add_trPr().append(_element("w:tblHeader"))
        together = place in (0, 1, len(sheet.rows) - 1) and place < len(sheet.rows)
        for column, (cell, text, size) in enumerate(zip(row.cells, cells, sizes, strict=True)):
            cell.paragraphs[0].paragraph_format.keep_with_next = together
            _cell(
                cell, text, size, type_, head=place == 0, number=column != sheet.wide and place > 0 and is_number(text)
            )
    made.add_paragraph().paragraph_format.space_after = Pt(2)


def is_number(text: str) -> bool:
    """Whether a cell begins like a number, or tells in its place that there is none: it stands at the right."""
    return text[:1].isdigit() or text[:1] in "+−–" or text == "новое"


def _cell(cell: Any, text: str, width: float, type_: float, *, head: bool, number: bool) -> None:
    cell.width = Cm(width)
    paragraph = cell.paragraphs[0]
    paragraph.paragraph_format.space_after = Pt(1)
    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT if number else WD_ALIGN_PARAGRAPH.LEFT
    run = paragraph.add_run(text)
    run.font.size, run.bold = Pt(type_), head
    if head:
        cell._tc.get_or_add_tcPr().append(_element("w:shd", val="clear", color="auto", fill=SHADE))
