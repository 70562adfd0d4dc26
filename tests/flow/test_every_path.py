"""Every path through the call: whatever is pressed, it ends well, and nobody is rung who must not.

A walker goes from the greeting on, pressing keys, keeping silent, letting phones ring out, being
answered, hanging up and speaking messages as chance has it, and then falls silent.
"""

from dataclasses import dataclass, field, replace
from datetime import datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from ivr.flow import dialogue, hunting, voicemail
from ivr.flow.hours import Hours
from ivr.flow.hunting import LegEnded
from ivr.flow.position import Position
from ivr.flow.scene import Scene
from ivr.flow.steps import (
    AskDigits,
    Goodbye,
    Join,
    Listen,
    Nothing,
    Pause,
    Prompt,
    RecordMessage,
    Ring,
    Step,
)
from ivr.flow.switchboard import Branch, Menu, Officer, Switchboard
from ivr.flow.voicemail import Recorded
from ivr.flow.words import LegOutcome, Reason, Stage
from tests.flow.scenes import (
    AN,
    ANOTHER_CALL,
    AROUND_THE_CLOCK,
    BINH,
    CHI,
    CITIZEN,
    DUNG,
    HOTLINE,
    LEADER,
    NATIONAL_DAY,
    NEVER,
    NINE_ON_MONDAY,
    OFFICE,
    SECOND_LINE,
    TEN_AT_NIGHT,
    a_branch,
    a_desk,
    a_menu,
    a_scene,
    a_switchboard,
    at,
    everything_said,
    prompts,
    through_the_url,
)

MOST_WALKED = 14
MOST_SILENCES = 160  # three rounds of five officers, four times over, and every place's errors
ENDINGS = {
    Reason.TALKED,
    Reason.MESSAGE_LEFT,
    Reason.CALLBACK_REQUESTED,
    Reason.GAVE_UP,
    Reason.GONE,
}
NAMELESS = AN.post
STRANGE = (
    Officer("nguoi-goi", CITIZEN, NAMELESS),
    Officer("tong-dai", HOTLINE, NAMELESS),
    Officer("may-hai", SECOND_LINE, NAMELESS),
    Officer("an-khac", AN.number, NAMELESS),
)
ROSTERS = st.lists(
    st.sampled_from([AN, BINH, CHI, DUNG, *STRANGE]), max_size=4, unique_by=lambda o: o.id
).map(tuple)
HOURS = st.sampled_from(
    [OFFICE, AROUND_THE_CLOCK, NEVER, Hours(OFFICE.week, opens_at=at("2027-01-01 00:00"))]
)
DESKS = st.builds(
    a_desk,
    st.lists(st.sampled_from([DUNG, LEADER, AN]), max_size=2, unique=True).map(tuple),
    hours=st.sampled_from([AROUND_THE_CLOCK, OFFICE, NEVER]),
)
BRANCHES = st.builds(a_branch, officers=ROSTERS, hours=HOURS, rounds=st.integers(1, 3))
NOWS = st.sampled_from([NINE_ON_MONDAY, TEN_AT_NIGHT, NATIONAL_DAY])
OUTCOMES = st.sampled_from(
    [
        *(LegEnded(outcome, joined=False, gone=False) for outcome in LegOutcome),
        LegEnded(LegOutcome.ANSWERED, joined=None, gone=False),
        LegEnded(LegOutcome.ANSWERED, joined=True, gone=False),
        LegEnded(LegOutcome.CANCELED, joined=False, gone=True),
    ]
)
RECORDINGS = st.builds(
    Recorded,
    recording_sid=st.sampled_from(["RE1", "RE2", ""]),
    seconds=st.integers(0, 30),
    by_silence=st.booleans(),
    gone=st.sampled_from([False, False, False, True]),
)
RANG_OUT = LegEnded(LegOutcome.NO_ANSWER, joined=False, gone=False)
NOTHING_SAID = Recorded("RE3", 5, by_silence=True, gone=False)


@st.composite
def switchboards(draw: st.DrawFn) -> Switchboard:
    """Draw a switchboard with one or two menu levels."""
    first, second = draw(BRANCHES), draw(BRANCHES)
    items: tuple[Branch | Menu, ...] = (named(first, "mot", "1"), named(second, "hai", "2"))
    if draw(st.booleans()):
        items = (items[0], a_menu(named(second, "hai", "1"), id="duoi", key="2", choice="Dưới"))
    return a_switchboard(*items, desk=draw(DESKS))


def named(branch: Branch, id: str, key: str) -> Branch:
    return replace(branch, id=id, key=key)


@dataclass
class Walk:
    """One call on its way, and whom it has rung in this round."""

    scene: Scene
    step: Step
    rung: list[str] = field(default_factory=list)
    round: int = 1

    @property
    def is_over(self) -> bool:
        return isinstance(self.step, Goodbye | Nothing | Join)

    def go(self, step: Step) -> None:
        """Take a step, and check what must hold for every one."""
        before, self.step = self.step.then, step
        assert through_the_url(step.then) == step.then
        assert step.then.n > before.n
        if isinstance(step, Pause) or step.then.round != self.round:
            self.rung, self.round = [], step.then.round
        if isinstance(step, Ring):
            self._check_ring(step)
        if isinstance(step, Listen):
            self._check_keys(step)
        if not isinstance(step, Nothing | Join):
            assert everything_said(step) or isinstance(step, Listen)

    def _check_ring(self, step: Ring) -> None:
        assert through_the_url(step.whisper) == step.whisper
        assert step.officer.number not in {HOTLINE, SECOND_LINE, self.scene.caller.number}
        assert step.officer.number not in self.rung
        assert step.officer.number not in self.scene.board.busy
        self.rung.append(step.officer.number)

    def _check_keys(self, step: Listen) -> None:
        """Check that each key that is announced is taken, and leads on."""
        for option in step.options:
            led_to = dialogue.on_key(self.scene, through_the_url(step.then), option.key)
            assert Prompt.INVALID not in prompts(led_to)
            assert led_to.then != step.then

    def answer(self, digits: str, ended: LegEnded, recorded: Recorded) -> None:
        """Answer the step that the call is at, with whichever of these it waits for."""
        position: Position = through_the_url(self.step.then)
        match self.step:
            case Listen() | AskDigits():
                self.go(dialogue.on_key(self.scene, position, digits))
            case Ring():
                self.go(hunting.after_ring(self.scene, position, ended))
            case Pause():
                self.go(dialogue.resume(self.scene, position))
            case RecordMessage():
                self.go(voicemail.after_message(self.scene, position, recorded))

    def fall_silent(self) -> None:
        """Let nobody press, speak or answer any more, until the call is over."""
        for _ in range(MOST_SILENCES):
            if self.is_over:
                return
            self.answer("", RANG_OUT, NOTHING_SAID)
        raise AssertionError(f"the call goes on for ever at {self.step.then.stage}")


def walk_at_random(data: st.DataObject, switchboard: Switchboard, now: datetime) -> Walk:
    """Walk a bounded number of steps, with officers becoming busy and free on the way."""
    number = data.draw(st.sampled_from([CITIZEN, None, AN.number]), "caller")
    busy = st.dictionaries(
        st.sampled_from([AN.number, BINH.number, CHI.number, DUNG.number]), st.just(ANOTHER_CALL)
    )
    scene = a_scene(switchboard, now=now, number=number)
    walk = Walk(scene, dialogue.begin(scene))
    for _ in range(data.draw(st.integers(0, MOST_WALKED), "steps")):
        if walk.is_over:
            break
        walk.scene = a_scene(switchboard, now=now, number=number, busy=data.draw(busy, "busy"))
        taken = [o.key for o in walk.step.options] if isinstance(walk.step, Listen) else []
        digits = st.sampled_from([*taken, *taken, "", "#", "5", "0939015599"])
        walk.answer(
            data.draw(digits, "digits"),
            data.draw(OUTCOMES, "leg"),
            data.draw(RECORDINGS, "recording"),
        )
    return walk


@given(data=st.data(), switchboard=switchboards(), now=NOWS)
@settings(max_examples=300)
def test_every_path_ends_at_a_person_a_message_a_callback_or_a_goodbye(
    data: st.DataObject, switchboard: Switchboard, now: datetime
) -> None:
    walk = walk_at_random(data, switchboard, now)

    walk.fall_silent()

    end = walk.step.then
    assert end.stage is Stage.END
    assert end.reason in ENDINGS
    assert isinstance(walk.step, Nothing if end.reason is Reason.GONE else Goodbye)
    assert prompts(walk.step) or end.reason is Reason.GONE


@given(data=st.data(), switchboard=switchboards(), now=NOWS)
def test_a_fault_of_ours_anywhere_still_leads_on(
    data: st.DataObject, switchboard: Switchboard, now: datetime
) -> None:
    walk = walk_at_random(data, switchboard, now)
    if walk.is_over:
        return

    walk.go(dialogue.recover(walk.step.then))
    walk.fall_silent()

    assert prompts(walk.step)


@given(data=st.data(), before=switchboards(), after=switchboards(), now=NOWS)
def test_a_menu_that_changes_during_the_call_is_no_dead_end(
    data: st.DataObject, before: Switchboard, after: Switchboard, now: datetime
) -> None:
    walk = walk_at_random(data, before, now)

    walk.scene = a_scene(after, now=now)
    walk.rung = []
    walk.fall_silent()

    assert walk.step.then.stage is Stage.END
