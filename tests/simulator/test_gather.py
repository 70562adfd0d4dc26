"""[Gather]: which keys are heard, when it gives up, and what it asks for."""

import pytest

from simulator.callers import CallerScript
from simulator.calls.records import DEAD_END

MENU = '<Gather action="https://hotline.test/menu" {}><Say>Press a key please</Say></Gather>{}'
GOODBYE = "<Hangup/>"


@pytest.fixture
def menu(stage):
    def make(attributes='numDigits="1"', behind="<Say>Nothing heard</Say><Hangup/>"):
        return stage({"/voice": MENU.format(attributes, behind), "/menu": GOODBYE})

    return make


def test_a_key_is_sent_to_the_action(menu):
    hotline = menu()

    call = hotline.call(CallerScript("4"))

    assert hotline.app.form("/menu")["Digits"] == "4"
    assert hotline.app.form("/menu")["CallStatus"] == "in-progress"
    assert call.truth.keys == "4"


def test_a_key_ends_the_prompt_before_its_time(menu):
    hotline = menu()

    call = hotline.call(CallerScript("4", key_after_s=0.5))

    assert (call.ended_at - call.truth.started_at).total_seconds() == 0.5


def test_with_barge_in_refused_the_prompt_is_heard_to_its_end_and_the_key_still_counts(menu):
    hotline = menu('numDigits="1" bargeIn="false"')

    call = hotline.call(CallerScript("4", key_after_s=0.5))

    assert (call.ended_at - call.truth.started_at).total_seconds() == 1.6
    assert hotline.app.form("/menu")["Digits"] == "4"


def test_silence_falls_to_the_next_verb_without_a_request(menu):
    hotline = menu()

    call = hotline.call()

    assert hotline.app.paths == ["/voice", "/status"]
    assert call.heard == ["Press a key please", "Nothing heard"]


def test_silence_is_sent_as_empty_digits_where_it_is_asked_for(menu):
    hotline = menu('actionOnEmptyResult="true"', "")

    hotline.call()

    assert hotline.app.form("/menu")["Digits"] == ""


def test_the_timeout_starts_after_the_prompt_and_again_after_each_key(menu):
    hotline = menu('timeout="5"')
    call = hotline.begin()

    hotline.carrier.run_for(4)
    call.press("1")
    hotline.carrier.run_for(4)
    call.press("2")
    hotline.carrier.run()

    assert hotline.app.form("/menu")["Digits"] == "12"
    assert (call.ended_at - call.truth.started_at).total_seconds() == pytest.approx(1.6 + 4 + 4 + 5)


def test_the_finish_key_ends_the_input_and_is_not_part_of_it(menu):
    hotline = menu("")

    hotline.call(CallerScript("123#"))

    form = hotline.app.form("/menu")
    assert (form["Digits"], form["FinishedOnKey"]) == ("123", "#")


def test_the_finish_key_alone_is_sent_as_empty_digits(menu):
    hotline = menu('numDigits="1"')

    hotline.call(CallerScript("#"))

    form = hotline.app.form("/menu")
    assert (form["Digits"], form["FinishedOnKey"]) == ("", "#")


def test_without_a_finish_key_the_hash_is_a_key_like_others(menu):
    hotline = menu('numDigits="1" finishOnKey=""')

    hotline.call(CallerScript("#"))

    assert hotline.app.form("/menu")["Digits"] == "#"


def test_a_script_feeds_several_digits_to_a_gather_that_takes_them(stage):
    hotline = stage(
        {
            "/voice": MENU.format('numDigits="3"', GOODBYE),
            "/menu": '<Gather action="https://hotline.test/next" numDigits="1"/><Hangup/>',
            "/next": GOODBYE,
        }
    )

    hotline.call(CallerScript("1234"))

    assert hotline.app.form("/menu")["Digits"] == "123"
    assert hotline.app.form("/next")["Digits"] == "4"


def test_a_comma_in_the_script_is_silence_through_one_gather(stage):
    again = "<Redirect>https://hotline.test/voice</Redirect>"
    hotline = stage({"/voice": MENU.format('numDigits="1"', again), "/menu": GOODBYE})

    call = hotline.call(CallerScript(",4"))

    assert hotline.app.paths == ["/voice", "/voice", "/menu", "/status"]
    assert call.heard == ["Press a key please"] * 2


def test_a_key_pressed_while_nothing_listens_is_lost(stage):
    voice = "<Say>one two three four five</Say>" + MENU.format('numDigits="1"', GOODBYE)
    hotline = stage({"/voice": voice})
    call = hotline.carrier.call(hotline.caller)

    hotline.carrier.run_for(1)
    call.press("4")
    hotline.carrier.run()

    assert hotline.app.paths == ["/voice", "/status"]


def test_an_action_may_be_asked_with_get_and_its_parameters_stand_in_the_url(menu):
    hotline = menu('numDigits="1" method="GET"')

    call = hotline.call(CallerScript("4"))

    assert call.exchanges[1].method == "GET"
    assert hotline.app.form("/menu")["Digits"] == "4"


def test_a_document_that_runs_out_of_verbs_cuts_the_caller_off_and_is_noted(menu):
    call = menu(behind="").call()

    assert [error.code for error in call.errors] == [DEAD_END]
    assert call.final_status == "completed"
    assert call.truth.hung_up_by == "carrier"


def test_several_prompts_are_heard_in_full_before_the_call_is_said_to_listen(stage):
    voice = '<Gather action="https://hotline.test/menu"><Say>Xin</Say><Say>Hello</Say></Gather><Hangup/>'

    call = stage({"/voice": voice}).begin()

    assert call.heard == ["Xin", "Hello"]
    assert not call.is_over
