"""Calls in which nobody answered, and how the caller left."""

from ivr.flow.words import LegOutcome
from tests.flow.story.calls import Line


def hung_up_before_we_answered(line: Line) -> None:
    line.hang_up("no-answer")


def hung_up_as_we_answered(line: Line) -> None:
    line.hang_up("no-answer")
    line.greet()


def hung_up_in_the_menu(line: Line) -> None:
    line.greet()
    line.wait()
    line.press("9")
    line.wait()
    line.hang_up()


def hung_up_while_ringing(line: Line) -> None:
    line.choose()
    line.wait(least=5)
    line.leg_ends(LegOutcome.CANCELED, gone=True)
    line.hang_up()


def hung_up_at_once(line: Line) -> None:
    line.choose()
    line.spend(3)
    line.leg_ends(LegOutcome.CANCELED, gone=True)
    line.hang_up()


def hung_up_while_ringing_told_by_callbacks_only(line: Line) -> None:
    line.choose()
    line.wait(least=5)
    line.leg_tells(LegOutcome.CANCELED)
    line.hang_up()


def hung_up_while_ringing_told_by_the_number_only(line: Line) -> None:
    line.choose()
    line.wait(least=5)
    line.hang_up()


def hung_up_during_the_whisper(line: Line) -> None:
    line.choose()
    line.wait(least=5)
    line.pick_up()
    line.wait()
    line.leg_ends(LegOutcome.ANSWERED, gone=True)
    line.hang_up()


def hung_up_as_the_officer_accepted(line: Line) -> None:
    line.choose()
    line.wait(least=5)
    line.pick_up()
    line.wait()
    line.officer_presses("1")
    line.leg_ends(LegOutcome.CANCELED, gone=True)
    line.hang_up()


def rang_out_and_hung_up_at_the_offer(line: Line) -> None:
    line.choose()
    line.hunt_in_vain()
    line.wait()
    line.hang_up()


def rang_out_and_pressed_nothing(line: Line) -> None:
    line.choose()
    line.hunt_in_vain()
    for _ in range(3):
        line.wait()
        line.press("")
    line.hang_up()


def broke_on_our_side(line: Line) -> None:
    line.choose()
    for _ in range(3):
        line.wait()
        line.fail()
    line.hang_up()


def all_busy(line: Line) -> None:
    line.choose()
    line.hunt_in_vain(LegOutcome.BUSY)
    line.wait()
    line.hang_up()


def all_bad_numbers(line: Line) -> None:
    line.choose()
    line.hunt_in_vain(LegOutcome.FAILED)
    line.wait()
    line.hang_up()


def all_mailboxes(line: Line) -> None:
    line.choose()
    for _ in range(3):
        line.mailbox()
    line.wait()
    line.hang_up()


def all_declined(line: Line) -> None:
    line.choose()
    for _ in range(3):
        line.wait()
        line.pick_up()
        line.officer_presses("2")
        line.leg_ends(LegOutcome.ANSWERED)
    line.wait()
    line.hang_up()
