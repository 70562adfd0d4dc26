"""The position in the URL: one encoder, one parser, nothing personal in it."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr.flow.position import LONGEST, START, BadPosition, Position
from ivr.flow.words import Language, Reason, Stage
from tests.flow.scenes import CALL, through_the_url, two_level_example

IDS = st.from_regex(r"[A-Za-z0-9_-]{1,64}", fullmatch=True)
SHORT_IDS = st.from_regex(r"[a-z0-9-]{1,20}", fullmatch=True)
COUNTS = st.integers(0, 9999)
POSITIONS = st.builds(
    Position,
    n=COUNTS,
    stage=st.sampled_from(Stage),
    lang=st.sampled_from(Language),
    menu=st.just("") | IDS,
    branch=st.just("") | IDS,
    desk=st.booleans(),
    round=COUNTS,
    tried=st.lists(SHORT_IDS, max_size=40, unique=True).map(tuple),
    errors=COUNTS,
    waits=COUNTS,
    reason=st.none() | st.sampled_from(Reason),
    recording=st.just("") | IDS,
    call=st.just("") | IDS,
    officer=st.just("") | IDS,
    debt=st.just("") | IDS,
    about=st.just("") | IDS,
    called=st.booleans(),
)


@given(position=POSITIONS)
def test_a_position_comes_back_from_its_own_query(position: Position) -> None:
    assert through_the_url(position) == position


def test_where_a_call_begins_has_no_query() -> None:
    assert START.query() == ""
    assert Position.parse({}) == START


def test_what_has_its_default_is_left_out() -> None:
    position = Position(n=3, stage=Stage.HUNT, branch="noi-vu", tried=("an", "binh"))

    assert position.query() == "n=3&s=hunt&b=noi-vu&t=an.binh"


@pytest.mark.parametrize(
    "query",
    [
        pytest.param({"q": "1"}, id="unknown letter"),
        pytest.param({"N": "1"}, id="capital letter"),
        pytest.param({"": "1"}, id="no letter"),
        pytest.param({"stage": "menu"}, id="whole name"),
        pytest.param({"s": "lobby"}, id="unknown stage"),
        pytest.param({"s": "MENU"}, id="stage in capitals"),
        pytest.param({"s": ""}, id="empty stage"),
        pytest.param({"l": "fr"}, id="unknown language"),
        pytest.param({"y": "tired"}, id="unknown reason"),
        pytest.param({"n": "-1"}, id="negative count"),
        pytest.param({"n": "+1"}, id="signed count"),
        pytest.param({"n": "1.5"}, id="broken count"),
        pytest.param({"n": "1e3"}, id="count with exponent"),
        pytest.param({"n": "10000"}, id="count of five digits"),
        pytest.param({"n": " 1"}, id="count with space"),
        pytest.param({"n": "1\n"}, id="count with line end"),
        pytest.param({"n": "007"}, id="count with leading zeros"),
        pytest.param({"n": "٣"}, id="count in other digits"),
        pytest.param({"n": ""}, id="empty count"),
        pytest.param({"e": "one"}, id="errors in words"),
        pytest.param({"w": "-2"}, id="negative waits"),
        pytest.param({"r": "-1"}, id="negative round"),
        pytest.param({"d": "0"}, id="flag that is off"),
        pytest.param({"g": "0"}, id="another flag that is off"),
        pytest.param({"d": "true"}, id="flag in words"),
        pytest.param({"b": "../etc/passwd"}, id="branch with slashes"),
        pytest.param({"b": "a/b"}, id="branch with one slash"),
        pytest.param({"b": "a b"}, id="branch with space"),
        pytest.param({"b": "nội-vụ"}, id="branch with Vietnamese letters"),
        pytest.param({"b": "a\x00b"}, id="branch with a control character"),
        pytest.param({"b": "noi-vu\n"}, id="branch with line end"),
        pytest.param({"b": ""}, id="empty branch"),
        pytest.param({"b": "x" * 65}, id="long branch"),
        pytest.param({"m": "<Say>"}, id="menu with markup"),
        pytest.param({"a": "RE1?x=y"}, id="recording with a query"),
        pytest.param({"c": "CA1&s=menu"}, id="call with an ampersand"),
        pytest.param({"t": "an..binh"}, id="empty name among the tried"),
        pytest.param({"t": "an,binh"}, id="comma among the tried"),
        pytest.param({"t": "."}, id="only a dot"),
        pytest.param({"t": ".".join(["x" * 50] * 40)}, id="too many tried"),
    ],
)
def test_what_we_cannot_have_written_is_no_position(query: dict[str, str]) -> None:
    with pytest.raises(BadPosition):
        Position.parse(query)


def test_the_refusal_does_not_repeat_the_value() -> None:
    with pytest.raises(BadPosition) as refused:
        Position.parse({"b": "Nguyễn Văn A"})

    assert "Nguyễn" not in str(refused.value)
    assert "b" in str(refused.value)


@given(query=st.dictionaries(st.text(max_size=3), st.text(max_size=80), max_size=6))
def test_any_query_is_a_position_or_refused(query: dict[str, str]) -> None:
    try:
        position = Position.parse(query)
    except BadPosition:
        return

    assert through_the_url(position) == position


def test_a_query_may_be_as_long_as_the_longest_hunt_and_no_longer() -> None:
    ids = tuple(f"{n:0>63}x" for n in range(23))
    longest = Position(tried=ids)
    longer = Position(tried=(*ids, "y"))

    assert len(".".join(ids)) == LONGEST - 6
    assert through_the_url(longest) == longest
    with pytest.raises(BadPosition):
        through_the_url(longer.to(Stage.HUNT, branch="noi-vu"))


def test_no_number_of_anybody_stands_in_a_position() -> None:
    switchboard = two_level_example()
    everybody = tuple(officer.id for _, officer in switchboard.officers())
    rung = Position().to(Stage.HUNT, branch="mot-cua", tried=everybody).leg("CA" + "f" * 32)

    said = re.sub(r"c=CAf+", "", rung.query())

    assert not re.search(r"\d{7,}", said)
    for _, officer in switchboard.officers():
        assert officer.number.lstrip("+") not in rung.query()


def test_the_next_step_counts_up_and_forgets_errors() -> None:
    position = Position(n=4, stage=Stage.MENU, errors=2, lang=Language.EN, waits=1)

    onward = position.to(Stage.HUNT, branch="noi-vu")

    assert onward == Position(n=5, stage=Stage.HUNT, lang=Language.EN, branch="noi-vu", waits=1)


def test_a_leg_keeps_the_step_of_the_ring_that_began_it() -> None:
    ringing = Position(n=7, stage=Stage.HUNT, branch="noi-vu", tried=("an",))

    leg = ringing.leg(CALL)

    assert leg == Position(n=7, stage=Stage.WHISPER, branch="noi-vu", tried=("an",), call=CALL)
    assert leg.stay(Stage.END, reason=Reason.ACCEPTED).n == 7
