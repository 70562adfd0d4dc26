"""Officers' PINs: what may be one, what is kept, and how they lock."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from duty import pins
from duty.changes import Change
from ivr.flow.keypad.errands import PinCheck
from ivr.flow.words import Level
from models import audit, notices
from models.duty.officers import by_code
from models.duty.reading import read_roster, version
from tests.duty.conftest import officer
from tests.harness import NINE_ON_MONDAY

SECRET = "a secret of sixteen letters or more"
PIN, WRONG = "482915", "482916"
AN = "+84500000141"
HOUR = timedelta(hours=1)


@pytest.fixture
def an(database, change, switchboard):
    """Return what changes An, who has a PIN, in a transaction of its own."""
    with change() as opened:
        opened.enter(officer("an", AN))

    def changed(action, now=NINE_ON_MONDAY):
        with database.transaction() as session:
            action(Change(session, switchboard, now, "supervisor"), by_code(session, "an"))

    changed(lambda opened, row: pins.set_pin(opened, row, PIN, secret=SECRET))
    return changed


@pytest.fixture
def keyed(database, an):
    """Return what keys in a PIN: `keyed(WRONG, "CA1:3")`."""

    def tried(pin, key, after=timedelta(), code="an"):
        with database.transaction() as session:
            one = pins.Try(code, pin, key, NINE_ON_MONDAY + after)
            return pins.check(session, one, secret=SECRET)

    return tried


def row(database):
    with database.reading() as session:
        return by_code(session, "an")


# What may be a PIN.


@pytest.mark.parametrize(
    "pin",
    [
        *("", "48291", "4829150", "48291a", "٤٨٢٩١٥", "482 91", "*82915"),
        *("000000", "111111", "121212", "482482", "123456", "654321", "012345", "890123"),
        *("321098", "000141"),
    ],
)
def test_a_pin_that_is_none_or_that_anybody_would_guess_is_refused(pin):
    with pytest.raises(pins.BadPin) as refused:
        pins.refuse_bad(pin, AN)

    assert refused.value.reason.vi
    assert pin == "" or pin not in str(refused.value)


def test_a_random_pin_is_a_good_one():
    made = {pins.random_pin(AN) for _ in range(50)}

    for pin in made:
        pins.refuse_bad(pin, AN)
    assert len(made) > 45


# What is kept.


def test_what_is_kept_tells_nothing_without_the_servers_secret(database, an, keyed):
    kept = row(database).pin_hash

    assert kept.startswith("$argon2id$")
    assert PIN not in kept
    with database.transaction() as session:
        one = pins.Try("an", PIN, "CA1:1", NINE_ON_MONDAY)
        assert pins.check(session, one, secret="another secret of sixteen letters") is (
            PinCheck.WRONG
        )


def test_the_audit_says_that_a_pin_was_set_renewed_and_removed_and_never_which(database, an):
    an(lambda opened, row: pins.set_pin(opened, row, "730518", secret=SECRET))
    an(pins.remove_pin)

    with database.reading() as session:
        told = audit.of(session, "officers", "an")
    assert [(c.before or {}).get("pin_hash") for c in told] == [None, None, "set", "set"]
    assert [(c.after or {})["pin_hash"] for c in told] == [None, "set", "set", None]
    assert {c.actor for c in told} == {"supervisor"}
    assert "argon2" not in repr([(c.before, c.after) for c in told])


def test_who_has_a_pin_is_on_the_roster_by_number(database, an):
    with database.reading() as session:
        before, known = version(session), read_roster(session)
    an(pins.remove_pin)

    with database.reading() as session:
        assert [o.officer.id for o in known.with_pin.values()] == ["an"]
        assert [*known.with_pin] == [AN]
        assert version(session) > before
        assert not read_roster(session).with_pin


# Trying.


def test_the_right_pin_is_right_and_any_other_wrong(keyed):
    assert keyed(PIN, "CA1:1") is PinCheck.RIGHT
    assert keyed(WRONG, "CA1:2") is PinCheck.WRONG
    assert keyed(PIN, "CA1:3", code="nobody") is PinCheck.WRONG


def test_three_wrong_ones_in_a_row_lock_it_for_an_hour_whatever_the_call(database, keyed):
    found = [keyed(WRONG, f"CA{n}:1") for n in range(3)]

    assert found == [PinCheck.WRONG] * 3
    assert keyed(PIN, "CA9:1") is PinCheck.LOCKED
    assert keyed(PIN, "CA9:1", after=HOUR - timedelta(seconds=1)) is PinCheck.LOCKED
    assert keyed(PIN, "CA9:2", after=HOUR) is PinCheck.RIGHT


def test_after_the_hour_there_are_three_tries_again(keyed):
    for n in range(3):
        keyed(WRONG, f"CA1:{n}")

    again = [keyed(WRONG, f"CA2:{n}", after=HOUR) for n in range(2)]

    assert again == [PinCheck.WRONG] * 2
    assert keyed(PIN, "CA2:9", after=HOUR) is PinCheck.RIGHT


def test_a_right_one_between_wrong_ones_begins_the_count_anew(keyed):
    found = [keyed(pin, f"CA1:{n}") for n, pin in enumerate([WRONG, WRONG, PIN, WRONG, WRONG, PIN])]

    assert PinCheck.LOCKED not in found
    assert found[-1] is PinCheck.RIGHT


def test_the_same_request_counts_once_and_is_answered_alike(database, keyed):
    found = [keyed(WRONG, "CA1:1") for _ in range(5)]
    keyed(WRONG, "CA1:2")
    third = [keyed(WRONG, "CA1:3") for _ in range(2)]

    assert {*found, *third} == {PinCheck.WRONG}
    assert row(database).pin_locked_until == NINE_ON_MONDAY + HOUR
    with database.reading() as session:
        assert len(notices.latest(session, limit=9)) == 1


def test_a_lock_is_told_to_the_supervisor_without_number_or_pin(database, keyed):
    for n in range(3):
        keyed(WRONG, f"CA1:{n}")

    with database.reading() as session:
        (notice,) = notices.latest(session, limit=9)
    assert notice.level is Level.SUPERVISOR
    said = notice.subject_vi + notice.body_vi + notice.subject_en + notice.body_en
    assert "Chuyên viên an" in said
    for secret in (AN, "0500", PIN, WRONG):
        assert secret not in said


def test_setting_a_pin_unlocks_it(an, keyed):
    for n in range(3):
        keyed(WRONG, f"CA1:{n}")
    an(lambda opened, row: pins.set_pin(opened, row, "730518", secret=SECRET))

    assert keyed("730518", "CA2:1") is PinCheck.RIGHT
    assert keyed(PIN, "CA2:2") is PinCheck.WRONG


def test_a_hash_that_is_none_opens_nothing(database, keyed):
    with database.transaction() as session:
        session.execute(sa.text("UPDATE officers SET pin_hash = 'nothing sensible'"))

    assert keyed(PIN, "CA1:1") is PinCheck.WRONG


def test_a_try_does_not_show_its_pin():
    assert PIN not in repr(pins.Try("an", PIN, "CA1:1", NINE_ON_MONDAY))
