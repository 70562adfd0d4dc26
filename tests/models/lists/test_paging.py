"""Tokens of pages: opaque, told back exactly, and refused when somebody has been at them."""

import base64
import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.lists.paging import BadCursor, Place, Total, cut, place

MOMENTS = st.datetimes(
    datetime.fromisoformat("2000-01-01"),
    datetime.fromisoformat("2100-01-01"),
    timezones=st.just(UTC),
)
PLACES = st.builds(
    Place, st.sampled_from(["calls", "time"]), MOMENTS, st.integers(0, 2**62), st.integers(0, 9)
)
AT = datetime(2026, 11, 23, 2, tzinfo=UTC)


def token_of(*values):
    return base64.urlsafe_b64encode(json.dumps(values).encode()).decode().rstrip("=")


@given(PLACES)
def test_a_place_is_told_back_to_the_microsecond(at):
    assert place(at.token(), at.order) == at


@given(PLACES)
def test_a_token_goes_into_a_url_as_it_is(at):
    assert at.token().replace("-", "").replace("_", "").isalnum()


@given(st.text(max_size=140) | st.binary(max_size=90).map(lambda b: b.hex()))
def test_whatever_else_is_sent_is_refused_or_a_place(text):
    try:
        found = place(text, "calls")
    except ValueError:
        return
    assert found.order == "calls"


@given(PLACES, st.integers(0, 200), st.sampled_from("Aa0_-=é"))
def test_a_token_with_another_letter_in_it_is_refused_or_a_place(at, where, letter):
    token = at.token()
    where %= len(token)
    try:
        found = place(token[:where] + letter + token[where + 1 :], at.order)
    except BadCursor:
        return
    assert found.order == at.order


@pytest.mark.parametrize(
    "token",
    [
        "",
        "!!",
        "A" * 121,
        token_of("calls", 0, 1),
        token_of("calls", 0, 1, 2, 3),
        token_of("calls", 0, "1", 2),
        token_of("calls", 0, 1, -2),
        token_of("calls", True, 1, 2),
        token_of("calls", 0, 1.5, 2),
        token_of("calls", 0, 10**30, 2),
        token_of("calls", 0, 2**62, 2),
        token_of(),
        base64.urlsafe_b64encode(b'"calls"').decode(),
        base64.urlsafe_b64encode(b"\xff\xfe").decode(),
        base64.urlsafe_b64encode(b"[" * 80).decode(),
    ],
)
def test_what_is_no_token_of_ours_is_refused(token):
    with pytest.raises(BadCursor):
        place(token, "calls")


def test_a_token_of_another_list_is_refused():
    with pytest.raises(BadCursor, match="another list"):
        place(Place("time", AT, 1).token(), "calls")


def test_a_page_ends_where_the_next_one_begins():
    places = [Place("calls", AT, id) for id in (3, 2, 1)]

    page = cut("cba", places, 2)

    assert page.rows == ("c", "b")
    assert page.next == places[1].token()
    assert cut("cba", places, 3).next is None
    assert cut("", [], 3).rows == ()


def test_a_total_is_told_up_to_a_limit():
    assert str(Total.of(37)) == "37"
    assert str(Total.of(500)) == "500"
    assert str(Total.of(501)) == "500+"
    assert Total.of(3, 2) == Total(2, is_more=True)
