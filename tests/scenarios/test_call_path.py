"""Whole calls, as a citizen would make them."""

from ivr.flow.words import Verdict


def test_an_officer_who_accepts_is_joined_and_the_call_is_answered(hotline):
    call = hotline.call(keys="4", officers="no-answer,accept")

    row = hotline.row(call)
    assert call.truth.was_joined
    assert not call.errors
    assert row.verdict is Verdict.ANSWERED
    assert [leg.outcome for leg in row.legs] == ["no_answer", "answered"]
