"""The carrier's forms become values of ours; past this nobody knows its words."""

import json
from urllib.parse import parse_qsl, urlencode

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ivr import params
from ivr.params import BadWebhook, CallForm, clean, read_pairs

CALL = {"CallSid": "CA1", "AccountSid": "AC1", "From": "+84912345678", "To": "+84500000000"}
STATUSES = ["queued", "initiated", "ringing", "in-progress", "completed", "busy", "failed"]
STATUSES += ["no-answer", "canceled"]
OVER = {"completed", "busy", "failed", "no-answer", "canceled"}
PERSONAL = "Nguyễn Thị Ánh, 0912 345 678"

texts = st.text(st.characters(codec="utf-8"), max_size=20)
forms = st.lists(st.tuples(texts, texts), max_size=8)


# From bytes to pairs.


@given(form=forms)
def test_a_form_is_read_as_it_was_written_order_repetition_and_blanks_kept(form):
    body = urlencode(form)

    assert read_pairs(body.encode()) == (form or [])
    if all(name or value for name, value in form):
        assert parse_qsl(body, keep_blank_values=True) == read_pairs(body.encode())


@given(body=st.text("ab=&+%C3A1đ ", max_size=30))
@example(body="a=%")
@example(body="a=%zz&b=%4")
@example(body="a==b&=c&d")
def test_an_odd_body_is_read_as_pythons_own_reader_does(body):
    expected = parse_qsl(body, keep_blank_values=True, errors="surrogateescape")

    pairs = read_pairs(body.encode())

    assert [p for p in pairs if p != ("", "")] == [p for p in expected if p != ("", "")]


@given(body=st.binary(max_size=60))
def test_any_bytes_at_all_are_read_and_fit_to_be_stored(body):
    form = clean(read_pairs(body))

    kept = json.dumps(form, ensure_ascii=False).encode()
    assert json.loads(kept) == form
    assert not any(
        c < " " or "\x7f" <= c < "\xa0" for text in (*form, *form.values()) for c in text
    )


def test_bytes_that_are_no_text_survive_for_the_signature_and_are_stored_without():
    pairs = read_pairs(b"CallerName=%c1nh+%ff\xfe&City=H%C3%A0")

    assert pairs == [("CallerName", "\udcc1nh \udcff\udcfe"), ("City", "Hà")]
    assert clean(pairs) == {"CallerName": "nh ", "City": "Hà"}


def test_as_many_fields_as_a_carrier_may_send_are_read_and_one_more_is_refused():
    body = b"&".join([b"a=1"] * params.MOST_FIELDS)

    assert len(read_pairs(body)) == params.MOST_FIELDS
    with pytest.raises(BadWebhook, match="too many fields"):
        read_pairs(body + b"&a=1")


def test_an_empty_body_has_no_fields():
    assert read_pairs(b"") == []


def test_control_characters_are_stripped_and_text_is_composed():
    decomposed = "A\u0301nh"

    assert clean([("Caller\x00Name", f"\x1b[31m{decomposed}\r\n\x7f\x85")]) == {
        "CallerName": "[31mÁnh"
    }


def test_endless_names_and_values_are_cut():
    form = clean([("N" * 5000, "V" * 5000), ("Ơ" * 5000, "Ư" * 5000)])

    assert all(len(name) <= 1000 and len(value) == 1000 for name, value in form.items())


def test_a_repeated_field_is_stored_once():
    assert clean([("T", "a"), ("T", "b")]) == {"T": "b"}


# What every webhook says.


def test_the_common_fields_are_read():
    assert CallForm.parse(CALL | {"CallStatus": "ringing"}) == CallForm(
        call_sid="CA1",
        account_sid="AC1",
        caller_number="+84912345678",
        called_number="+84500000000",
        leg_sid="",
        gone=False,
    )


@pytest.mark.parametrize("parent", [{"leg_of": "CA1"}, {}])
def test_on_an_officers_leg_the_call_is_the_citizens_and_its_numbers_are_not_the_callers(parent):
    form = CALL | {"CallSid": "CA2", "ParentCallSid": "CA1", "CallStatus": "completed"}

    told = CallForm.parse(form, **parent)

    assert (told.call_sid, told.leg_sid) == ("CA1", "CA2")
    assert (told.caller_number, told.called_number) == ("", "")
    assert not told.gone  # the officer's phone ended, not the citizen's


def test_our_own_address_names_the_call_before_the_form_does():
    told = CallForm.parse(CALL | {"CallSid": "CA2", "ParentCallSid": "CA3"}, leg_of="CA1")

    assert told.call_sid == "CA1"


@pytest.mark.parametrize("status", STATUSES)
def test_a_caller_is_gone_once_their_call_is_over(status):
    assert CallForm.parse(CALL | {"CallStatus": status}).gone == (status in OVER)


@pytest.mark.parametrize("status", ["", "Completed", "answered", "something new"])
def test_a_word_that_does_not_say_so_ends_no_call(status):
    assert not CallForm.parse(CALL | {"CallStatus": status}).gone
    assert not params.is_over(status)


@pytest.mark.parametrize(
    ("caller", "callable_number"),
    [
        ("+84912345678", "+84912345678"),
        ("0912345678", "+84912345678"),
        ("84912345678", "+84912345678"),
        ("+442071838750", "+442071838750"),
        ("anonymous", None),
        ("unknown", None),
        ("Restricted", None),
        ("", None),
        ("+", None),
        ("1022", None),
        ("+266696687", None),  # ANONYMOUS, spelled on the keys
        ("sip:0912345678@example.vn", None),
        ("client:officer", None),
        ("+84912345678;ext=1", None),
        ("٠٩١٢٣٤٥٦٧٨", None),
        ("+8491234567890123", None),
    ],
)
def test_only_a_caller_with_a_real_number_can_be_called_back_and_any_is_stored(
    caller, callable_number
):
    told = CallForm.parse(CALL | {"From": caller})

    assert told.caller_number == caller
    assert told.callable_number == callable_number


def test_an_endless_caller_is_cut():
    assert len(CallForm.parse(CALL | {"From": "sip:" + "x" * 900}).caller_number) == 64


@pytest.mark.parametrize(
    "sid", ["", "CA 1", "CA/../1", "CA1\n", "x" * 65, "CA1'--", "một", PERSONAL]
)
@pytest.mark.parametrize("field", ["CallSid", "ParentCallSid", "RecordingSid"])
def test_a_bad_id_is_refused_naming_the_field_and_not_its_value(field, sid):
    form = CALL | {"RecordingUrl": "https://api.example/RE1", field: sid}
    if not sid and field != "CallSid":
        return

    with pytest.raises(BadWebhook) as caught:
        CallForm.parse(form) if field != "RecordingSid" else params.recording_sid(form)

    assert str(caught.value) == field


@pytest.mark.parametrize("sid", ["CA" + "0" * 32, "f3b2c6a0-5a52-4a8e-9b5f-0d2f6d1a7f11", "x" * 64])
def test_ids_of_compatible_carriers_are_taken(sid):
    assert CallForm.parse({"CallSid": sid}).call_sid == sid


def test_a_form_without_a_call_is_refused():
    with pytest.raises(BadWebhook, match=r"^CallSid$"):
        CallForm.parse({})
