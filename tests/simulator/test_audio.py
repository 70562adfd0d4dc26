"""What is read from audio files of others, and what is cut off our own."""

import pytest

from simulator.audio import RATE, media_seconds, silence, speech, to_mp3, to_wav, trimmed

LONGEST_FRAME_S = 576 / RATE


@pytest.mark.parametrize("seconds", [1, 7.5, 60])
def test_an_mp3_plays_as_long_as_what_was_put_in(seconds):
    padded_by_encoder_s = 3 * LONGEST_FRAME_S

    assert media_seconds(to_mp3(speech("a", seconds))) == pytest.approx(
        seconds, abs=padded_by_encoder_s
    )


def test_a_tag_before_an_mp3_does_not_count():
    bare = to_mp3(speech("a", 2))
    tag = b"ID3\x04\x00\x00\x00\x00\x01\x00" + bytes(128)

    assert media_seconds(tag + bare) == media_seconds(bare)


@pytest.mark.parametrize("bitrate_index_and_rate", [0x00, 0xF0, 0x9C])
def test_a_header_that_no_mp3_has_ends_the_count(bitrate_index_and_rate):
    assert media_seconds(bytes((0xFF, 0xFB, bitrate_index_and_rate, 0)) + bytes(400)) is None


def test_a_stereo_mp3_of_a_studio_is_read_too():
    frame = bytes((0xFF, 0xFB, 0x90, 0x64)) + bytes(413)  # 128 kbit/s, 44100 Hz: 417 bytes

    assert media_seconds(frame * 100) == pytest.approx(100 * 1152 / 44100)


def test_a_wav_plays_as_long_as_it_has_samples():
    assert media_seconds(to_wav(speech("a", 2.5))) == 2.5


@pytest.mark.parametrize("body", [b"", b"<html>", b"ID3", b"\xff", b"\xff\xfb\x90", b"RIFF"])
def test_what_is_no_audio_has_no_length(body):
    assert media_seconds(body) is None


def test_silence_is_cut_off_at_both_ends_only():
    spoken = speech("a", 1) + silence(1) + speech("a", 1)

    left = trimmed(silence(3) + spoken + silence(2))

    assert spoken[:RATE] in left
    assert len(left) / 2 / RATE == pytest.approx(3, abs=0.5)


def test_of_silence_nothing_is_left():
    assert trimmed(silence(2)) == trimmed(b"") == b""
