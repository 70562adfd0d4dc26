"""What the strict reader takes and refuses, each under the carrier's error number."""

import pytest
from twilio.twiml.voice_response import VoiceResponse

from simulator.twiml_reader import TwimlError, read_twiml
from simulator.verbs import Dial, Gather, Hangup, Number, Pause, Play, Record, Redirect, Reject, Say

URL = "https://h.test/a"
VI = 'voice="Google.vi-VN-Wavenet-A" language="vi-VN"'
GOOD = {
    "<Say>Hello</Say>": Say(text="Hello"),
    f"<Say {VI}>Xin chào</Say>": Say(
        text="Xin chào", voice="Google.vi-VN-Wavenet-A", language="vi-VN"
    ),
    '<Say>One <break time="1s"/> two</Say>': Say(text="One two"),
    f'<Play loop="2">{URL}</Play>': Play(url=URL, loop=2),
    '<Play digits="ww1"/>': Play(url="", digits="ww1"),
    '<Pause length="3"/>': Pause(length=3),
    f'<Redirect method="GET">{URL}?a=1&amp;b=2</Redirect>': Redirect(
        url=f"{URL}?a=1&b=2", method="GET"
    ),
    "<Hangup/>": Hangup(),
    '<Reject reason="busy"/>': Reject(reason="busy"),
    f'<Gather action="{URL}" numDigits="1" finishOnKey="" timeout="4"><Pause/></Gather>': Gather(
        action=URL, num_digits=1, finish_on_key="", timeout=4, prompt=(Pause(),)
    ),
    f'<Gather action="{URL}" bargeIn="false" actionOnEmptyResult="true" input="dtmf"/>': Gather(
        action=URL, barge_in=False, action_on_empty_result=True
    ),
    f'<Dial action="{URL}" timeout="15"><Number url="{URL}">+84500000001</Number></Dial>': Dial(
        action=URL, timeout=15, numbers=(Number(number="+84500000001", url=URL),)
    ),
    f'<Dial><Number statusCallback="{URL}#rc=3&amp;rp=all" '
    'statusCallbackEvent="initiated answered">+84500000001</Number></Dial>': Dial(
        numbers=(
            Number(
                number="+84500000001",
                status_callback=f"{URL}#rc=3&rp=all",
                status_callback_event=("initiated", "answered"),
            ),
        )
    ),
    f'<Record action="{URL}" maxLength="120" finishOnKey="#" transcribe="false"/>': Record(
        action=URL, max_length=120, finish_on_key="#"
    ),
}


def document(verbs):
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<Response>{verbs}</Response>'.encode()


@pytest.mark.parametrize(("verbs", "expected"), GOOD.items(), ids=GOOD)
def test_a_right_document_is_read(verbs, expected):
    assert read_twiml(document(verbs), "text/xml; charset=utf-8") == (expected,)


def test_an_empty_document_has_no_verbs():
    assert read_twiml(document(""), "application/xml") == ()


NUMBER = "<Number>+84500000001</Number>"
BAD = [
    (12200, "<Shout>hello</Shout>"),
    (12200, "<say>hello</say>"),
    (12200, "<Enqueue>line</Enqueue>"),
    (12200, "<Leave/>"),
    (12200, "hello"),
    (12200, "<Say></Say>"),
    (12200, '<Say tone="high">hello</Say>'),
    (12200, "<Say>a<Pause/></Say>"),
    (12200, '<Say loop="1001">hello</Say>'),
    (12200, '<Say language="vi-VN">xin chào</Say>'),
    (12200, '<Say language="vi-VN" voice="alice">xin chào</Say>'),
    (12200, '<Say language="vi-VN" voice="Google.vi-VN-Neural2-B">xin chào</Say>'),
    (12200, '<Say voice="Google.vi-VN-Neural2-A">xin chào</Say>'),
    (12200, '<Say language="vi-VN" voice="Google.en-US-Neural2-A">hello</Say>'),
    (12200, '<Say language="km-KH">hello</Say>'),
    (12200, "<Play>/audio/a.wav</Play>"),
    (12200, "<Play>https://my_host.test/a.wav</Play>"),
    (12200, "<Redirect>menu</Redirect>"),
    (12200, '<Redirect method="PUT">https://h.test/</Redirect>'),
    (12200, "<Gather/>"),
    (12200, '<Gather action="/menu"/>'),
    (12200, f'<Gather action="{URL}" actionOnEmptyResult="True"/>'),
    (12200, f'<Gather action="{URL}" finishOnKey="12"/>'),
    (12200, f'<Gather action="{URL}" numDigits="0"/>'),
    (12200, f'<Gather action="{URL}" timeout="five"/>'),
    (12200, f'<Gather action="{URL}" method="post"/>'),
    (12200, f'<Gather action="{URL}"><Redirect>{URL}</Redirect></Gather>'),
    (12200, f'<Gather action="{URL}">Press 1</Gather>'),
    (12200, "<Record/>"),
    (12200, f'<Record action="{URL}" maxLength="14401"/>'),
    (12200, f'<Record action="{URL}" recordingStatusCallbackEvent="failed"/>'),
    (12200, f'<Record action="{URL}"/><Hangup/>'),
    (12200, "<Hangup/><Say>hello</Say>"),
    (12200, f"<Redirect>{URL}</Redirect><Hangup/>"),
    (12200, f'<Dial action="{URL}">{NUMBER}</Dial><Hangup/>'),
    (12200, "<Dial>+84500000001</Dial>"),
    (12200, "<Dial/>"),
    (12200, f"<Dial>{NUMBER * 11}</Dial>"),
    (12200, "<Dial><Sip>sip:a@h.test</Sip></Dial>"),
    (12200, f'<Dial statusCallbackEvent="answered">{NUMBER}</Dial>'),
    (12200, f'<Dial timeout="4">{NUMBER}</Dial>'),
    (12200, f'<Dial timeLimit="14401">{NUMBER}</Dial>'),
    (12200, f'<Dial callerId="anonymous">{NUMBER}</Dial>'),
    (12200, f'<Dial record="true">{NUMBER}</Dial>'),
    (12200, "<Dial><Number statusCallbackEvent=\"['initiated']\">+84500000001</Number></Dial>"),
    (13224, "<Dial><Number>0500000001</Number></Dial>"),
    (13224, "<Dial><Number></Number></Dial>"),
    (12200, '<Reject reason="no"/>'),
    (12200, "<Hangup>now</Hangup>"),
    (12100, "<Say>hello"),
    (12100, "<Say>a\x01b</Say>"),
    (12100, "<Say>a & b</Say>"),
    (13521, f"<Say>{'x' * 4097}</Say>"),
    (13521, f'<Say voice="Polly.Joanna">{"x" * 3001}</Say>'),
    (13521, f"<Say {VI}>{'ạ' * 501}</Say>"),
    (11750, f"<!--{'x' * 65536}-->"),
]


@pytest.mark.parametrize(("code", "verbs"), BAD, ids=[verbs[:70] for _, verbs in BAD])
def test_a_wrong_document_is_refused_with_the_carriers_number(code, verbs):
    with pytest.raises(TwimlError) as refused:
        read_twiml(document(verbs))

    assert refused.value.code == code


@pytest.mark.parametrize("body", [b"", b'\n<?xml version="1.0"?><Response/>', b"Internal error"])
def test_text_before_the_declaration_or_no_xml_at_all_does_not_parse(body):
    with pytest.raises(TwimlError, match="12100"):
        read_twiml(body)


@pytest.mark.parametrize("content_type", ["text/plain", "application/json", "audio/wav", ""])
def test_other_content_types_are_not_run(content_type):
    with pytest.raises(TwimlError, match="12300"):
        read_twiml(document("<Hangup/>"), content_type)


def test_a_google_voice_may_speak_more_bytes_than_a_basic_one():
    say = f'<Say voice="Google.en-US-Neural2-A">{"x" * 4400}</Say>'

    assert len(read_twiml(document(say))) == 1


def test_everything_the_carriers_library_can_write_of_our_verbs_is_accepted():
    response = VoiceResponse()
    gather = response.gather(
        action=URL, num_digits=1, finish_on_key="", action_on_empty_result=True, timeout=5
    )
    gather.say("Xin chào", voice="Google.vi-VN-Standard-A", language="vi-VN")
    dial = response.dial(action=URL, timeout=15, answer_on_bridge=True, caller_id="+84500000000")
    dial.number("+84500000001", url=URL, status_callback=URL, status_callback_event="completed")

    assert [type(v) for v in read_twiml(str(response).encode())] == [Gather, Dial]
