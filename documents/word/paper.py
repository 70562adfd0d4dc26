"""An official document as DOCX, in the form of Nghị định 30/2020/NĐ-CP, Phụ lục I.

A4, Times New Roman, black: margins 20 mm above and below, 30 left, 15 right; the page's number in
the middle of the upper margin, from the second page on.
"""

import io

import docx
from docx.document import Document

from documents.letterhead import Letterhead
from documents.numbers import official_month
from documents.official import Block, Grid, Heading, Paper, Paragraph
from documents.printable import printable
from documents.word import parts
from documents.word.parts import Look, line

LEFT_MM, RIGHT_MM = 74, 91  # the two halves of the head
WHOLE_MM, COPIES_MM = LEFT_MM + RIGHT_MM, 80
CAPITAL_EM, SMALL_EM = 0.6, 0.46  # how wide a bold letter is, on the average
MOTTO_MM = 58  # as wide as the words under which it stands
BLANK, TO_BE_SIGNED, SIGNATURE_PT = "……", "…………………………", 84


def written(paper: Paper) -> bytes:
    """Return the file."""
    document = docx.Document()
    parts.set_page(document)
    parts.set_styles(document)
    document.core_properties.title = printable(f"{paper.kind}: {paper.about}")
    document.core_properties.author = printable(paper.made_by)
    document.core_properties.language = "vi-VN"
    _head(document, paper)
    _title(document, paper)
    for block in paper.blocks:
        _block(document, block)
    _foot(document, paper.letterhead)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _head(document: Document, paper: Paper) -> None:
    """Write who issues it, and the nation's name and motto; number and day are left blank."""
    left, right = parts.halves(document, LEFT_MM, RIGHT_MM)
    head, issued = paper.letterhead, paper.issued
    if head.parent:
        line(left, head.parent.upper(), Look(12))
    line(left, head.agency.upper(), Look(12, is_bold=True))
    parts.rule(left, _part_of(head.agency, 12 * CAPITAL_EM, LEFT_MM), LEFT_MM)
    line(left, f"Số:        /BC-{head.mark or BLANK}", Look(13, before=4))
    line(right, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", Look(12, is_bold=True))
    line(right, "Độc lập - Tự do - Hạnh phúc", Look(13, is_bold=True))
    parts.rule(right, MOTTO_MM, RIGHT_MM)
    day = f"ngày      tháng {official_month(issued.month)} năm {issued.year}"
    line(right, f"{head.place or BLANK}, {day}", Look(13, is_italic=True, before=4))


def _part_of(text: str, letter: float, most_mm: int) -> float:
    """Return how long a rule under a line is, in mm: between a third and a half of the line."""
    return min(len(text) * letter * parts.POINT_MM, most_mm) * 0.4


def _title(document: Document, paper: Paper) -> None:
    """Write the kind of document, what it is about, and to whom it goes."""
    line(document, paper.kind.upper(), Look(14, is_bold=True, before=18))
    line(document, paper.about, Look(14, is_bold=True))
    parts.rule(document, _part_of(paper.about, 14 * SMALL_EM, WHOLE_MM), WHOLE_MM)
    to = paper.letterhead.to
    if len(to) == 1:
        line(document, f"Kính gửi: {to[0]}.", Look(14, before=12, after=6))
    elif to:
        line(document, "Kính gửi:", Look(14, before=12))
        for each in to[:-1]:
            line(document, f"- {each};", Look(14))
        line(document, f"- {to[-1]}.", Look(14, after=6))


def _block(document: Document, block: Block) -> None:
    match block:
        case Heading():
            parts.heading(document, block.text)
        case Paragraph():
            parts.paragraph(document, block.text, size=12 if block.is_note else 14)
        case Grid():
            parts.grid(document, block, WHOLE_MM)


def _foot(document: Document, head: Letterhead) -> None:
    """Write the recipients of copies, and the place where somebody signs."""
    left, right = parts.halves(document, COPIES_MM, WHOLE_MM - COPIES_MM, before=12)
    line(left, "Nơi nhận:", Look(12, is_bold=True, is_italic=True, is_centred=False))
    for each in head.copies:
        line(left, f"- {each};", Look(11, is_centred=False))
    line(left, f"- Lưu: VT, {head.unit or BLANK}.", Look(11, is_centred=False))
    line(right, head.signer.upper() or TO_BE_SIGNED, Look(14, is_bold=True))
    line(right, TO_BE_SIGNED, Look(14, is_bold=True, before=SIGNATURE_PT))
