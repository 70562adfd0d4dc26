"""The official form, as whoever opens the file finds it. Source: NĐ 30/2020/NĐ-CP, Phụ lục I."""

import io
from dataclasses import replace

import docx
import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn

from documents.docx import as_docx
from documents.letterhead import letterhead_of
from documents.monthly import paper
from tests.documents.papers import SWITCHBOARD, a_report


def opened(**differs):
    return docx.Document(io.BytesIO(as_docx(replace(paper(a_report()), **differs))))


@pytest.fixture(scope="module")
def report():
    return opened()


def lines(cell):
    return [paragraph for paragraph in cell.paragraphs if paragraph.text.strip()]


def head(document):
    return document.tables[0].cell(0, 0), document.tables[0].cell(0, 1)


def look(paragraph):
    """Return how a line looks: its text, size, whether bold, whether italic."""
    (run,) = paragraph.runs
    return paragraph.text, run.font.size.pt, bool(run.bold), bool(run.italic)


def test_the_page_is_a4_with_the_margins_of_the_form(report):
    (section,) = report.sections

    assert (section.page_width.mm, section.page_height.mm) == pytest.approx((210, 297), abs=0.1)
    assert section.top_margin.mm == section.bottom_margin.mm == pytest.approx(20, abs=0.1)
    assert section.left_margin.mm == pytest.approx(30, abs=0.1)
    assert section.right_margin.mm == pytest.approx(15, abs=0.1)


def test_pages_are_numbered_at_the_top_in_the_middle_but_not_the_first(report):
    (section,) = report.sections
    (number,) = section.header.paragraphs

    assert section.different_first_page_header_footer
    assert "".join(p.text for p in section.first_page_header.paragraphs) == ""
    assert number.alignment is WD_ALIGN_PARAGRAPH.CENTER
    assert number._p.find(f".//{qn('w:instrText')}").text == "PAGE"
    assert number.runs[0].font.size.pt == 13


def test_everything_is_in_times_new_roman_and_black(report):
    fonts = report.styles["Normal"].element.rPr.rFonts

    assert {value for name, value in fonts.attrib.items()} == {"Times New Roman"}
    assert len(fonts.attrib) == 4
    for name in ("Normal", "Heading 1"):
        assert report.styles[name].font.name == "Times New Roman"
        assert str(report.styles[name].font.color.rgb) == "000000"
    runs = [run for p in report.element.body.iter(qn("w:r")) for run in p.iter(qn("w:rFonts"))]
    assert runs == []


def test_the_nation_stands_at_the_right(report):
    nation, motto, day = lines(head(report)[1])

    assert look(nation) == ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 12, True, False)
    assert look(motto) == ("Độc lập - Tự do - Hạnh phúc", 13, True, False)
    assert look(day) == ("Hậu Giang, ngày      tháng 12 năm 2026", 13, False, True)


def test_the_agency_stands_at_the_left_and_the_number_is_blank(report):
    parent, agency, number = lines(head(report)[0])

    assert look(parent) == ("UBND TỈNH HẬU GIANG", 12, False, False)
    assert look(agency) == ("SỞ NỘI VỤ", 12, True, False)
    assert look(number) == ("Số:        /BC-SNV", 13, False, False)


def rules(container):
    """Return how long the rules drawn in a part of the page are, in mm of its width."""
    found = []
    for paragraph in container.paragraphs:
        if paragraph._p.find(f".//{qn('w:pBdr')}/{qn('w:top')}") is not None:
            form = paragraph.paragraph_format
            found.append(form.left_indent.mm + form.right_indent.mm)
    return found


def test_rules_stand_under_the_motto_the_agency_and_the_subject(report):
    left, right = head(report)
    (agency,), (motto,), (subject,) = rules(left), rules(right), rules(report)

    assert 91 - motto == pytest.approx(57.8, abs=1)  # as long as the line, measured in the font
    assert 22.5 / 3 <= 74 - agency <= 22.5 / 2
    assert 143.6 / 3 <= 165 - subject <= 143.6 / 2


def test_kind_and_subject_are_centred_and_bold(report):
    kind, subject = [p for p in report.paragraphs if p.text][:2]

    assert look(kind) == ("BÁO CÁO", 14, True, False)
    assert subject.text == "Tình hình cuộc gọi nhỡ và trực đường dây nóng tháng 11 năm 2026"
    assert kind.alignment is subject.alignment is WD_ALIGN_PARAGRAPH.CENTER
    assert subject.runs[0].bold


def test_one_recipient_stands_in_the_line_several_below_it(report):
    assert "Kính gửi: Ủy ban nhân dân tỉnh Hậu Giang." in [p.text for p in report.paragraphs]

    several = replace(letterhead_of(SWITCHBOARD), to=("Bộ Nội vụ", "UBND tỉnh"))
    texts = [p.text for p in opened(letterhead=several).paragraphs]

    start = texts.index("Kính gửi:")
    assert texts[start + 1 : start + 3] == ["- Bộ Nội vụ;", "- UBND tỉnh."]


def test_the_body_is_justified_with_its_first_lines_set_in(report):
    body = [
        p for p in report.paragraphs if p.text.startswith(("Thực hiện", "Trong kỳ", "Trên đây"))
    ]

    assert len(body) == 3
    for paragraph in body:
        form = paragraph.paragraph_format
        assert form.alignment is WD_ALIGN_PARAGRAPH.JUSTIFY
        assert form.first_line_indent.mm == pytest.approx(12.7, abs=0.1)
        assert form.space_before.pt >= 6
        assert 1 <= form.line_spacing <= 1.5
        assert paragraph.runs[0].font.size.pt == 14


def test_sections_are_headings_and_tables_follow(report):
    headings = [p.text for p in report.paragraphs if p.style.name == "Heading 1"]

    assert [heading.partition(".")[0] for heading in headings] == ["I", "II", "III", "IV", "V"]
    by_branch = report.tables[1]
    assert [cell.text for cell in by_branch.rows[0].cells][:3] == ["Nhánh", "Gọi đến", "Đã nghe"]
    assert [cell.text for cell in by_branch.rows[-1].cells] == [
        *("Cộng", "11", "4", "6", "1", "3", "2", "1")
    ]
    assert by_branch.rows[0]._tr.find(f".//{qn('w:tblHeader')}") is not None


def test_no_table_is_wider_than_the_page(report):
    for table in report.tables:
        assert sum(column.width.mm for column in table.columns) <= 167


def test_recipients_at_the_left_and_a_blank_signature_at_the_right(report):
    left, right = report.tables[-1].rows[0].cells

    copies, first, last = lines(left)
    assert look(copies) == ("Nơi nhận:", 12, True, True)
    assert (first.text, last.text) == ("- Như trên;", "- Lưu: VT, …….")
    assert first.runs[0].font.size.pt == 11
    assert {p.text.strip("…") for p in lines(right)} == {""}


def test_a_signers_post_and_the_unit_stand_where_they_are_known():
    known = replace(letterhead_of(SWITCHBOARD), signer="Giám đốc", unit="CCHC")
    left, right = opened(letterhead=known).tables[-1].rows[0].cells

    assert look(lines(right)[0]) == ("GIÁM ĐỐC", 14, True, False)
    assert lines(left)[-1].text == "- Lưu: VT, CCHC."


def test_what_no_xml_may_hold_is_left_out():
    known = replace(letterhead_of(SWITCHBOARD), agency="Sở <b>&\x00\x0b Nội vụ")

    assert lines(head(opened(letterhead=known))[0])[1].text == "SỞ <B>& NỘI VỤ"


def test_the_file_says_what_it_is_and_who_made_it(report):
    assert report.core_properties.title.startswith("Báo cáo: Tình hình cuộc gọi nhỡ")
    assert report.core_properties.author == "tran-thi-b"
