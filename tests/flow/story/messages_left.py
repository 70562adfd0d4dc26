"""Calls that left something behind or came when the branch was closed."""

from ivr.flow.words import LegOutcome
from tests.flow.story.calls import Line


def left_a_message(line: Line) -> None:
    line.choose()
    line.hunt_in_vain()
    line.press("1")
    record_at = line.place
    line.wait()
    line.record(20)
    line.recording_tells(record_at, 17)
    line.wait()
    line.press("1")
    line.hang_up()


def hung_up_while_recording(line: Line) -> None:
    line.choose()
    line.hunt_in_vain()
    line.press("1")
    record_at = line.place
    line.wait()
    line.record(12, gone=True)
    line.recording_tells(record_at, 12)
    line.hang_up()


def hung_up_before_a_word_was_recorded(line: Line) -> None:
    line.choose()
    line.hunt_in_vain()
    line.press("1")
    record_at = line.place
    line.wait()
    line.record(1, gone=True)
    line.recording_tells(record_at, None, absent=True)
    line.hang_up()


def spoke_a_message_twice(line: Line) -> None:
    line.choose()
    line.hunt_in_vain()
    line.press("1")
    first = line.place
    line.record(20, sid="RE1")
    line.recording_tells(first, 20, sid="RE1")
    line.wait()
    line.press("3")
    second = line.place
    line.record(9, sid="RE2")
    line.recording_tells(second, 9, sid="RE2")
    line.wait()
    line.press("1")
    line.hang_up()


def typed_another_number(line: Line) -> None:
    line.choose()
    line.hunt_in_vain()
    for keys in ("2", "2", "0505 000 009".replace(" ", ""), "1"):
        line.wait()
        line.press(keys)
    line.hang_up()


def came_when_closed(line: Line) -> None:
    line.choose()
    line.wait()
    line.hang_up()


def left_a_message_when_closed(line: Line) -> None:
    line.choose()
    line.press("1")
    record_at = line.place
    line.wait()
    line.record(20)
    line.recording_tells(record_at, 17)
    line.press("1")
    line.hang_up()


def asked_for_a_callback_when_closed(line: Line) -> None:
    line.choose()
    for key in ("2", "1"):
        line.wait()
        line.press(key)
    line.hang_up()


def hung_up_while_the_desk_rang_when_closed(line: Line) -> None:
    line.choose()
    line.press("0")
    line.wait(least=5)
    line.resume()
    line.leg_ends(LegOutcome.CANCELED, gone=True)
    line.hang_up()
