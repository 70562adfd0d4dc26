"""A table as a PDF: what a reader sees of it."""

import io

import pytest
from pypdf import PdfReader

from documents.pdf import MOST_ROWS, as_pdf
from documents.table import Column, Kind, Table, TooLong
from documents.typeset import MAY_BREAK, breakable
from ivr.flow.measures.figures import Ratio
from ivr.flow.words import Language, Text
from tests.documents.papers import IMPRINT, NINE

TITLE = Text("Người gọi nhỡ", "Missed callers")
NAME, SHARE, AT = (
    Column(Text("Họ và tên", "Name")),
    Column(Text("Tỷ lệ", "Share"), Kind.RATIO),
    Column(Text("Lúc", "At"), Kind.MOMENT),
)
A4_ACROSS = (842, 595)


def pages_of(table, language=Language.VI):
    return PdfReader(io.BytesIO(as_pdf(table, IMPRINT, language))).pages


def seen(table, language=Language.VI):
    """Return the words on all pages, blanks as one, without the places where a line may break."""
    text = "\n".join(page.extract_text() for page in pages_of(table, language))
    return " ".join(text.replace(MAY_BREAK, "").split())


def test_title_imprint_head_and_cells_are_there():
    text = seen(Table(TITLE, (NAME, SHARE, AT), [("Trương Thị Đường", Ratio(1071, 1404), NINE)]))

    for said in (
        "Người gọi nhỡ",
        "Kỳ: từ ngày 01/11/2026 đến hết ngày 30/11/2026",
        "Số dòng: 1",
        "Người lập: tran-thi-b",
        "Họ và tên Tỷ lệ Lúc",
        "Trương Thị Đường 76,28 % (1.071/1.404) 23/11/2026 09:00:00",
    ):
        assert said in text


def test_it_lies_across_a4_and_numbers_its_pages():
    pages = pages_of(Table(TITLE, (NAME,), [(f"Người {n}",) for n in range(100)]))

    assert len(pages) > 2
    for number, page in enumerate(pages, 1):
        assert (round(page.mediabox.width), round(page.mediabox.height)) == A4_ACROSS
        text = page.extract_text()
        assert f"Trang {number}/{len(pages)}" in text
        assert "Họ và tên" in text


@pytest.mark.parametrize(
    "name",
    [
        '#panic("x")',
        "[a] *b* _c_ `d`",
        "<script>alert(1)</script>",
        "\\ $x$ @ref // no /* remark */",
        "= Not a heading",
        "\"quoted\" & 'single'",
    ],
)
def test_nothing_in_a_name_is_a_command(name):
    assert name in seen(Table(TITLE, (NAME,), [(name,)]))


def test_without_rows_it_says_so():
    assert "Không có dòng nào." in seen(Table(TITLE, (NAME,), ()))
    assert "There are no rows." in seen(Table(TITLE, (NAME,), ()), Language.EN)


def test_an_endless_word_stays_within_its_cell():
    word = "x" * 400
    table = Table(TITLE, (NAME, NAME), [(word, word)])

    assert seen(table).replace(" ", "").count("x" * 400) == 2
    for page in pages_of(table):
        lines = [line for line in page.extract_text().splitlines() if "xxx" in line]
        assert max(len(line) for line in lines) < 90


def test_short_words_are_left_as_they_are():
    assert breakable("phường Đường Thị " * 5) == "phường Đường Thị " * 5
    assert breakable("x" * 25) == "x" * 24 + MAY_BREAK + "x"


def test_the_same_table_is_the_same_file():
    table = Table(TITLE, (NAME,), [("x",)])

    assert as_pdf(table, IMPRINT) == as_pdf(table, IMPRINT)


def test_it_can_be_read_aloud():
    """A tagged PDF with a title and a language, as PDF/UA wants it."""
    reader = PdfReader(io.BytesIO(as_pdf(Table(TITLE, (NAME,), [("x",)]), IMPRINT)))

    assert reader.metadata is not None
    assert reader.metadata.title == "Người gọi nhỡ"
    root = {name: str(value) for name, value in reader.root_object.items()}
    assert root["/Lang"] == "vi"
    assert "'/Marked': True" in root["/MarkInfo"]


def test_more_rows_than_are_read_on_paper_are_refused():
    with pytest.raises(TooLong):
        as_pdf(Table(TITLE, (NAME,), (("x",) for _ in range(MOST_ROWS + 1))), IMPRINT)
