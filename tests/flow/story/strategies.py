"""Realistic calls of every kind: what each is, and how it is to be judged.

Source: the carrier's page on who hangs up when, as the project's notes on it have it; each row of
that table is a case here.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from hypothesis import strategies as st

from ivr.flow.events import Event
from ivr.flow.scene import Scene
from ivr.flow.words import Cause, Verdict
from tests.flow.scenes import NATIONAL_DAY, TEN_AT_NIGHT, a_branch, a_desk, a_scene, a_switchboard
from tests.flow.story import messages_left, misses, talks
from tests.flow.story.calls import Line

DAY, NIGHT, HOLIDAY = a_scene(), a_scene(now=TEN_AT_NIGHT), a_scene(now=NATIONAL_DAY)
HIDDEN = a_scene(number=None)
EMPTY = a_scene(a_switchboard(a_branch(officers=()), desk=a_desk(())))


class Case(NamedTuple):
    """One kind of call: how it goes, and its verdict and cause."""

    play: Callable[[Line], None]
    scene: Scene
    verdict: Verdict
    cause: Cause | None = None

    @property
    def name(self) -> str:
        where = {id(NIGHT): " at night", id(HOLIDAY): " on a holiday", id(HIDDEN): " unseen"}
        return self.play.__name__.replace("_", " ") + where.get(id(self.scene), "")


MISSED, LEFT, OUT = Verdict.NOT_ANSWERED, Verdict.ABANDONED, Verdict.OUT_OF_HOURS
CASES = (
    Case(misses.hung_up_before_we_answered, DAY, Verdict.MENU_ENDED),
    Case(misses.hung_up_as_we_answered, DAY, Verdict.MENU_ENDED),
    Case(misses.hung_up_in_the_menu, DAY, Verdict.MENU_ENDED),
    Case(misses.hung_up_while_ringing, DAY, LEFT, Cause.HUNG_UP),
    Case(misses.hung_up_while_ringing, HIDDEN, LEFT, Cause.HUNG_UP),
    Case(misses.hung_up_at_once, DAY, LEFT, Cause.SHORT),
    Case(misses.hung_up_while_ringing_told_by_callbacks_only, DAY, LEFT, Cause.HUNG_UP),
    Case(misses.hung_up_while_ringing_told_by_the_number_only, DAY, LEFT, Cause.HUNG_UP),
    Case(misses.hung_up_during_the_whisper, DAY, LEFT, Cause.HUNG_UP),
    Case(misses.hung_up_as_the_officer_accepted, DAY, LEFT, Cause.HUNG_UP),
    Case(talks.talked_until_the_citizen_hung_up, DAY, Verdict.ANSWERED),
    Case(talks.talked_until_the_officer_hung_up, DAY, Verdict.ANSWERED),
    Case(talks.talked_and_the_carrier_does_not_say_joined, DAY, Verdict.ANSWERED),
    Case(talks.talked_and_no_dial_action_came, DAY, Verdict.ANSWERED),
    Case(talks.talked_after_a_mailbox, DAY, Verdict.ANSWERED),
    Case(talks.talked_after_waiting, DAY, Verdict.ANSWERED),
    Case(talks.joined_without_an_accept, DAY, MISSED, Cause.OUR_FAULT),
    Case(misses.rang_out_and_hung_up_at_the_offer, DAY, MISSED, Cause.NO_ANSWER),
    Case(misses.rang_out_and_pressed_nothing, DAY, MISSED, Cause.NO_ANSWER),
    Case(misses.rang_out_and_pressed_nothing, HIDDEN, MISSED, Cause.NO_ANSWER),
    Case(talks.accepted_and_never_joined, DAY, MISSED, Cause.NO_ANSWER),
    Case(messages_left.left_a_message, DAY, MISSED, Cause.NO_ANSWER),
    Case(messages_left.hung_up_while_recording, DAY, MISSED, Cause.NO_ANSWER),
    Case(messages_left.hung_up_before_a_word_was_recorded, DAY, MISSED, Cause.NO_ANSWER),
    Case(messages_left.spoke_a_message_twice, DAY, MISSED, Cause.NO_ANSWER),
    Case(messages_left.typed_another_number, DAY, MISSED, Cause.NO_ANSWER),
    Case(misses.broke_on_our_side, DAY, MISSED, Cause.OUR_FAULT),
    Case(messages_left.came_when_closed, NIGHT, OUT, Cause.CLOSED),
    Case(messages_left.came_when_closed, HOLIDAY, OUT, Cause.HOLIDAY),
    Case(messages_left.left_a_message_when_closed, NIGHT, OUT, Cause.CLOSED),
    Case(messages_left.asked_for_a_callback_when_closed, NIGHT, OUT, Cause.CLOSED),
    Case(talks.talked_with_the_desk_when_closed, NIGHT, Verdict.ANSWERED),
    Case(talks.joined_without_an_accept_when_closed, NIGHT, MISSED, Cause.OUR_FAULT),
    Case(messages_left.hung_up_while_the_desk_rang_when_closed, NIGHT, LEFT, Cause.HUNG_UP),
    Case(misses.rang_out_and_hung_up_at_the_offer, EMPTY, MISSED, Cause.NOBODY_ON_DUTY),
    Case(misses.all_busy, DAY, MISSED, Cause.BUSY),
    Case(misses.all_bad_numbers, DAY, MISSED, Cause.BAD_NUMBER),
    Case(misses.all_mailboxes, DAY, MISSED, Cause.MACHINE),
    Case(misses.all_declined, DAY, MISSED, Cause.DECLINED),
)


@dataclass(frozen=True)
class PlayedCall:
    """The events of one call, and the case that it is."""

    case: Case
    events: list[Event]


def play(
    case: Case, pauses: list[float] | None = None, delays: list[float] | None = None
) -> PlayedCall:
    """Return a case played: with three seconds between things and no news late, unless given."""
    line = Line(case.scene, pauses=pauses or [3], delays=delays or [0])
    case.play(line)
    return PlayedCall(case, line.events)


SECONDS = st.floats(0.1, 40).map(lambda seconds: round(seconds, 3))


def played_calls() -> st.SearchStrategy[PlayedCall]:
    """Draw a call of any kind, at any pace, its news as late as it may be."""
    return st.builds(
        play,
        st.sampled_from(CASES),
        st.lists(SECONDS, min_size=1, max_size=6),
        st.lists(st.floats(0, 600), min_size=1, max_size=6),
    )
