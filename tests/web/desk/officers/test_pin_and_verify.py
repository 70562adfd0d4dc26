"""PINs, shown once or never; and the call by which a number is verified."""

import re

import pytest

from duty import pins
from ivr.carrier import CarrierAway
from ivr.flow.keypad.errands import PinCheck
from ivr.flow.words import CheckKind
from ivr.signature import check_code
from models.duty.officers import by_code
from models.line_checks import latest
from simulator.phones import parse_behaviour
from tests.duty.conftest import officer
from tests.web.desk.audits import audited
from tests.web.desk.rosters import text

PATH = "/can-bo/officer/an"
KEY = re.compile(r'<code class="key">(\d{6})</code>')


def opens(roster, pin):
    """Say whether a PIN is an's."""
    hotline = roster.hotline
    tried = pins.Try("an", pin, key=f"try {pin}", at=hotline.now)
    with hotline.hotline.database.transaction() as session:
        found = pins.check(session, tried, secret=hotline.settings.secret_key)
    return found is PinCheck.RIGHT


def test_a_random_pin_is_shown_once_and_opens_the_keypad(roster, supervisor):
    answer = supervisor.post(f"{PATH}/pin/random")

    (pin,) = KEY.findall(answer.text)
    assert opens(roster, pin)
    for path in (PATH, f"{PATH}/pin"):
        assert pin not in supervisor.get(path).text
    changes = audited(roster.hotline, "officers")
    assert pin not in repr(changes)
    assert changes[-1][0] == "giam.sat"
    assert "Mã PIN: không → có" in text(supervisor.get(PATH))


def test_a_pin_of_the_officers_own_is_set_and_renewed_and_removed(roster, supervisor):
    own = {"secret_pin": "471036", "secret_again": "471036"}
    assert supervisor.post(f"{PATH}/pin", **own).location == f"/desk{PATH}"
    assert opens(roster, "471036")

    supervisor.post(f"{PATH}/pin", secret_pin="630147", secret_again="630147")
    assert opens(roster, "630147")
    assert "đặt mã PIN mới" in text(supervisor.get(PATH))

    supervisor.post(f"{PATH}/pin/remove")
    assert not opens(roster, "630147")
    assert "Mã PIN: có → không" in text(supervisor.get(PATH))


@pytest.mark.parametrize(
    ("pin", "again", "why"),
    [
        ("", "", "Chưa điền"),
        ("12345", "12345", "sáu chữ số"),
        ("123456", "123456", "quá dễ đoán"),
        ("000141", "000141", "đuôi của chính số máy"),
        ("471036", "471063", "Hai lần nhập không giống nhau"),
    ],
)
def test_a_bad_pin_is_refused_and_never_shown_again(roster, supervisor, pin, again, why):
    answer = supervisor.post(f"{PATH}/pin", secret_pin=pin, secret_again=again)

    assert answer.status_code == 422
    assert why in text(answer)
    assert not pin or f'value="{pin}"' not in answer.text
    with roster.hotline.hotline.database.reading() as session:
        found = by_code(session, "an")
        assert found is not None
        assert found.pin_hash is None


def test_a_locked_pin_says_until_when(roster, supervisor):
    supervisor.post(f"{PATH}/pin/random")
    for n in range(3):
        assert not opens(roster, f"99999{n}")

    assert "Hiện nay: có, đang khóa đến 10:00 23/11" in text(supervisor.get(f"{PATH}/pin"))
    supervisor.post(f"{PATH}/pin/random")
    assert "đang khóa" not in text(supervisor.get(f"{PATH}/pin"))


# Verifying.


@pytest.fixture
def unverified(roster):
    """Return a roster with dung, whose number was not verified yet."""
    roster.enter(officer("dung", "+84500000144", verified_at=None))
    return roster


def after_the_call(roster):
    roster.hotline.carrier.run()
    roster.hotline.tell()
    roster.hotline.hotline.board.refresh()


def test_a_number_is_called_and_verified_by_the_digits_that_are_read_out(unverified, supervisor):
    hotline = unverified.hotline

    answer = supervisor.post("/can-bo/officer/dung/verify")

    assert answer.location == "/desk/can-bo/officer/dung"
    assert "✓ Đang gọi vào máy." in text(supervisor.get("/can-bo/officer/dung"))
    call = next(iter(hotline.carrier.calls.values()))
    hotline.carrier.run_for(2)
    call.pick_up()
    hotline.carrier.run_until_listening(call)
    call.press(check_code(hotline.settings.secret_key, call.sid))
    after_the_call(unverified)
    page = text(supervisor.get("/can-bo/officer/dung"))
    assert "● đã xác minh 23/11/2026" in page
    assert "Lần gọi xác minh gần nhất: 09:00 23/11/2026, đạt." in page


def test_a_mailbox_verifies_nothing(unverified, supervisor):
    unverified.hotline.carrier.phones.behaviours["+84500000144"] = parse_behaviour("mailbox")

    supervisor.post("/can-bo/officer/dung/verify")
    after_the_call(unverified)

    page = text(supervisor.get("/can-bo/officer/dung"))
    assert "○ chưa xác minh" in page
    assert "hộp thư thoại nhấc máy" in page


def test_while_it_rings_it_is_not_called_again(unverified, supervisor):
    supervisor.post("/can-bo/officer/dung/verify")
    supervisor.post("/can-bo/officer/dung/verify")

    assert "Máy này vừa được gọi" in text(supervisor.get("/can-bo/officer/dung"))
    with unverified.hotline.hotline.database.reading() as session:
        last = latest(session, "dung", kind=CheckKind.VERIFY)
        assert last is not None
        assert last.id == 1
    after_the_call(unverified)


def test_who_talks_with_a_citizen_is_not_disturbed(roster, supervisor):
    hotline = roster.hotline
    hotline.hotline.board.refresh()
    hotline.start("4", "accept@3/600")
    hotline.pass_time(seconds=60)
    hotline.tell()
    hotline.hotline.board.refresh()

    supervisor.post(f"{PATH}/verify")

    assert "đang nghe một cuộc của tổng đài" in text(supervisor.get(PATH))


def test_a_carrier_that_is_away_is_told(roster, supervisor, monkeypatch):
    def away(_order):
        raise CarrierAway("timed out")

    monkeypatch.setattr(type(roster.hotline.hotline.carrier), "place_call", lambda _, o: away(o))

    supervisor.post(f"{PATH}/verify")

    assert "Nhà mạng chưa nhận cuộc gọi" in text(supervisor.get(PATH))


def test_a_number_of_another_branch_is_not_called(roster, head):
    assert head.post("/can-bo/officer/chi/verify").status_code == 404
    assert head.post(f"{PATH}/verify").status_code == 302
    after_the_call(roster)
