"""Names of behaviours, as they are written on a command line."""

import pytest

from simulator.callers import CallerScript
from simulator.phones import BEHAVIOURS, parse_behaviour


@pytest.mark.parametrize("name", BEHAVIOURS)
def test_every_name_is_understood(name):
    assert parse_behaviour(name).name == name


def test_accept_takes_the_seconds_of_ringing_and_of_talk():
    behaviour = parse_behaviour("accept@3/60")

    assert (behaviour.rings_s, behaviour.talk_s, behaviour.keys) == (3.0, 60.0, "1")
    assert parse_behaviour("accept/5").rings_s == 4.0
    assert parse_behaviour("accept@9").talk_s == 30.0


def test_hang_up_takes_the_seconds_after_the_pick_up():
    assert parse_behaviour("hang-up@2").stays_s == 2.0


@pytest.mark.parametrize(
    "text", ["", "maybe", "busy@3", "hang-up", "accept@", "accept@1.2.3", "off/2"]
)
def test_an_unknown_name_is_refused_with_the_allowed_ones(text):
    with pytest.raises(ValueError, match="allowed: accept, decline"):
        parse_behaviour(text)


@pytest.mark.parametrize("script", [{"keys": "4a"}, {"message_s": -1}, {"hang_up_after_s": -0.5}])
def test_a_callers_script_is_checked(script):
    with pytest.raises(ValueError, match=r"allowed|negative"):
        CallerScript(**script)
