"""Every path at the keypad: whatever an officer presses, it ends well, database or not.

A walker goes on from the PIN, or from where a call of ours was picked up, as chance has it, and
then falls silent.
"""

from dataclasses import dataclass, field, replace
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from ivr.flow import dialogue as citizens
from ivr.flow.hunting import LegEnded
from ivr.flow.keypad import dialogue
from ivr.flow.keypad.errands import PinCheck, Refusal
from ivr.flow.keypad.stages import KEYPAD
from ivr.flow.keypad.start import called_back, wrapped_up
from ivr.flow.position import LONGEST, START
from ivr.flow.scene import Scene
from ivr.flow.steps import (
    AskDigits,
    CallCitizen,
    Goodbye,
    Listen,
    Nothing,
    Pause,
    Prompt,
    Ring,
    Step,
)
from ivr.flow.words import LegOutcome, Reason, Stage
from tests.flow.keypad.desks import (
    ANOTHER,
    BINH,
    OWED,
    TALK,
    FakeDesk,
    a_board,
    a_roster,
    a_shift,
    an_absence,
    an_officers_scene,
    at,
    our_scene,
)
from tests.flow.scenes import (
    NINE_ON_MONDAY,
    TEN_AT_NIGHT,
    a_branch,
    a_desk,
    a_sub_menu,
    a_switchboard,
    everything_said,
    prompts,
    through_the_url,
)

MOST_WALKED = 20
MOST_SILENCES = 60
ENDINGS = {Reason.KEYED, Reason.DECLINED, Reason.GAVE_UP, Reason.GONE}
TWO_LEVELS = a_switchboard(a_branch("noi-vu", "1", ()), a_sub_menu(), desk=a_desk())
BOARDS = st.sampled_from([a_board(), a_board(switchboard=TWO_LEVELS)])
ROSTERS = st.sampled_from(
    [
        a_roster(),
        a_roster(a_shift("an"), a_shift("binh"), an_absence("an", TEN_AT_NIGHT)),
        a_roster(a_shift("binh")),
    ]
)
DEBTS = st.sampled_from(
    [(), (OWED,), (OWED, ANOTHER), (replace(OWED, message_sid="RE1", tries=1), ANOTHER)]
)
DESKS = st.builds(
    FakeDesk,
    pin=st.sampled_from([PinCheck.RIGHT, PinCheck.RIGHT, *PinCheck]),
    owed=DEBTS,
    taken=st.sampled_from([frozenset(), frozenset(), frozenset({OWED.id})]),
    talk=st.sampled_from([TALK, TALK, None]),
    roster=ROSTERS,
    refusal=st.sampled_from([None, Refusal(), Refusal("noi-vu", NINE_ON_MONDAY)]),
    is_away=st.sampled_from([*[False] * 9, True]),
)
AT_WORK = at(Stage.OFFICER)
STARTS = st.sampled_from(
    [
        *(START, AT_WORK, AT_WORK, AT_WORK, AT_WORK),
        *(called_back("an", OWED.id), called_back("an", 99), wrapped_up("an", TALK.call_sid)),
    ]
)
ENDED = st.sampled_from(
    [
        *(LegEnded(outcome, joined=False, gone=False) for outcome in LegOutcome),
        LegEnded(LegOutcome.ANSWERED, joined=None, gone=False),
        LegEnded(LegOutcome.ANSWERED, joined=True, gone=False),
        LegEnded(LegOutcome.ANSWERED, joined=True, gone=True),
    ]
)
TYPED = ["", "#", "482915#", "482915#", "1430", "01121400", "99999999", "*", "9"]


@dataclass
class Walk:
    """One officer's call on its way; the desk may be away at one moment and back at the next."""

    scene: Scene
    step: Step
    desk: FakeDesk = field(default_factory=FakeDesk)

    @property
    def is_over(self) -> bool:
        """Whether the call has ended, or goes on as any citizen's."""
        return isinstance(self.step, Goodbye | Nothing) or self.step.then.stage not in KEYPAD

    def go(self, step: Step) -> None:
        """Take a step, and check what must hold for every one."""
        before, self.step = self.step.then, step
        assert through_the_url(step.then) == step.then
        assert len(step.then.query()) < LONGEST
        assert step.then.n > before.n
        if step.then.stage in KEYPAD:
            assert step.then.called == before.called
            assert step.then.officer == before.officer or before.stage is Stage.PIN
        if isinstance(step, Listen) and not self.is_over:
            self._check_keys(step)
        if not isinstance(step, Nothing):
            assert everything_said(step)

    def _check_keys(self, step: Listen) -> None:
        """Check that each key that is listened for is taken, and that who we call is screened."""
        for option in step.options:
            taken = self.desk.key(self.scene, step.then, option.key)
            assert Prompt.CHECK_AGAIN not in prompts(taken)
            assert taken.then != step.then
        stage = step.then.stage
        first = stage in (Stage.CALLED, Stage.WRAP_UP)
        assert step.hang_up_on_silence == (first or (stage is Stage.AWAY and step.then.called))

    def answer(self, digits: str, ended: LegEnded) -> None:
        """Answer the step that the call is at, with whichever of these it waits for."""
        position = through_the_url(self.step.then)
        match self.step:
            case Listen() | AskDigits():
                if not digits and isinstance(self.step, Listen) and self.step.hang_up_on_silence:
                    self.step = Goodbye((), position.to(Stage.END, reason=Reason.GONE))
                    return
                self.go(self.desk.key(self.scene, position, digits))
            case CallCitizen():
                outcome = dialogue.after_dial(self.scene, position, ended)
                self.go(self.desk.settle(self.scene, position, outcome))
            case Pause():
                self.go(self.desk.resume(self.scene, position))
            case Ring():
                raise AssertionError("an officer's call rings an officer")

    def fall_silent(self) -> None:
        """Let nobody press or answer any more, until the call is over."""
        for _ in range(MOST_SILENCES):
            if self.is_over:
                return
            self.answer("", LegEnded(LegOutcome.NO_ANSWER, joined=False, gone=False))
        raise AssertionError(f"the call goes on for ever at {self.step.then.stage}")


def walk_at_random(data: st.DataObject) -> Walk:
    """Walk a bounded number of steps, with the books and the database changing on the way."""
    board, start = data.draw(BOARDS, "board"), data.draw(STARTS, "start")
    now = data.draw(st.sampled_from([NINE_ON_MONDAY, TEN_AT_NIGHT]), "now")
    scene = our_scene(board, now=now) if start.called else an_officers_scene(board, now=now)
    desk = data.draw(DESKS, "desk")
    first = citizens.begin(scene) if start == START else desk.resume(scene, start)
    walk = Walk(scene, first, desk)
    for _ in range(data.draw(st.sampled_from(range(MOST_WALKED)), "steps")):
        if walk.is_over:
            break
        if data.draw(st.sampled_from([True, False, False, False]), "changes"):
            walk.desk = data.draw(DESKS, "desk")
        listened = [o.key for o in walk.step.options] if isinstance(walk.step, Listen) else []
        inward = [key for key in listened if key not in "9*"]
        digits = st.sampled_from(TYPED) if not inward else st.sampled_from([*inward * 3, *TYPED])
        walk.answer(data.draw(digits, "digits"), data.draw(ENDED, "ended"))
    return walk


@given(data=st.data())
@settings(max_examples=400)
def test_every_path_of_an_officer_ends_at_a_goodbye_or_at_what_citizens_hear(
    data: st.DataObject,
) -> None:
    walk = walk_at_random(data)

    walk.fall_silent()

    end = walk.step.then
    if end.stage is Stage.END:
        assert end.reason in ENDINGS
    else:
        assert not end.called
        assert (end.officer, end.debt, end.about) == ("", "", "")
        assert end.stage in (Stage.MENU, Stage.HUNT)


@given(data=st.data())
def test_a_fault_of_ours_anywhere_at_the_keypad_still_leads_on(data: st.DataObject) -> None:
    walk = walk_at_random(data)
    if walk.is_over:
        return

    walk.go(citizens.recover(walk.step.then))
    walk.fall_silent()

    assert walk.is_over


def test_a_long_day_at_the_keypad_stays_within_the_longest_address() -> None:
    scene = an_officers_scene()
    many = tuple(replace(OWED, id=10**9 + n) for n in range(120))
    desk = FakeDesk(owed=many)
    step = desk.resume(scene, citizens.begin(scene).then)
    step = desk.keys(scene, step, "482915#", "1")

    for _ in range(100):
        step = desk.keys(scene, step, "2")
        assert len(step.then.query()) < LONGEST
        assert through_the_url(step.then) == step.then


def test_a_call_that_goes_in_circles_for_ever_is_ended() -> None:
    scene, desk = an_officers_scene(), FakeDesk()
    at = replace(citizens.begin(scene).then, officer="an", stage=Stage.OFFICER)

    step = desk.key(scene, replace(at, n=citizens.MOST_STEPS), "9")

    assert isinstance(step, Goodbye)
    assert step.then.reason is Reason.GAVE_UP


def test_nobody_without_a_pin_is_asked_for_one() -> None:
    for number in (BINH.number, "+84505000001", None):
        scene = an_officers_scene(number=number)  # type: ignore[arg-type]
        assert citizens.begin(scene).then.stage is Stage.MENU


def test_an_officer_who_does_not_serve_today_is_a_citizen() -> None:
    roster = a_roster()
    gone = replace(roster.officers["an"], active_to=NINE_ON_MONDAY.date() - timedelta(days=1))
    board = a_board(replace(roster, officers={**roster.officers, "an": gone}))

    assert citizens.begin(an_officers_scene(board)).then.stage is Stage.MENU
