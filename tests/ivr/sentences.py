"""Every sentence that callers and officers of a switchboard can hear."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from ivr.flow import dialogue, hunting, voicemail, whisper
from ivr.flow.board import Board, Caller
from ivr.flow.duty import check, through
from ivr.flow.guarding import gate
from ivr.flow.guarding.counts import Recent
from ivr.flow.hunting import LegEnded
from ivr.flow.offer import offer
from ivr.flow.position import Position
from ivr.flow.scene import Scene
from ivr.flow.speech import said_moment
from ivr.flow.steps import Prompt, Sentence, Step
from ivr.flow.switchboard import Branch, Menu, Switchboard
from ivr.flow.voicemail import Recorded
from ivr.flow.words import CheckKind, Language, LegOutcome, Reason, Stage
from tests.flow.scenes import at, everything_said
from tests.ivr import keypad

TODAY = date(2026, 11, 23)
IN_HOURS = at("2026-11-23 09:00")
AT_NIGHT = at("2026-11-27 22:00")
HOLIDAY = at("2026-09-02 09:00")
NUMBER = "+84505000001"


def scene(
    switchboard: Switchboard, now: datetime, number: str | None = NUMBER, *, over: bool = False
) -> Scene:
    gone = frozenset({"CA1"}) if over else frozenset()
    return Scene(Board(switchboard, over=gone), Caller("CA1", number), now)


def steps(switchboard: Switchboard, lang: Language) -> Iterator[Step]:
    """Yield the steps in which, together, everything is said that can be said."""
    start = Position(n=1, lang=lang)
    day, night = scene(switchboard, IN_HOURS), scene(switchboard, AT_NIGHT)
    yield dialogue.begin(day)
    yield from _menus(day, start, switchboard.menu)
    yield from _held_back(switchboard, lang)
    yield dialogue.start_again(day, start)
    yield dialogue.recover(start)
    yield dialogue.apologise(start)
    for branch in (*switchboard.branches(), switchboard.desk):
        chosen = Position(n=2, stage=Stage.HUNT, lang=lang, branch=branch.id)
        yield dialogue.resume(day, chosen)
        yield from _whispers(switchboard, chosen)
        yield from _when_closed(switchboard, start, branch)
    yield from _offers(switchboard, start)
    yield from _messages(day, start)
    yield from _callbacks(day, start)
    yield dialogue.resume(night, start.to(Stage.CLOSED, branch=switchboard.desk.id))
    yield from _checks(lang)
    yield from keypad.steps(switchboard, lang)
    yield through.go_on(day, Position(stage=Stage.THROUGH, lang=lang, waits=1))


def _held_back(switchboard: Switchboard, lang: Language) -> Iterator[Step]:
    often = Board(switchboard, recent={NUMBER: Recent(calls=999)})
    yield gate.begin(Scene(often, Caller("CA1", NUMBER), IN_HOURS))
    barred = Board(switchboard, blocked={NUMBER: AT_NIGHT})
    yield gate.begin(Scene(barred, Caller("CA1", NUMBER), IN_HOURS))
    at_gate = Position(n=1, stage=Stage.GATE, lang=lang, errors=2)
    yield dialogue.on_key(Scene(often, Caller("CA1", NUMBER), IN_HOURS), at_gate, "")


def _checks(lang: Language) -> Iterator[Step]:
    for kind, right in ((CheckKind.LINE, "1"), (CheckKind.VERIFY, "472")):
        position = replace(check.first(kind, "an"), lang=lang)
        yield check.ask(position, "472")
        yield check.keyed(position, "9", "472")
        yield check.keyed(position, right, "472")
        yield check.keyed(replace(position, errors=check.TRIES - 1), "9", "472")


def _menus(day: Scene, position: Position, menu: Menu) -> Iterator[Step]:
    for key in ("", "#", "9", "0", "*"):
        yield dialogue.on_key(day, position, key)
    for item in menu.items:
        yield dialogue.on_key(day, position, item.key)
        if isinstance(item, Menu):
            yield from _menus(day, position.stay(Stage.MENU, menu=item.id), item)


def _whispers(switchboard: Switchboard, chosen: Position) -> Iterator[Step]:
    leg = chosen.to(Stage.HUNT, tried=("an",)).leg("CA1")
    yield whisper.whisper(scene(switchboard, IN_HOURS), leg)
    yield whisper.whisper(scene(switchboard, IN_HOURS, over=True), leg)


def _when_closed(switchboard: Switchboard, start: Position, branch: Branch) -> Iterator[Step]:
    if not branch.key or not isinstance(switchboard.menu.item(branch.key), Branch):
        return
    for now in (AT_NIGHT, HOLIDAY):
        yield dialogue.on_key(scene(switchboard, now), start, branch.key)


def _offers(switchboard: Switchboard, start: Position) -> Iterator[Step]:
    day = scene(switchboard, IN_HOURS)
    branch = next(switchboard.branches())
    tried = tuple(officer.id for _, officer in switchboard.officers())
    rung = start.to(Stage.HUNT, branch=branch.id, tried=tried[:1])
    ended = LegEnded(LegOutcome.NO_ANSWER, joined=False, gone=False)
    yield hunting.after_ring(day, rung, ended)
    yield hunting.after_ring(day, rung.stay(Stage.HUNT, tried=tried, round=9), ended)
    yield offer(day, rung, Reason.NOBODY_ON_DUTY)
    offered = rung.to(Stage.OFFER, reason=Reason.ALL_BUSY)
    for key in "012":
        yield dialogue.on_key(day, offered, key)
    yield dialogue.on_key(day, offered.stay(Stage.OFFER, errors=2), "")
    unseen = scene(switchboard, IN_HOURS, number=None)
    yield dialogue.on_key(unseen, offered.stay(Stage.OFFER, errors=2), "")


def _messages(day: Scene, start: Position) -> Iterator[Step]:
    yield voicemail.record(day, start)
    yield voicemail.after_message(day, start, Recorded("RE1", 0, by_silence=False, gone=False))
    spoken = voicemail.after_message(day, start, Recorded("RE1", 9, by_silence=False, gone=False))
    yield spoken
    yield dialogue.on_key(day, spoken.then, "1")


def _callbacks(day: Scene, start: Position) -> Iterator[Step]:
    at_number = start.to(Stage.NUMBER)
    yield dialogue.resume(day, start.to(Stage.CALLBACK))
    yield dialogue.resume(day, at_number)
    yield dialogue.on_key(day, at_number, "115")
    yield dialogue.on_key(day, at_number, "02923821451")


def sentences(switchboard: Switchboard, lang: Language) -> list[Sentence]:
    """Return every sentence there is for a caller of this language, each once."""
    said = [s for step in steps(switchboard, lang) for s in everything_said(step)]
    opens = (
        Sentence(Prompt.REOPENS, lang, (("when", said_moment(moment, TODAY, lang)),))
        for n in range(366)
        for moment in [datetime.combine(TODAY + timedelta(days=n), time(13, 30), UTC)]
    )
    off = {*switchboard.calendar.holidays.values(), *switchboard.calendar.days_off.values()}
    holidays = (Sentence(Prompt.HOLIDAY, lang, (("name", name.in_(lang)),)) for name in off)
    extra = [Sentence(Prompt.NOT_YET_OPEN, lang), *opens, *holidays]
    return list(dict.fromkeys((*said, *extra)))
