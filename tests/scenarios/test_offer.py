"""What a caller can still do when nobody answered: ask for a callback, leave a message."""

import pytest

from tests.harness import CITIZEN
from tests.scenarios.told import Told, heard, stored_audio, told

BRANCH = "thu-tuc-hanh-chinh"
NOBODY = "bad-number," * 4
MISSED = (("failed",) * 4, f"{BRANCH}:open:1")
ANONYMOUS = "anonymous"


def missed(*messages: str, owed: bool = True) -> Told:
    legs, debt = MISSED
    owing = (debt,) if owed else ()
    return Told("not_answered", "bad_number", BRANCH, legs, messages, owing)


# Callbacks.


def test_callback_to_the_number_of_the_call(hotline):
    call = hotline.call("421", NOBODY)

    assert heard(call, "gọi lại số máy ông bà đang dùng", "đã ghi nhận và sẽ gọi lại")
    assert told(hotline, call) == missed()
    row = hotline.row(call)
    assert (row.callback_number, row.callback_requested) == (CITIZEN, True)
    assert call.errors == []


def test_callback_to_another_number(hotline):
    call = hotline.call("422" + "0505000077#" + "1", NOBODY)

    assert heard(call, "Số vừa bấm là: không năm không năm", "đã ghi nhận")
    assert told(hotline, call) == missed()
    assert hotline.row(call).callback_number == "+84505000077"
    (debt,) = hotline.callbacks()
    assert debt.caller_number == "+84505000077"


def test_callback_number_typed_wrong_and_then_right(hotline):
    call = hotline.call("422" + "12#" + "0505000077#" + "1", NOBODY)

    assert heard(call, "Số vừa bấm chưa đúng", "Số vừa bấm là")
    assert hotline.row(call).callback_number == "+84505000077"


def test_callback_number_typed_again_on_second_thought(hotline):
    call = hotline.call("422" + "0505000077#" + "2" + "0505000088#" + "1", NOBODY)

    assert hotline.row(call).callback_number == "+84505000088"
    assert [debt.caller_number for debt in hotline.callbacks()] == ["+84505000088"]


def test_callback_number_typed_wrong_three_times_becomes_a_message(hotline):
    call = hotline.call("422" + "1#2#3#" + "1", NOBODY)
    hotline.work_off()

    assert heard(call, "Sau tiếng bíp", "Lời nhắn đã được ghi nhận")
    assert told(hotline, call) == missed("stored")


def test_anonymous_caller_is_asked_for_a_number(hotline):
    call = hotline.call("42" + "0505000077#" + "1", NOBODY, caller=ANONYMOUS)

    assert heard(call, "Xin bấm số điện thoại cần gọi lại")
    row = hotline.row(call)
    assert (row.caller_number, row.callback_number) == (ANONYMOUS, "+84505000077")
    assert told(hotline, call) == missed()


@pytest.mark.parametrize(
    "caller", [ANONYMOUS, "unknown", "sip:a@example.com", "+266696687", "1022"]
)
def test_a_caller_without_a_number_is_missed_and_owed_nothing_that_cannot_be_paid(hotline, caller):
    call = hotline.call("4", NOBODY, caller=caller)

    assert told(hotline, call).verdict == "not_answered"
    row = hotline.row(call)
    assert row.caller_number == caller
    if row.callback_number is None:
        assert hotline.callbacks() == []
        assert not heard(call, "sẽ gọi lại")
        assert heard(call, "Việc khẩn cấp")


def test_silence_at_the_offer_still_promises_a_callback(hotline):
    call = hotline.call("4", NOBODY)

    assert heard(call, "Các cán bộ đều đang bận", "sẽ gọi lại cho ông bà", "Xin kính chào")
    assert told(hotline, call) == missed()


# Messages.


def test_a_message_is_kept_byte_for_byte(hotline):
    call = hotline.call("411", NOBODY, message_s=12)
    hotline.work_off()

    (recording,) = hotline.carrier.recordings.all()
    (message,) = hotline.row(call).messages
    assert stored_audio(hotline) == [recording.mp3()]
    assert (message.recording_sid, message.seconds) == (recording.sid, 12)
    assert message.size == len(recording.mp3())
    assert told(hotline, call) == missed("stored")
    assert call.errors == []


def test_listening_to_the_message_plays_it(hotline):
    call = hotline.call("4121", NOBODY)
    hotline.work_off()

    assert heard(call, "Sau tiếng bíp", "/voice/playback?", "Lời nhắn đã được ghi nhận")
    assert told(hotline, call) == missed("stored")
    assert call.errors == []


def test_listening_after_it_was_stored_here_plays_our_copy(hotline):
    call = hotline.start("41,21", NOBODY)
    hotline.carrier.run_until_listening(call)
    for _ in range(20):
        hotline.pass_time(seconds=1)
        hotline.tell()
        hotline.work.fetch()
    hotline.carrier.run()

    assert heard(call, "/voice/playback?", "đã được ghi nhận")
    assert told(hotline, call) == missed("stored")
    assert len(stored_audio(hotline)) == 1


def test_speaking_again_keeps_the_last_message_only(hotline):
    call = hotline.call("4131", NOBODY)
    hotline.work_off()

    first, second = sorted(hotline.carrier.recordings.all(), key=lambda r: r.started_at)
    rows = {message.recording_sid: message for message in hotline.row(call).messages}
    assert rows[second.sid].is_kept
    assert not rows[first.sid].is_kept
    assert rows[first.sid].state == "superseded"
    assert stored_audio(hotline) == [second.mp3()]


def test_an_empty_message_is_asked_for_once_more_and_then_let_go(hotline):
    call = hotline.call("41", NOBODY, message_s=0)
    hotline.work_off()

    assert heard(call, "Sau tiếng bíp", "chưa nghe được lời nhắn", "Xin kính chào")
    assert stored_audio(hotline) == []
    assert told(hotline, call).verdict == "not_answered"
    assert told(hotline, call).owed == (MISSED[1],)
    assert hotline.row(call).message_s == 0


def test_silence_after_the_message_sends_it(hotline):
    call = hotline.call("41", NOBODY)
    hotline.work_off()

    assert heard(call, "Gửi lời nhắn", "Gửi lời nhắn", "Lời nhắn đã được ghi nhận")
    assert told(hotline, call) == missed("stored")


def test_a_message_is_fetched_once_the_carrier_has_it(make_hotline, sqlite_url):
    hotline = make_hotline(sqlite_url, media_delay_s=400.0)

    call = hotline.call("411", NOBODY)
    hotline.work_off()

    (recording,) = hotline.carrier.recordings.all()
    assert told(hotline, call) == missed("stored")
    assert stored_audio(hotline) == [recording.mp3()]


def test_a_message_of_three_minutes_is_cut_and_kept(hotline):
    call = hotline.call("411", NOBODY, message_s=400)
    hotline.work_off()

    (message,) = hotline.row(call).messages
    assert message.state == "stored"
    assert message.seconds == 180


def test_listening_when_our_copy_was_lost_plays_the_carriers(hotline):
    call = hotline.start("41,21", NOBODY)
    hotline.carrier.run_until_listening(call)
    for _ in range(20):
        hotline.pass_time(seconds=1)
        hotline.tell()
        hotline.work.fetch()
        for path in hotline.settings.recordings_dir.rglob("*.mp3"):
            path.unlink()
    hotline.carrier.run()

    assert heard(call, "/voice/playback?", "đã được ghi nhận")
    assert call.errors == []
