"""Passwords: hashed with the library's defaults, one at a time, alike for all keyboards."""

import threading
import unicodedata

import pytest
from argon2 import PasswordHasher

from accounts import passwords
from tests.accounts.conftest import PASSWORD


@pytest.fixture(scope="module")
def password_hash():
    return passwords.hashed(PASSWORD)


def test_the_right_one_fits_and_no_other(password_hash):
    assert passwords.fits(PASSWORD, password_hash)
    assert not passwords.fits(PASSWORD + " ", password_hash)


def test_a_keyboard_that_writes_letters_in_parts_fits_too(password_hash):
    in_parts = unicodedata.normalize("NFD", PASSWORD)

    assert in_parts != PASSWORD
    assert passwords.fits(in_parts, password_hash)


def test_nobodys_password_fits_nothing_not_even_an_empty_one():
    assert not passwords.fits("", None)
    assert not passwords.fits(PASSWORD, "")
    assert not passwords.fits(PASSWORD, "not a hash")


def test_it_is_argon2id_with_the_librarys_defaults(password_hash):
    defaults = PasswordHasher()

    assert password_hash.startswith("$argon2id$")
    assert f"m={defaults.memory_cost},t={defaults.time_cost}" in password_hash
    assert not passwords.is_outdated(password_hash)
    assert passwords.is_outdated(PasswordHasher(time_cost=1, memory_cost=1024).hash("x"))


def test_generated_ones_differ_and_are_long_enough():
    made = {passwords.generated() for _ in range(50)}

    assert len(made) == 50
    assert all(len(each) == 19 and not set(each) & set("0O1lI") for each in made)


def test_one_is_hashed_at_a_time_and_few_wait(monkeypatch):
    monkeypatch.setattr(passwords, "PATIENCE_S", 0.01)
    began, may_end = threading.Event(), threading.Event()

    def hold():
        with passwords._alone():
            began.set()
            may_end.wait(10)

    thread = threading.Thread(target=hold)
    thread.start()
    began.wait(10)
    try:
        with pytest.raises(passwords.TooBusy):
            passwords.hashed(PASSWORD)
    finally:
        may_end.set()
        thread.join()
    assert passwords.fits(PASSWORD, passwords.hashed(PASSWORD))
