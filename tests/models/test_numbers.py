"""Numbers kept backwards, and found by how they end."""

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from models.calls import Call
from models.numbers import backwards, ends_with
from tests.models.rows import a_call

NUMBERS = ("+84505000599", "+84505001599", "+84505005990", "1022", "anonymous", "+84505999999")


@pytest.mark.parametrize(
    ("number", "kept"),
    [
        ("+84505000123", "32100050548"),
        ("0939 015 599", "9955109390"),
        ("anonymous", ""),
        ("", ""),
        (None, ""),
        ("sip:1001@example", "1001"),
        ("٣", ""),  # a digit of another script is none that a keypad has
    ],
)
def test_the_digits_are_kept_the_last_one_first(number, kept):
    assert backwards(number) == kept


@given(st.text("0123456789 +", max_size=20))
def test_kept_twice_backwards_they_are_the_digits_again(number):
    assert backwards(backwards(number)) == "".join(c for c in number if c.isdigit())


@pytest.mark.parametrize("digits", ["9", "99", "599", "0599", "5990", "1022", "00000"])
def test_a_number_is_found_by_how_it_ends(database, digits):
    with database.transaction() as session:
        session.add_all(
            a_call(f"CA{place}", caller_number=number, number_reversed=backwards(number))
            for place, number in enumerate(NUMBERS)
        )

    with database.reading() as session:
        query = sa.select(Call.caller_number).where(ends_with(Call.number_reversed, digits))
        assert set(session.scalars(query)) == {n for n in NUMBERS if n.endswith(digits)}


def test_no_digit_is_nothing_to_look_for():
    with pytest.raises(ValueError, match="no digit"):
        ends_with(Call.number_reversed, "abc")
