"""Which new passwords are refused."""

import pytest

from accounts.weak_passwords import HOLDS_NAME, LONGEST, TOO_LONG, TOO_PLAIN, TOO_SHORT, weakness

LOGIN, POST = "so-noi-vu.cchc", "Trưởng phòng Cải cách hành chính"


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("ngắn quá", TOO_SHORT),
        ("x" * (LONGEST + 1), TOO_LONG),
        ("so-noi-vu.cchc-2026", HOLDS_NAME),
        ("SoNoiVuCCHC rất hay", HOLDS_NAME),
        ("trưởng phòng cải cách hành chính", HOLDS_NAME),
        ("matkhau123456", TOO_PLAIN),
        ("Mật khẩu 2026!", TOO_PLAIN),
        ("Password1234", TOO_PLAIN),
        ("qwertyuiop12", TOO_PLAIN),
        ("quantri@tongdai", TOO_PLAIN),
        ("123456789012", TOO_PLAIN),
        ("aaaaaaaaaaaaa", TOO_PLAIN),
        ("abababababab", TOO_PLAIN),
        ("0939015599000", TOO_PLAIN),
    ],
)
def test_these_are_refused(password, why):
    assert weakness(password, login=LOGIN, post=POST) is why


@pytest.mark.parametrize(
    "password",
    ["bốn con cò bay qua sông", "xtqb-4cmh-kagw-7rxh", "Kẹo dừa Bến Tre 7", "vịt rán mật khẩu gió"],
)
def test_these_will_do(password):
    assert weakness(password, login=LOGIN, post=POST) is None


def test_a_short_post_is_no_name_to_be_found():
    assert weakness("bốn con cò bay qua sông", login="abc", post="cò") is None
