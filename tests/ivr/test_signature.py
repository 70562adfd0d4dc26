"""[Security]: the carrier's signature, against its own examples and its own library."""

from urllib.parse import quote, urlencode

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from twilio.request_validator import RequestValidator
from werkzeug.datastructures import MultiDict

from ivr.params import read_pairs
from ivr.signature import is_genuine, is_media_token, media_token, signed
from simulator.signing import signature as simulated

TOKEN = "00112233445566778899aabbccddeeff"
C = ("CallSid", "CA00000000000000000000000000000001")
HOST = "https://hotline.example.gov.vn"
VECTORS = {
    "form": (
        f"{HOST}/twilio/voice",
        [C, ("From", "+84912345678"), ("To", "+842838220000"), ("CallStatus", "ringing")],
        "7LRV/al1BE6nY90/MjkcbpJT+6s=",
    ),
    "query and form": (
        f"{HOST}/twilio/menu?lang=vi&try=2",
        [C, ("Digits", "3")],
        "M511ZTN3WchQ+Nri+Sx/V7xEdqo=",
    ),
    "Vietnamese": (
        f"{HOST}/twilio/speech",
        [C, ("SpeechResult", "đất đai"), ("Confidence", "0.91")],
        "ATHv9lZBad8YJr/ju8O1JYwB2zg=",
    ),
    "empty value": (
        f"{HOST}/twilio/record",
        [C, ("RecordingUrl", ""), ("Digits", "hangup")],
        "I2rDXH7tG7wjwKg84GIZhkK3rIg=",
    ),
    "case order": (
        f"{HOST}/twilio/x",
        [("b", "2"), ("B", "1"), ("a", "0")],
        "b/aw/hCaVcX0y5a6GG7SxgMK4Jg=",
    ),
    "repeated": (
        f"{HOST}/twilio/x",
        [("T", "b"), ("T", "a"), ("T", "a")],
        "qi8MZuLhBIRG4CVL9ThwdQKzJIo=",
    ),
    "http with a port": (
        "http://hotline.example.gov.vn:8080/twilio/voice",
        [("CallSid", "CA1")],
        "dx7roQOL3P73PVUYqRCo/zRxQ8g=",
    ),
    "get": (
        f"{HOST}/twilio/voice?CallSid=CA1&From=%2B84912345678",
        [],
        "Jvf9BDDbhKPDvFAPdiDIxXaYFjo=",
    ),
}
OWN_URL = "https://example.com/myapp.php?foo=1&bar=2"
OWN_FORM = [
    ("CallSid", "CA1234567890ABCDE"),
    ("Caller", "+14158675310"),
    ("Digits", "1234"),
    ("From", "+14158675310"),
    ("To", "+18005551212"),
]
OWN_SIGNATURE = "L/OH5YylLD5NRKLltdqwSvS0BnU="

texts = st.text(st.characters(codec="utf-8"), max_size=12)
names = texts | st.sampled_from(["CallSid", "From", "To", "Digits", "bodySHA256"])
pairs = st.lists(st.tuples(names, texts), max_size=8).flatmap(
    lambda some: (
        st.lists(st.sampled_from(some), max_size=3).map(lambda more: some + more)
        if some
        else st.just(some)
    )
)
paths = st.lists(texts.map(lambda text: quote(text, safe="")), max_size=3).map("/".join)
queries = st.lists(st.tuples(names, texts), min_size=1, max_size=3).map(urlencode)
urls = st.builds(
    "{}://{}{}/{}{}".format,
    st.sampled_from(["https", "http"]),
    st.sampled_from(["hotline.example.gov.vn", "127.0.0.1"]),
    st.sampled_from(["", ":443", ":80", ":8080"]),
    paths,
    st.just("") | queries.map("?{}".format),
)


def library_accepts(url, form, signature, token=TOKEN):
    return RequestValidator(token).validate(url, MultiDict(form), signature)


@pytest.mark.parametrize("case", VECTORS)
def test_each_kind_of_request_has_the_signature_that_was_computed_elsewhere(case):
    url, form, signature = VECTORS[case]

    assert signed(url, form, TOKEN) == signature
    assert is_genuine(url, form, signature, [TOKEN])
    assert library_accepts(url, form, signature)
    assert simulated(TOKEN, url, form) == signature


@pytest.mark.parametrize("case", VECTORS)
def test_each_kind_of_request_is_refused_once_anything_about_it_was_changed(case):
    url, form, signature = VECTORS[case]
    altered = [
        (f"{url}x", form, signature, [TOKEN]),
        (url.replace("hotline", "h0tline"), form, signature, [TOKEN]),
        (url, [*form, ("To", "+84900000000")], signature, [TOKEN]),
        (url, form, signature[::-1], [TOKEN]),
        (url, form, signature, [TOKEN[::-1]]),
        (url, form, signature, []),
    ]

    assert not any(is_genuine(*request) for request in altered)


def test_the_carriers_own_example_is_genuine():
    assert is_genuine(OWN_URL, OWN_FORM, OWN_SIGNATURE, ["12345"])


def test_the_pairs_of_a_real_body_fit_the_signature():
    body = urlencode(VECTORS["Vietnamese"][1]).encode()

    url, _, signature = VECTORS["Vietnamese"]

    assert is_genuine(url, read_pairs(body), signature, [TOKEN])


@given(url=urls, form=pairs, by=st.sampled_from([TOKEN, "another token", "tên khác"]))
@example(url="https://hotline.example.gov.vn:443/voice", form=[C], by=TOKEN)
def test_what_the_library_signs_is_genuine_just_where_the_token_is_ours(url, form, by):
    signature = RequestValidator(by).compute_signature(url, MultiDict(form))

    accepted = is_genuine(url, form, signature, [TOKEN])

    assert accepted == (by == TOKEN) == library_accepts(url, form, signature)


@given(url=urls, other=urls, form=pairs, altered=pairs)
def test_a_signature_for_one_request_is_taken_for_another_just_where_the_library_would(
    url, other, form, altered
):
    signature = RequestValidator(TOKEN).compute_signature(url, MultiDict(form))

    for request in ((other, form), (url, altered), (other, altered)):
        assert is_genuine(*request, signature, [TOKEN]) == library_accepts(*request, signature)


@given(url=urls, form=pairs, signature=texts)
def test_a_made_up_signature_is_refused(url, form, signature):
    assert not is_genuine(url, form, signature, [TOKEN])


@given(form=pairs, seed=st.randoms())
def test_neither_order_nor_repetition_of_fields_matters(form, seed):
    shuffled = form + form[:1]
    seed.shuffle(shuffled)

    assert signed(HOST, shuffled, TOKEN) == signed(HOST, form, TOKEN)


@pytest.mark.parametrize("url", [f"{HOST}:443/voice", f"{HOST}/voice"])
def test_an_address_is_genuine_with_and_without_the_port_of_its_scheme(url):
    signature = RequestValidator(TOKEN).compute_signature(f"{HOST}/voice", MultiDict([C]))

    assert is_genuine(url, [C], signature, [TOKEN])


def test_while_a_token_is_rotated_both_are_taken():
    url, form, signature = VECTORS["form"]

    assert is_genuine(url, form, signature, ["new", TOKEN])
    assert is_genuine(url, form, signature, [TOKEN, "new"])
    assert not is_genuine(url, form, signature, ["new", "newer"])


@pytest.mark.parametrize(
    "signature", ["", " ", "=", "7LRV", "chữ ký", "\x00", "7LRV/al1BE6nY90/MjkcbpJT+6s=\n"]
)
def test_a_missing_or_odd_signature_is_refused_without_an_error(signature):
    url, form, _ = VECTORS["form"]

    assert not is_genuine(url, form, signature, [TOKEN])


def test_bytes_that_are_no_text_are_signed_as_they_were_sent():
    form = read_pairs(b"CallSid=CA1&From=%ff%fe&City=H%e0 N%f4i")

    assert form[1:] == [("From", "\udcff\udcfe"), ("City", "H\udce0 N\udcf4i")]
    assert is_genuine(HOST, form, signed(HOST, form, TOKEN), [TOKEN])
    assert not is_genuine(HOST, form, signed(HOST, form, "another"), [TOKEN])


def test_an_address_with_an_impossible_port_is_refused_without_an_error():
    assert not is_genuine("http://h.example:99999999/voice", [C], "x", [TOKEN])


# What we sign ourselves.

SECRET = "a secret of sixteen letters or more"
EXPIRES = 1_800_000_000


def test_a_message_may_be_fetched_up_to_the_second_of_its_end():
    token = media_token(SECRET, "RE1", EXPIRES)

    assert is_media_token(SECRET, "RE1", EXPIRES, token, EXPIRES - 1)
    assert is_media_token(SECRET, "RE1", EXPIRES, token, EXPIRES)
    assert not is_media_token(SECRET, "RE1", EXPIRES, token, EXPIRES + 1)


@pytest.mark.parametrize(
    ("secret", "sid", "expires"),
    [
        ("another secret", "RE1", EXPIRES),
        (SECRET, "RE2", EXPIRES),
        (SECRET, "RE1", EXPIRES + 60),
        (SECRET, "RE11", EXPIRES // 10),
    ],
)
def test_what_gives_one_message_for_a_while_gives_no_other_and_no_longer(secret, sid, expires):
    token = media_token(SECRET, "RE1", EXPIRES)

    assert not is_media_token(secret, sid, expires, token, 0)


@pytest.mark.parametrize("token", ["", "0" * 64, "mã", "\udcff"])
def test_a_made_up_token_gives_nothing_and_no_error(token):
    assert not is_media_token(SECRET, "RE1", EXPIRES, token, 0)


def test_a_token_is_no_signature_of_a_webhook():
    assert media_token(TOKEN, "RE1", EXPIRES) not in signed(HOST, [], TOKEN)
