"""[Security]: how the carrier signs; the vectors were recomputed with openssl."""

import pytest
from twilio.request_validator import RequestValidator

from simulator.signing import signature, signed_url

TOKEN = "00112233445566778899aabbccddeeff"
HOST = "https://hotline.example.gov.vn"
C = ("CallSid", "CA00000000000000000000000000000001")

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
    "names sorted by case": (
        f"{HOST}/twilio/x",
        [("b", "2"), ("B", "1"), ("a", "0")],
        "b/aw/hCaVcX0y5a6GG7SxgMK4Jg=",
    ),
    "repeated name": (
        f"{HOST}/twilio/x",
        [("T", "b"), ("T", "a"), ("T", "a")],
        "qi8MZuLhBIRG4CVL9ThwdQKzJIo=",
    ),
    "port of http": (
        "http://hotline.example.gov.vn:8080/twilio/voice",
        [("CallSid", "CA1")],
        "dx7roQOL3P73PVUYqRCo/zRxQ8g=",
    ),
    "GET": (
        f"{HOST}/twilio/voice?CallSid=CA1&From=%2B84912345678",
        [],
        "Jvf9BDDbhKPDvFAPdiDIxXaYFjo=",
    ),
}


@pytest.mark.parametrize(("url", "parameters", "expected"), VECTORS.values(), ids=VECTORS)
def test_known_requests_get_their_known_signatures(url, parameters, expected):
    assert signature(TOKEN, url, parameters) == expected


def test_the_carriers_own_example_gets_its_signature():
    parameters = {
        "CallSid": "CA1234567890ABCDE",
        "Caller": "+14158675310",
        "Digits": "1234",
        "From": "+14158675310",
        "To": "+18005551212",
    }

    signed = signature("12345", "https://example.com/myapp.php?foo=1&bar=2", parameters.items())

    assert signed == "L/OH5YylLD5NRKLltdqwSvS0BnU="


@pytest.mark.parametrize(
    ("url", "signed"),
    [
        ("https://h.test/a?b=c#rc=3&rp=all", "https://h.test/a?b=c"),
        ("https://h.test:443/a", "https://h.test/a"),
        ("http://h.test:8080/a", "http://h.test:8080/a"),
        ("https://user:pass@h.test/a", "https://h.test/a"),
        ("https://h.test/a?", "https://h.test/a?"),
        ("https://h.test/a%20b+c/", "https://h.test/a%20b+c/"),
    ],
)
def test_the_signed_url_is_the_given_one_without_fragment_credentials_and_https_port(url, signed):
    assert signed_url(url) == signed


def test_the_carriers_library_accepts_what_we_sign():
    url, form = f"{HOST}/voice?x=%C4%91", {"CallSid": "CA1", "FromCity": "", "A": "đ"}

    assert RequestValidator(TOKEN).validate(url, form, signature(TOKEN, url, form.items()))
