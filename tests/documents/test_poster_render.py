"""The poster on paper and as a page, as a reader finds it."""

import io
import re
import xml.etree.ElementTree as ET
from dataclasses import replace

import pytest
from pypdf import PdfReader

from documents.poster.poster import Key, poster_of
from documents.poster.render import STYLE, Size, as_html, as_pdf, qr_code
from ivr.flow.words import Text
from tests.documents.papers import HANOI, MADE_AT, SWITCHBOARD
from tests.flow.scenes import a_branch, a_menu, a_switchboard, two_level_example

POSTER = poster_of(replace(SWITCHBOARD, hotline="+84939015599"), website="tinh.example.vn")
EVIL = "<script>#panic() [x] *b* & \\"


def opened(poster=POSTER, size=Size.A4):
    return PdfReader(io.BytesIO(as_pdf(poster, size, MADE_AT, HANOI)))


def seen(reader):
    text = "\n".join(page.extract_text() for page in reader.pages)
    return " ".join(text.split())


def sizes(reader):
    """Return each piece of text on the first page with the size of its letters in points."""
    found = []

    def look(text, _cm, tm, _font, size):
        if text.strip():
            found.append((text.strip(), abs(tm[3]) * size))

    reader.pages[0].extract_text(visitor_text=look)
    return found


def words_of(poster):
    yield from (poster.parent, poster.agency, *poster.title, poster.number, poster.menu_title)
    for key in poster.menu:
        yield from (key.keys, key.topic, key.agency)
    for part in (poster.hours, poster.to_say):
        yield from (part.title, *part.lines)
    for pair in poster.emergency:
        yield from pair
    yield from (poster.secrecy, poster.emergency_title, poster.english, poster.scan, poster.website)


@pytest.mark.parametrize(("size", "points"), [(Size.A4, (595, 842)), (Size.A3, (842, 1191))])
def test_everything_is_on_one_page_of_the_size_asked_for(size, points):
    reader = opened(size=size)

    assert len(reader.pages) == 1
    box = reader.pages[0].mediabox
    assert (round(box.width), round(box.height)) == points
    text = seen(reader).replace(" ", "")
    for word in words_of(POSTER):
        assert "".join(word.split()) in text
    assert f"Bản{POSTER.version},inngày01/12/2026" in text


@pytest.mark.parametrize(("size", "least"), [(Size.A4, 72), (Size.A3, 101)])
def test_the_number_is_as_large_as_can_be_read_from_afar(size, least):
    (number,) = [height for text, height in sizes(opened(size=size)) if text == POSTER.number]

    assert number >= least


def test_topics_can_be_read_from_three_metres():
    topics = {key.topic for key in POSTER.menu}

    heights = [height for text, height in sizes(opened()) if text in topics]

    assert len(heights) == 9
    assert min(heights) >= 20


def test_the_other_example_and_a_large_menu_fit_on_a_page_as_well():
    level = a_menu(
        *(a_branch(f"b{n}", str(n)) for n in range(1, 9)), id="m", key="8", choice="Nội dung khác"
    )
    branches = [a_branch(f"a{n}", str(n)) for n in range(1, 8)]
    large = poster_of(a_switchboard(*branches, level))

    assert len(large.menu) == 17
    for poster in (poster_of(two_level_example()), large):
        assert len(opened(poster).pages) == 1


def test_nothing_in_a_name_is_a_command():
    evil = replace(POSTER, menu=(Key("1", EVIL, EVIL),), agency=EVIL)

    assert seen(opened(evil)).count(EVIL) == 3


def test_it_is_black_on_white():
    content = opened().pages[0].get_contents()

    assert content is not None
    colours = set(re.findall(rb"([\d. ]+) (?:rg|RG|g|G|scn|SCN)\b", content.get_data()))
    assert {colour.strip() for colour in colours} <= {b"0", b"1", b"0 0 0", b"1 1 1"}


# The QR code.


def test_the_code_is_squares_in_black_on_white_without_style_or_script():
    svg = ET.fromstring(qr_code(POSTER.link))

    assert svg.tag == "{http://www.w3.org/2000/svg}svg"
    attributes = {name for element in svg.iter() for name in element.attrib}
    assert attributes <= {"viewBox", "class", "transform", "fill", "stroke", "d"}
    colours = {e.attrib.get("fill") or e.attrib.get("stroke") for e in svg.iter()} - {None}
    assert colours == {"#fff", "#000"}


def test_codes_of_different_numbers_differ():
    assert qr_code("tel:+84500000001") != qr_code("tel:+84500000002")


# The page.


def html(**options):
    return as_html(POSTER, MADE_AT, HANOI, **options)


def test_the_page_says_the_same_and_calls_when_tapped():
    page = html()

    for word in words_of(POSTER):
        assert word in page
    assert '<a href="tel:+84939015599">0939 015 599</a>' in page
    assert f"Bản {POSTER.version}, in ngày 01/12/2026" in page


def test_the_page_has_no_script_and_no_style_in_its_elements():
    page = html()

    assert "<script" not in page
    assert re.search(r"\s(?:style|on\w+)=", page) is None


def test_style_is_in_the_page_or_at_an_address():
    style = STYLE.read_text("utf-8")

    assert style in html()
    linked = html(stylesheet="/poster.css")
    assert '<link rel="stylesheet" href="/poster.css">' in linked
    assert "<style" not in linked


def test_a_name_is_never_markup():
    branch = replace(a_branch(), name=Text(EVIL, EVIL))
    page = as_html(poster_of(a_switchboard(branch)), MADE_AT, HANOI)

    assert "<script" not in page
    assert "&lt;script&gt;#panic() [x] *b* &amp; \\" in page
