"""Telephone numbers as callers, officers and carriers write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr.flow.numbers import e164, grouped, is_placeholder, masked, national


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("0939015599", "+84939015599"),
        ("0939 015 599", "+84939015599"),
        ("0939.015.599", "+84939015599"),
        ("(0939) 015-599", "+84939015599"),
        ("84939015599", "+84939015599"),
        ("+84939015599", "+84939015599"),
        ("+84 939 015 599", "+84939015599"),
        ("02923821451", "+842923821451"),  # a landline
        ("+14155552671", "+14155552671"),
        ("  0939015599\n", "+84939015599"),
    ],
)
def test_a_number_is_known_in_every_way_of_writing(written: str, number: str) -> None:
    assert e164(written) == number


@pytest.mark.parametrize(
    "written",
    [
        *("", "anonymous", "unknown", "Restricted", "sip:an@example.vn", "+anonymous"),
        *("115", "1022", "19001234", "939015599", "0939", "093901559912345"),
        *("+0939015599", "+84", "++84939015599", "0939015599#", "0939*15599"),
        *("00841234567", "0٩٣٩٠١٥٥٩٩", "+８４９３９０１５５９９"),
        "0939015599" + "0" * 40,
    ],
)
def test_what_cannot_be_called_back_is_no_number(written: str) -> None:
    assert e164(written) is None


@given(text=st.text(max_size=60))
def test_any_text_is_a_number_or_none(text: str) -> None:
    number = e164(text)

    assert number is None or (number.startswith("+") and number[1:].isascii())
    assert number is None or e164(number) == number


@given(digits=st.from_regex(r"0[1-9][0-9]{7,9}", fullmatch=True))
def test_a_national_number_comes_back_from_its_international_form(digits: str) -> None:
    assert national(e164(digits) or "") == digits


@pytest.mark.parametrize(
    ("number", "shown", "hidden"),
    [
        ("+84939015599", "0939 015 599", "0939•••599"),
        ("+842923821451", "02923821451", "0292•••451"),
        ("+14155552671", "+14155552671", "+141•••671"),
        ("anonymous", "anonymous", "anon•••ous"),
        ("1022", "1022", "•••"),
    ],
)
def test_a_number_is_shown_in_groups_and_hidden_in_the_middle(
    number: str, shown: str, hidden: str
) -> None:
    assert grouped(number) == shown
    assert masked(number) == hidden


@pytest.mark.parametrize(("number", "expected"), [("+84500000011", True), ("+84939015599", False)])
def test_a_placeholder_is_told_from_a_number_in_use(number: str, expected: bool) -> None:
    assert is_placeholder(number) is expected
