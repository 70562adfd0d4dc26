"""The golden numbers: thirteen calls of one day, told from their events and counted.

Source: the worked example in the project's notes on reports (short under 5 s, three officers).
Its twelfth call is a line check, which is no citizen's call and has no story.
"""

from collections import Counter
from collections.abc import Callable

import pytest

from ivr.flow.story import Story, tell
from ivr.flow.words import MISSED, OFFERED, Cause, LegOutcome, Verdict
from tests.flow.scenes import TEN_AT_NIGHT, a_branch, a_desk, a_scene, a_switchboard
from tests.flow.story.calls import Line

NO_DESK = a_desk(())
NOBODY = a_switchboard(a_branch(officers=()), desk=NO_DESK)
OUR_TWO = a_switchboard(desk=NO_DESK)


def confirmed_after(seconds: float) -> Callable[[Line], None]:
    def play(line: Line) -> None:
        line.choose()
        line.spend(seconds - 2)
        line.pick_up()
        line.spend(2)
        line.officer_presses("1")
        line.spend(90)
        line.leg_ends(LegOutcome.ANSWERED, joined=True)

    return play


def hung_up_after(seconds: float) -> Callable[[Line], None]:
    def play(line: Line) -> None:
        line.choose()
        line.spend(seconds)
        line.leg_ends(LegOutcome.CANCELED, gone=True)

    return play


def rang_out(line: Line) -> None:
    line.choose()
    for _ in range(3):
        line.spend(25)
        line.leg_ends(LegOutcome.NO_ANSWER)


def rang_out_and_left_a_message(line: Line) -> None:
    rang_out(line)
    line.spend(4)
    line.press("1")
    record_at = line.place
    line.spend(30)
    line.record(24)
    line.recording_tells(record_at, 22)
    line.press("1")


def rang_out_and_said_nothing(line: Line) -> None:
    rang_out(line)
    for _ in range(3):
        line.spend(9)
        line.press("")


def a_mailbox_for(line: Line, seconds: float) -> None:
    line.spend(seconds - 8)
    line.pick_up()
    line.spend(8)
    line.leg_ends(LegOutcome.ANSWERED)


def confirmed_after_a_mailbox(line: Line) -> None:
    line.choose()
    a_mailbox_for(line, 38)
    line.spend(10)
    line.pick_up()
    line.spend(2)
    line.officer_presses("1")
    line.spend(200)
    line.leg_ends(LegOutcome.ANSWERED, joined=True)


def two_mailboxes(line: Line) -> None:
    line.choose()
    a_mailbox_for(line, 40)
    a_mailbox_for(line, 40)


def ended_in_the_menu(line: Line) -> None:
    line.greet()


def came_at_night(line: Line) -> None:
    line.choose()


DAY, NIGHT = a_scene(), a_scene(now=TEN_AT_NIGHT)
# call: how it went, in what circumstances, attempts, wait in seconds, verdict, cause
VECTORS = {
    1: (confirmed_after(8), DAY, 1, 8, Verdict.ANSWERED, None),
    2: (confirmed_after(25), DAY, 1, 25, Verdict.ANSWERED, None),
    3: (confirmed_after(18), DAY, 1, 18, Verdict.ANSWERED, None),
    4: (hung_up_after(3), DAY, 1, 3, Verdict.ABANDONED, Cause.SHORT),
    5: (hung_up_after(40), DAY, 1, 40, Verdict.ABANDONED, Cause.HUNG_UP),
    6: (rang_out_and_left_a_message, DAY, 3, 75, Verdict.NOT_ANSWERED, Cause.NO_ANSWER),
    7: (rang_out_and_said_nothing, DAY, 3, 75, Verdict.NOT_ANSWERED, Cause.NO_ANSWER),
    8: (confirmed_after_a_mailbox, DAY, 2, 50, Verdict.ANSWERED, None),
    9: (two_mailboxes, a_scene(OUR_TWO), 2, 80, Verdict.NOT_ANSWERED, Cause.MACHINE),
    10: (came_at_night, a_scene(NOBODY), 0, 0, Verdict.NOT_ANSWERED, Cause.NOBODY_ON_DUTY),
    11: (ended_in_the_menu, DAY, 0, 0, Verdict.MENU_ENDED, None),
    13: (came_at_night, NIGHT, 0, None, Verdict.OUT_OF_HOURS, Cause.CLOSED),
}


def story(call: int) -> Story:
    play, scene, *_ = VECTORS[call]
    line = Line(scene, call_sid=f"CA{call:032}")
    play(line)
    line.hang_up()
    return tell(line.events)


@pytest.mark.parametrize("call", VECTORS)
def test_each_call_of_the_day_has_its_verdict_and_wait(call: int) -> None:
    _, _, attempts, wait_s, verdict, cause = VECTORS[call]

    told = story(call)

    assert (told.verdict, told.cause) == (verdict, cause)
    assert len(told.legs) == attempts
    assert wait_s is None or told.wait_s == wait_s


def test_offered_is_answered_and_abandoned_and_not_answered() -> None:
    told = [story(call) for call in VECTORS]
    counted = Counter(s.verdict for s in told)

    offered = sum(s.verdict in OFFERED for s in told)

    assert offered == 10
    assert counted[Verdict.ANSWERED] == 4
    assert counted[Verdict.ABANDONED] == 2
    assert counted[Verdict.NOT_ANSWERED] == 4
    assert sum(s.verdict in MISSED for s in told) == offered - counted[Verdict.ANSWERED]
    assert offered + counted[Verdict.MENU_ENDED] + counted[Verdict.OUT_OF_HOURS] == len(told)


def test_only_one_of_the_day_left_at_once() -> None:
    short = [call for call in VECTORS if story(call).cause is Cause.SHORT]

    assert short == [4]


def test_the_waits_of_the_answered_add_up() -> None:
    waits = [s.wait_s for s in map(story, VECTORS) if s.verdict is Verdict.ANSWERED]

    assert sum(waits) == 101
    assert sum(wait <= 20 for wait in waits) == 2


def test_attempts_are_counted_apart_from_calls() -> None:
    legs = [leg for call in VECTORS for leg in story(call).legs]

    assert Counter(leg.outcome for leg in legs) == {
        LegOutcome.ANSWERED: 4,
        LegOutcome.MACHINE: 3,
        LegOutcome.NO_ANSWER: 6,
        LegOutcome.CANCELED: 2,
    }
    assert sum(leg.picked_up_at is not None for leg in legs) == 7


def test_every_missed_caller_of_the_day_is_owed_a_callback() -> None:
    owed = [call for call in VECTORS if story(call).is_owed_callback]

    assert owed == [4, 5, 6, 7, 9, 10]
