"""Text that any XML can hold."""

import xml.etree.ElementTree as ET
from xml.sax.saxutils import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.printable import printable

anything = st.text(st.characters(exclude_categories=[]))


@pytest.mark.parametrize(
    "text", ["Trương Thị Đường", "a\tb\nc", "🙂 e\N{COMBINING ACUTE ACCENT}", "0939•••599", ""]
)
def test_what_people_write_is_left_as_it_is(text):
    assert printable(text) == text


@pytest.mark.parametrize("refused", ["\x00", "\x0b", "\r", "\x7f", "\x85", "\ud800", "\uffff"])
def test_what_no_xml_may_hold_is_left_out(refused):
    assert printable(f"a{refused}b") == "ab"


@given(anything)
def test_whatever_is_left_can_be_read_back(text):
    left = printable(text)

    assert (ET.fromstring(f"<a>{escape(left)}</a>").text or "") == left
