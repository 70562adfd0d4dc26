"""Every word of the books can be shown to people, in both languages."""

from datetime import timedelta

import pytest

from ivr import labels
from ivr.flow.hours import Closed
from ivr.flow.reconciling.origin import CallOrigin
from ivr.flow.words import (
    CallbackOutcome,
    CallbackState,
    CallResult,
    Cause,
    Channel,
    Did,
    Grade,
    LegOutcome,
    MessageState,
    Reason,
    Text,
    Verdict,
)
from tests.harness import NINE_ON_MONDAY

TABLES = {
    "verdicts": (labels.VERDICTS, [*Verdict]),
    "causes": (labels.CAUSES, [*Cause]),
    "legs": (labels.LEG_OUTCOMES, [*LegOutcome]),
    "messages": (labels.MESSAGE_STATES, [*MessageState]),
    "origins": (labels.ORIGINS, [*CallOrigin]),
    "grades": (labels.GRADES, [*Grade]),
    "channels": (labels.CHANNELS, [*Channel]),
    "deeds": (labels.DEEDS, [*Did]),
    "results": (labels.CALL_RESULTS, [*CallResult]),
    "callbacks": (labels.CALLBACKS, [*CallbackState, *CallbackOutcome]),
}


@pytest.mark.parametrize(("table", "words"), TABLES.values(), ids=TABLES)
def test_every_word_has_a_label_of_its_own_in_both_languages(table, words):
    assert [*table] == words
    for language in ("vi", "en"):
        said = [getattr(text, language) for text in table.values()]
        assert len({*said}) == len(said)
        assert all(said)


@pytest.mark.parametrize(("table", "words"), TABLES.values(), ids=TABLES)
def test_english_labels_are_words_and_no_identifiers(table, words):
    assert [text.en for text in table.values() if "_" in text.en] == []


def test_what_has_not_ended_goes_on():
    assert labels.verdict(None) == labels.leg_outcome(None) == Text("đang gọi", "going on")
    assert labels.verdict(Verdict.ANSWERED).en == "answered"
    assert labels.leg_outcome(LegOutcome.BUSY).vi == "máy bận"


@pytest.mark.parametrize("reason", [Reason.OUT_OF_HOURS, Reason.HOLIDAY, Reason.NOT_YET_OPEN])
def test_each_reason_to_be_closed_can_be_told(reason):
    told = labels.closed(Closed(reason, NINE_ON_MONDAY + timedelta(days=1)))

    assert told.vi
    assert told.en


def test_a_holiday_is_told_by_its_name():
    shut = Closed(Reason.HOLIDAY, None, Text("Quốc khánh", "National Day"))

    assert labels.closed(shut) == Text("nghỉ Quốc khánh", "closed for National Day")
