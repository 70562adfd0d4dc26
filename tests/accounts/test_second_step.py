"""Codes: of this moment, a step early or late, each once."""

import xml.etree.ElementTree as ET
from datetime import UTC, datetime, timedelta

import pyotp
import pytest

from accounts import second_step
from ivr.sealing.seal import TEXT_MARK, Seal
from models.users.users import UserRow
from tests.harness import NINE_ON_MONDAY

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
# Source: RFC 6238, appendix B, the vectors for SHA-1, of which six digits are shown.
RFC_SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
VECTORS = [(59, "287082"), (1111111109, "081804"), (1234567890, "005924"), (2000000000, "279037")]
PLAIN = Seal(())
OLD_KEY, NEW_KEY = bytes(32), bytes(range(32))


def code_at(moment):
    return pyotp.TOTP(SECRET).at(moment)


@pytest.mark.parametrize(("second", "code"), VECTORS)
def test_codes_are_those_of_the_standard(second, code):
    moment = datetime.fromtimestamp(second, UTC)

    assert second_step.step_of(RFC_SECRET, code, moment, after=None) == second // 30


@pytest.mark.parametrize(
    ("late_s", "is_taken"), [(-60, False), (-30, True), (0, True), (30, True), (60, False)]
)
def test_a_code_is_taken_a_step_early_or_late(late_s, is_taken):
    code = code_at(NINE_ON_MONDAY - timedelta(seconds=late_s))

    found = second_step.step_of(SECRET, code, NINE_ON_MONDAY, after=None)
    assert (found is not None) == is_taken


def test_a_code_is_taken_once_and_an_older_one_never_after_it():
    user = UserRow(login="quan.tri", totp_secret=SECRET, totp_last_step=None)
    code, before = code_at(NINE_ON_MONDAY), code_at(NINE_ON_MONDAY - timedelta(seconds=30))

    assert second_step.take(user, code, NINE_ON_MONDAY, PLAIN)
    assert not second_step.take(user, code, NINE_ON_MONDAY, PLAIN)
    assert not second_step.take(user, before, NINE_ON_MONDAY, PLAIN)
    later = NINE_ON_MONDAY + timedelta(seconds=30)
    assert second_step.take(user, code_at(later), later, PLAIN)


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "abcdef", "１２３４５６", "-12345"])
def test_what_is_no_code_is_none(typed):
    assert second_step.step_of(SECRET, typed, NINE_ON_MONDAY, after=None) is None


def test_blanks_between_the_digits_do_no_harm():
    code = code_at(NINE_ON_MONDAY)

    typed = f" {code[:3]} {code[3:]} "
    assert second_step.step_of(SECRET, typed, NINE_ON_MONDAY, after=None) is not None


def test_who_has_no_second_step_has_no_code():
    assert not second_step.take(UserRow(totp_secret=None), "000000", NINE_ON_MONDAY, PLAIN)


def test_secrets_are_new_each_time_and_known_as_such():
    one, other = second_step.new_secret(), second_step.new_secret()

    assert one != other
    assert second_step.is_secret(one)
    assert not second_step.is_secret("otpauth://")


def test_the_picture_is_an_svg_without_style_or_script():
    picture = second_step.picture(SECRET, "truc.mot")

    root = ET.fromstring(picture)
    assert root.tag.endswith("svg")
    assert {each.tag.rpartition("}")[2] for each in root.iter()} <= {"svg", "path", "g"}
    assert "style" not in picture
    assert root.get("viewBox")


def test_a_plain_secret_is_sealed_when_its_code_is_taken_and_opens_as_this_users_only():
    user = UserRow(login="quan.tri", totp_secret=SECRET, totp_last_step=None)
    seal = Seal([OLD_KEY])

    assert not second_step.take(user, "000000", NINE_ON_MONDAY, seal)
    assert user.totp_secret == SECRET
    assert second_step.take(user, code_at(NINE_ON_MONDAY), NINE_ON_MONDAY, seal)

    assert str(user.totp_secret).startswith(TEXT_MARK)
    assert SECRET not in str(user.totp_secret)
    assert second_step.opened(str(user.totp_secret), "quan.tri", seal) == SECRET
    another = UserRow(login="giam.sat", totp_secret=user.totp_secret, totp_last_step=None)
    assert not second_step.take(another, code_at(NINE_ON_MONDAY), NINE_ON_MONDAY, seal)


def test_a_secret_of_an_older_key_is_sealed_anew_and_without_its_key_no_code_fits():
    kept = second_step.sealed(SECRET, "quan.tri", Seal([OLD_KEY]))
    user = UserRow(login="quan.tri", totp_secret=kept, totp_last_step=None)

    assert not second_step.take(user, code_at(NINE_ON_MONDAY), NINE_ON_MONDAY, Seal([NEW_KEY]))
    both = Seal([NEW_KEY, OLD_KEY])
    assert second_step.take(user, code_at(NINE_ON_MONDAY), NINE_ON_MONDAY, both)

    assert second_step.opened(str(user.totp_secret), "quan.tri", Seal([NEW_KEY])) == SECRET
