"""Charts: well-formed, without script or style, legible without colour, told in figures too."""

import re
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents import charts
from documents.charts.per_day import per_day
from documents.charts.svg import WIDTH, words
from documents.printable import printable
from tests.documents.drawings import ALL, SVG, days, elements

ALLOWED = {
    *("xmlns", "viewBox", "class", "role", "aria-labelledby", "aria-describedby", "font-family"),
    *("id", "x", "y", "cx", "cy", "r", "d", "width", "height", "patternUnits", "patternTransform"),
    *("fill", "fill-opacity", "stroke", "stroke-opacity", "stroke-width", "stroke-linecap"),
    *("stroke-linejoin", "font-size", "text-anchor"),
}
STYLE = (Path(charts.__file__).parent / "charts.css").read_text("utf-8")


every = pytest.mark.parametrize("chart", ALL.values(), ids=ALL.keys())


@every
def test_it_is_a_drawing_without_script_or_style(chart):
    names = {element.tag.removeprefix(SVG) for element in elements(chart)}
    attributes = {name for element in elements(chart) for name in element.attrib}

    assert names <= {
        *("svg", "title", "desc", "defs", "pattern", "path", "rect", "circle", "text"),
    }
    assert attributes <= ALLOWED


@every
def test_it_is_drawn_in_the_pages_own_ink(chart):
    inks = {
        e.attrib[name] for e in elements(chart) for name in ("fill", "stroke") if name in e.attrib
    }

    assert {ink for ink in inks if not ink.startswith("url(#")} <= {"currentColor", "none"}


@every
def test_it_has_a_name_and_says_what_it_shows(chart):
    root, (title,), (told,) = elements(chart)[0], elements(chart, "title"), elements(chart, "desc")

    assert root.attrib["role"] == "img"
    assert root.attrib["aria-labelledby"] == title.attrib["id"]
    assert root.attrib["aria-describedby"] == told.attrib["id"]
    assert title.text == chart.table.title.vi
    assert told.text


@every
def test_what_it_refers_to_is_in_it(chart):
    ids = {e.attrib["id"] for e in elements(chart) if "id" in e.attrib}

    assert set(re.findall(r"url\(#([^)]+)\)", chart.svg)) <= ids


@every
def test_everything_lies_within_a_phones_width(chart):
    right, bottom = map(float, elements(chart)[0].attrib["viewBox"].split()[2:])

    assert right <= WIDTH
    for element in elements(chart, "rect"):
        x, y, wide, high = (float(element.attrib[n]) for n in ("x", "y", "width", "height"))
        assert 0 <= x <= x + wide <= right + 0.01
        assert 0 <= y <= y + high <= bottom + 0.01
    for element in elements(chart, "text"):
        assert 0 <= float(element.attrib["x"]) <= right
        assert 0 < float(element.attrib["y"]) <= bottom
        assert float(element.attrib["font-size"]) >= 9.5


@every
def test_its_table_can_be_exported(chart):
    assert list(chart.table.checked()) == list(chart.table.rows)


def test_two_on_a_page_share_no_id():
    ids = [
        [e.attrib["id"] for e in elements(chart) if "id" in e.attrib]
        for chart in (per_day(days(), key="a"), per_day(days(), key="b"))
    ]

    assert not set(ids[0]) & set(ids[1])


def test_classes_are_those_of_the_style_sheet():
    used = {
        e.attrib["class"] for chart in ALL.values() for e in elements(chart) if "class" in e.attrib
    }

    assert used == set(re.findall(r"\.(chart[\w-]*)", STYLE))


@given(st.text())
def test_any_text_is_text(text):
    drawn = ET.fromstring(words(text, 1, 2))

    assert (drawn.text or "") == printable(text)
    assert list(drawn) == []
