"""`flask duty pin`: the PIN that opens the keypad is set, renewed and removed."""

import re

import pytest

from duty import pins
from ivr.flow.keypad.errands import PinCheck
from models import audit
from models.duty.officers import by_code

OFFICERS = """\
Mã;Chức danh;Số máy;Ngày xác minh
an;Chuyên viên;0500 000 141;20/11/2026
"""
PIN = "482915"


@pytest.fixture
def staffed(hotline, type_in, tmp_path):
    """Return what types `duty pin an …`, with lines typed at its prompts."""
    file = tmp_path / "officers.csv"
    file.write_text(OFFICERS, "utf-8")
    assert type_in("duty", "import", file).exit_code == 0

    def typed(*words, lines=(), code="an"):
        with hotline.app.app_context():
            runner = hotline.app.test_cli_runner()
            args = ["duty", "pin", code, *words]
            return runner.invoke(args=args, input="".join(f"{line}\n" for line in lines))

    return typed


def row(hotline):
    with hotline.hotline.database.reading() as session:
        return by_code(session, "an")


def check(hotline, pin, key="CA1:1"):
    tried = pins.Try("an", pin, key, hotline.now)
    with hotline.hotline.database.transaction() as session:
        return pins.check(session, tried, secret=hotline.settings.secret_key)


def test_a_pin_that_is_typed_twice_is_set_and_not_shown(hotline, staffed):
    said = staffed(lines=[PIN, PIN])

    assert said.exit_code == 0, said.output
    assert "PIN set" in said.output
    assert PIN not in said.output
    assert check(hotline, PIN) is PinCheck.RIGHT


def test_one_that_is_typed_differently_is_asked_for_again(hotline, staffed):
    said = staffed(lines=[PIN, "730518", PIN, PIN])

    assert said.exit_code == 0, said.output
    assert check(hotline, PIN) is PinCheck.RIGHT


@pytest.mark.parametrize("bad", ["111111", "123456", "000141", "4829"])
def test_one_that_anybody_would_guess_is_refused_and_nothing_is_set(hotline, staffed, bad):
    said = staffed(lines=[bad, bad])

    assert said.exit_code == 1
    assert "Error" in said.output
    assert row(hotline).pin_hash is None


def test_a_random_one_is_shown_once(hotline, staffed):
    said = staffed("--generate")

    (pin,) = re.findall(r"\b[0-9]{6}\b", said.output)
    assert check(hotline, pin) is PinCheck.RIGHT


def test_setting_one_unlocks_and_removing_it_is_audited(hotline, staffed):
    staffed(lines=[PIN, PIN])
    for n in range(3):
        check(hotline, "999998", f"CA1:{n}")
    locked = row(hotline).pin_locked_until
    staffed("--actor", "Văn phòng", lines=["730518", "730518"])
    unlocked = check(hotline, "730518", "CA2:1")
    removed = staffed("--remove")

    assert locked is not None
    assert unlocked is PinCheck.RIGHT
    assert "removed" in removed.output
    assert row(hotline).pin_hash is None
    with hotline.hotline.database.reading() as session:
        told = audit.of(session, "officers", "an")
    assert [c.actor for c in told][-3:] == ["command line", "Văn phòng", "command line"]
    assert [(c.after or {})["pin_hash"] for c in told][-3:] == ["set", "set", None]


def test_who_is_in_no_roster_is_told(staffed):
    said = staffed("--generate", code="nobody")

    assert said.exit_code == 1
    assert "no officer 'nobody'" in said.output


def test_one_is_made_or_removed_and_not_both(staffed):
    assert staffed("--generate", "--remove").exit_code == 2
