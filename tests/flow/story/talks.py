"""Calls in which an officer accepted, or ought to have been asked to."""

from ivr.flow.words import LegOutcome
from tests.flow.story.calls import Line


def talked_until_the_citizen_hung_up(line: Line) -> None:
    line.choose()
    line.accept()
    line.wait(least=2)
    line.leg_ends(LegOutcome.ANSWERED, joined=True, gone=True)
    line.hang_up()


def talked_until_the_officer_hung_up(line: Line) -> None:
    line.choose()
    line.accept()
    line.wait(least=2)
    line.leg_ends(LegOutcome.ANSWERED, joined=True)
    line.wait()
    line.hang_up()


def talked_and_the_carrier_does_not_say_joined(line: Line) -> None:
    line.choose()
    line.accept()
    line.wait(least=2)
    line.leg_ends(LegOutcome.ANSWERED, joined=None, gone=True)
    line.hang_up()


def talked_and_no_dial_action_came(line: Line) -> None:
    line.choose()
    line.accept()
    line.wait(least=3)
    line.leg_tells(LegOutcome.ANSWERED)
    line.hang_up()


def talked_after_a_mailbox(line: Line) -> None:
    line.choose()
    line.mailbox()
    line.accept()
    line.wait(least=2)
    line.leg_ends(LegOutcome.ANSWERED, joined=True)
    line.hang_up()


def talked_after_waiting(line: Line) -> None:
    line.choose()
    line.hunt_in_vain()
    line.wait()
    line.press("0")
    line.wait()
    line.resume()
    line.accept()
    line.wait(least=2)
    line.leg_ends(LegOutcome.ANSWERED, joined=True)
    line.hang_up()


def joined_without_an_accept(line: Line) -> None:
    line.choose()
    line.wait()
    line.pick_up()
    line.wait(least=2)
    line.leg_ends(LegOutcome.ANSWERED, joined=True, gone=True)
    line.hang_up()


def accepted_and_never_joined(line: Line) -> None:
    line.choose()
    for _ in range(3):
        line.accept()
        line.leg_ends(LegOutcome.ANSWERED, joined=False)
    line.wait()
    line.hang_up()


def talked_with_the_desk_when_closed(line: Line) -> None:
    line.choose()
    line.press("0")
    line.wait()
    line.resume()
    line.accept()
    line.wait(least=2)
    line.leg_ends(LegOutcome.ANSWERED, joined=True)
    line.hang_up()


def joined_without_an_accept_when_closed(line: Line) -> None:
    line.choose()
    line.press("0")
    line.wait()
    line.resume()
    line.pick_up()
    line.wait(least=2)
    line.leg_ends(LegOutcome.ANSWERED, joined=True, gone=True)
    line.hang_up()
