"""The carrier as a whole: its tale, its truth, its determinism, many calls at once."""

import logging

from simulator.callers import CallerScript
from simulator.calls.records import mask
from simulator.phones import parse_behaviour

URL = "https://hotline.test"
ANSWERS = {
    "/voice": f'<Gather action="{URL}/menu?lang=vi" numDigits="1"><Say>Press</Say></Gather>'
    "<Hangup/>",
    "/menu": f'<Dial action="{URL}/after"><Number url="{URL}/whisper">+84500000001</Number></Dial>',
    "/whisper": f'<Gather action="{URL}/accept" numDigits="1"/><Hangup/>',
    "/after": f'<Record action="{URL}/message"/>',
    "/message": "<Hangup/>",
}


def drill(stage, seed):
    hotline = stage(ANSWERS, seed=seed)
    calls = [
        hotline.carrier.call(f"+8450500000{n}", CallerScript("4"), [parse_behaviour("accept")])
        for n in range(5)
    ]
    hotline.carrier.run()
    return [line for call in calls for line in call.lines], [call.sid for call in calls]


def test_one_seed_tells_one_tale(stage):
    assert drill(stage, 7) == drill(stage, 7)
    assert drill(stage, 7)[1] != drill(stage, 8)[1]


def test_a_call_is_told_line_by_line_as_it_happens_without_full_numbers(stage):
    hotline, told = stage(ANSWERS), []
    hotline.carrier.listeners.append(lambda call, line: told.append(line))

    call = hotline.call(CallerScript("4"), [parse_behaviour("accept")])

    assert told == call.lines
    texts = [line.text for line in call.lines]
    assert "POST /voice -> 200 <Gather><Say><Hangup>" in texts
    assert "hears: Press" in texts
    assert "presses 4" in texts
    assert "rings +84500···01 as accept" in texts
    assert "joins caller and officer" in texts
    assert not any("+84505000001" in text or "+84500000001" in text for text in texts)


def test_each_line_is_told_with_the_call_it_belongs_to(stage):
    hotline, told = stage(ANSWERS), []
    hotline.carrier.listeners.append(lambda call, line: told.append((call, line)))

    calls = [hotline.carrier.call(f"+8450500000{n}", CallerScript("4")) for n in range(2)]
    hotline.carrier.run()

    for call in calls:
        assert [line for other, line in told if other is call] == call.lines != []
    assert len(told) == sum(len(call.lines) for call in calls)


def test_the_truth_is_the_carriers_own(stage):
    hotline = stage(ANSWERS)

    call = hotline.call(CallerScript("4"), [parse_behaviour("accept@4/30")])

    (leg,) = call.truth.legs
    assert (leg.number, leg.keys, leg.status) == ("+84500000001", "1", "completed")
    assert (leg.picked_up_at - leg.dialled_at).total_seconds() == 4
    assert (leg.joined_at - leg.picked_up_at).total_seconds() == 2
    assert (call.truth.was_joined, call.truth.talk_s) == (True, 30)
    assert call.truth.hung_up_by == "application"


def test_thousands_of_calls_run_side_by_side(stage):
    hotline = stage(ANSWERS)
    calls = [
        hotline.carrier.call(hotline.caller, CallerScript("~", key_after_s=n % 5))
        for n in range(1000)
    ]

    hotline.carrier.run()

    assert all(call.final_status == "completed" for call in calls)
    assert max(call.ended_at for call in calls) == hotline.carrier.now()


def test_the_exchange_of_a_call_can_be_repeated_by_hand(stage):
    call = stage(ANSWERS).call(CallerScript("4"), [parse_behaviour("accept")])

    (menu,) = [exchange for exchange in call.exchanges if exchange.kind == "gather"]
    assert menu.curl.startswith("curl -X POST -H ")
    assert "--data-urlencode Digits=4" in menu.curl
    assert menu.curl.endswith(f"'{URL}/menu?lang=vi'")


def test_a_caller_driven_by_hand_goes_step_by_step(stage):
    hotline = stage(ANSWERS)
    call = hotline.begin()

    call.press("4")
    hotline.carrier.run_for(30)
    call.hang_up()
    hotline.carrier.run()

    assert hotline.app.form("/menu")["Digits"] == "4"
    assert call.truth.hung_up_by == "caller"


def test_numbers_are_masked_in_any_text():
    assert mask("from +84505000001 to +84500000000.") == "from +84505···01 to +84500···00."


def test_nothing_is_logged_by_the_carrier_itself(stage, caplog):
    caplog.set_level(logging.DEBUG)

    stage(ANSWERS).call(CallerScript("4"), [parse_behaviour("accept")])

    assert caplog.text == ""
