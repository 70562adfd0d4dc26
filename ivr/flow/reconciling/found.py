"""What becomes of a call that was found in the carrier's list only."""

from dataclasses import replace

from ivr.flow.hours import Calendar, closed
from ivr.flow.reconciling.origin import CallOrigin
from ivr.flow.story import Story
from ivr.flow.switchboard import Branch
from ivr.flow.words import Cause, Verdict


def as_found(story: Story, desk: Branch, calendar: Calendar) -> Story:
    """Return the story of a call that nobody served, as one that the duty desk missed.

    Nobody knows which branch it was for, so the desk owes the callback. While the desk is closed
    the call is one out of hours; it is owed a callback too, as nobody could ask for one. One that
    we failed before a branch was chosen is the desk's as well.
    """
    if story.verdict is Verdict.NOT_ANSWERED and not story.branch and _was_ours(story):
        return replace(story, branch=desk.id)
    if story.origin is CallOrigin.WEBHOOK or story.verdict is not Verdict.NOT_ANSWERED:
        return story
    shut = closed(desk.hours, calendar, story.started_at)
    verdict = Verdict.OUT_OF_HOURS if shut else Verdict.NOT_ANSWERED
    return replace(story, branch=desk.id, verdict=verdict, cause=Cause.OUR_FAULT)


def _was_ours(story: Story) -> bool:
    return story.origin is CallOrigin.WEBHOOK
