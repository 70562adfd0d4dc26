"""The parts of which a DOCX in the official form is made: page, lines, rules, tables."""

from dataclasses import dataclass
from typing import Any

from docx.document import Document
from docx.enum.table import WD_ALIGN_VERTICAL, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.table import _Cell
from docx.text.paragraph import Paragraph

from documents.official import Grid
from documents.printable import printable

FONT = "Times New Roman"
POINT_MM = 25.4 / 72
FIRST_LINE_MM, BETWEEN_PT, SPACING = 12.7, 6, 1.15


@dataclass(frozen=True, slots=True)
class Look:
    """How a line stands on paper; sizes and distances in points."""

    size: int
    is_bold: bool = False
    is_italic: bool = False
    is_centred: bool = True
    before: int = 0
    after: int = 0


def set_page(document: Document) -> None:
    """Make it A4 with the margins of the form, and number all pages but the first."""
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin = section.bottom_margin = Mm(20)
    section.left_margin, section.right_margin = Mm(30), Mm(15)
    section.header_distance = section.footer_distance = Mm(10)
    section.different_first_page_header_footer = True
    number = section.header.paragraphs[0]
    _centre(number)
    _number_of_page(number)


def set_styles(document: Document) -> None:
    """Make Times New Roman, black, the font of everything."""
    for name in ("Normal", "Heading 1"):
        style: Any = document.styles[name]
        style.font.name, style.font.size = FONT, Pt(14)
        style.font.color.rgb = RGBColor(0, 0, 0)
        style.paragraph_format.space_before = style.paragraph_format.space_after = Pt(0)
        fonts = style.element.rPr.rFonts
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{theme}"), None)
        for script in ("ascii", "hAnsi", "eastAsia", "cs"):
            fonts.set(qn(f"w:{script}"), FONT)
        language = _element("w:lang", val="vi-VN")
        style.element.rPr.append(language)


def halves(
    document: Document, left_mm: int, right_mm: int, *, before: int = 0
) -> tuple[_Cell, _Cell]:
    """Return two cells side by side, without lines around them."""
    if before:
        document.add_paragraph().paragraph_format.space_before = Pt(before)
    table = _table(document, 1, (left_mm, right_mm))
    return table.cell(0, 0), table.cell(0, 1)


def line(where: Document | _Cell, text: str, look: Look) -> Paragraph:
    """Write a line that is no part of the body, and return it."""
    paragraph = _next_paragraph(where)
    run = paragraph.add_run(printable(text))
    run.bold, run.italic, run.font.size = look.is_bold, look.is_italic, Pt(look.size)
    paragraph.paragraph_format.space_before = Pt(look.before)
    paragraph.paragraph_format.space_after = Pt(look.after)
    if look.is_centred:
        _centre(paragraph)
    return paragraph


def rule(where: Document | _Cell, long_mm: float, width_mm: int) -> None:
    """Draw a line of this length in the middle of a width."""
    paragraph = _next_paragraph(where)
    form = paragraph.paragraph_format
    form.left_indent = form.right_indent = Mm((width_mm - long_mm) / 2)
    form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(3)
    form.space_before = Pt(2)
    borders = _element("w:pBdr")
    borders.append(_element("w:top", val="single", sz="6", space="0", color="000000"))
    _xml(paragraph).get_or_add_pPr().insert_element_before(
        borders, *("w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc")
    )


def heading(document: Document, text: str) -> None:
    """Write the title of a section."""
    paragraph = document.add_heading(level=1)
    paragraph.add_run(printable(text)).bold = True
    _as_body(paragraph)


def paragraph(document: Document, text: str, *, size: int) -> None:
    """Write a paragraph of the body."""
    written = document.add_paragraph()
    run = written.add_run(printable(text))
    run.font.size, run.italic = Pt(size), size < 14
    _as_body(written)


def grid(document: Document, block: Grid, width_mm: int) -> None:
    """Write a table of the body; its head is repeated on each page that it reaches."""
    if block.caption:
        look = Look(13, is_italic=True, before=BETWEEN_PT, after=3)
        line(document, block.caption, look).paragraph_format.keep_with_next = True
    whole = sum(block.widths)
    widths = tuple(round(width_mm * part / whole) for part in block.widths)
    rows = [block.head, *block.rows]
    table = _table(document, len(rows), widths, style="Table Grid")
    for at, cells in enumerate(rows):
        is_bold = at == 0 or (block.has_totals and at == len(rows) - 1)
        for column, text in enumerate(cells):
            is_centred = at == 0 or column > 0
            look = Look(12, is_bold=is_bold, is_centred=is_centred, before=2, after=2)
            cell = table.cell(at, column)
            cell.vertical_alignment = WD_ALIGN_VERTICAL.CENTER
            line(cell, text, look)
    _xml(table.rows[0]).get_or_add_trPr().append(_element("w:tblHeader"))


def _table(
    document: Document, rows: int, widths_mm: tuple[int, ...], style: str | None = None
) -> Any:
    table = document.add_table(rows, len(widths_mm), style=style)
    table.autofit, table.alignment = False, WD_TABLE_ALIGNMENT.CENTER
    for row in table.rows:
        _xml(row).get_or_add_trPr().append(_element("w:cantSplit"))
    for column, width in enumerate(widths_mm):
        table.columns[column].width = Mm(width)
        for cell in table.columns[column].cells:
            cell.width = Mm(width)
    if style is None:
        margins = _element("w:tblCellMar")
        margins.extend(_element(f"w:{side}", w="0", type="dxa") for side in ("left", "right"))
        _xml(table).tblPr.append(margins)
    return table


def _next_paragraph(where: Document | _Cell) -> Paragraph:
    """Return a new paragraph; of an empty cell the one that it was made with."""
    first = where.paragraphs[0] if isinstance(where, _Cell) else None
    return first if first is not None and not len(_xml(first)) else where.add_paragraph()


def _as_body(paragraph: Paragraph) -> None:
    form = paragraph.paragraph_format
    form.alignment, form.first_line_indent = WD_ALIGN_PARAGRAPH.JUSTIFY, Mm(FIRST_LINE_MM)
    form.space_before, form.line_spacing = Pt(BETWEEN_PT), SPACING


def _centre(paragraph: Paragraph) -> None:
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER


def _number_of_page(paragraph: Paragraph) -> None:
    run = paragraph.add_run()
    run.font.size = Pt(13)
    for part in (
        _element("w:fldChar", fldCharType="begin"),
        _element("w:instrText"),
        _element("w:fldChar", fldCharType="end"),
    ):
        _xml(run).append(part)
    _xml(run).find(qn("w:instrText")).text = "PAGE"


def _element(tag: str, **attributes: str) -> Any:
    made = OxmlElement(tag)
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), value)
    return made


def _xml(part: Any) -> Any:
    """Return what the library has no words for: the element behind one of its parts."""
    return part._element  # noqa: SLF001
