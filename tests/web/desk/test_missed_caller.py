"""One missed caller: every step, twice, by two people, and what each role may do about it."""

import re
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
import sqlalchemy as sa

from duty.changes import changing
from ivr.flow.words import CallbackOutcome, CallbackState, Channel, Did
from models import callback_actions
from models.callbacks import Callback
from models.messages import Message
from models.officer_calls import OfficerCall
from models.users.roles import UserRole
from models.users.users import by_login
from simulator.callers import CallerScript, ScriptedCallee
from simulator.phones import ScriptedPhone, parse_behaviour
from tests.duty.conftest import officer, shift
from tests.harness import CITIZEN, HANOI
from tests.web.desk.audits import audited
from tests.web.desk.conftest import BRANCH, COOKIE, HOST, OTHER_BRANCH, Browser

AN, BINH = "+84500000141", "+84500000142"
NOBODY = "bad-number," * 4
KEY = "a-key-of-a-form"


class Office:
    """A hotline whose branch four has two officers, the users they are, and missed callers."""

    def __init__(self, hotline):
        self.hotline, self.phones = hotline, {}
        hotline.carrier.phones.attend = self._at_phone

    def _at_phone(self, number):
        sits_down = self.phones.get(number)
        return sits_down() if sits_down else None

    @property
    def database(self):
        return self.hotline.hotline.database

    def missed(self, keys="4", caller=CITIZEN, **options):
        """Let a citizen call and be missed; return the id of what they are owed."""
        self.hotline.call(keys, NOBODY, caller=caller, **options)
        return max(debt.id for debt in self.hotline.callbacks(state=CallbackState.OPEN))

    def enter(self, role, login, **values):
        browser = Browser(self.hotline)
        return browser.enter(browser.add_user(login, role, **values))

    def row(self, id):
        self.hotline.tell()
        with self.database.reading() as session:
            found = session.get_one(Callback, id)
            session.expunge_all()
        return found

    def trail(self, id):
        with self.database.reading() as session:
            found = callback_actions.of_callbacks(session, [id])
            return [(a.did, a.channel, a.actor) for a in found if a.channel is not Channel.AUTO]

    def claim_of(self, id):
        row = self.row(id)
        return row.claimed_by


@pytest.fixture
def office(make_hotline, database_url):
    hotline = make_hotline(database_url, calls_per_second=None)
    keeper = hotline.hotline
    with (
        keeper.database.transaction() as session,
        changing(
            session, keeper.board.board.switchboard, now=hotline.now, actor="a"
        ) as change,
    ):  # fmt: skip
        change.enter(officer("an", AN, verified_at=hotline.now))
        change.enter(officer("binh", BINH, verified_at=hotline.now))
        change.enter(shift("an"))
        change.enter(shift("binh", position=2))
    keeper.board.refresh()
    yield Office(hotline)
    hotline.carrier.run()  # no call is left in the air


@pytest.fixture
def an(office):
    return office.enter(UserRole.OFFICER, "truc.mot", officer="an")


@pytest.fixture
def binh(office):
    return office.enter(UserRole.OFFICER, "truc.hai", officer="binh")


@pytest.fixture
def head(office):
    return office.enter(UserRole.BRANCH_HEAD, "truong.phong")


def press(browser, id, deed, key=KEY, **fields):
    """Press a button of one caller's page, and return the page that follows."""
    answer = browser.post(f"/nho/{id}/{deed}", page=f"/nho/{id}", form_key=key, **fields)
    assert answer.status_code == 302, answer.text
    return browser.get(answer.location.removeprefix("/desk")).text


# What is done, step by step.


def test_claimed_and_given_back(office, an):
    id = office.missed()

    assert "Bạn đã nhận việc này" in press(an, id, "claim")
    assert office.claim_of(id) == "an"
    assert "Đã trả lại việc" in press(an, id, "release")

    assert office.claim_of(id) is None
    assert office.trail(id) == [
        (Did.CLAIMED, Channel.WEB, "an"),
        (Did.RELEASED, Channel.WEB, "an"),
    ]


def test_reached_closes_and_leads_to_who_is_next(office, an):
    id, other = office.missed(), office.missed(caller="+84505000002")

    page = press(an, id, "reached")

    row = office.row(id)
    assert (row.outcome, row.reached_by) == (CallbackOutcome.REACHED, "an")
    assert "đã gọi lại và gặp" in page
    assert f'href="/desk/nho/{other}">Việc tiếp theo' in page
    assert "Kết quả" not in page


def test_not_reached_waits_for_another_hour_and_gives_back(office, an):
    id = office.missed()
    press(an, id, "claim")

    page = press(an, id, "not-reached")

    row = office.row(id)
    assert (row.state, row.tries, row.claimed_by) == (CallbackState.OPEN, 1, None)
    assert "gọi tiếp từ 13:00 23/11" in page
    assert "1/3" in page


def test_three_times_in_vain_at_different_hours_is_enough(office, an):
    id, n = office.missed(), 0
    while (row := office.row(id)).state is CallbackState.OPEN:
        until = max(office.hotline.now, row.next_try_at or office.hotline.now)
        office.hotline.carrier.run_until(until)
        press(an, id, "not-reached", key=f"{KEY}-{n}")
        n += 1

    assert (n, row.outcome) == (3, CallbackOutcome.UNREACHABLE)


def test_postponed_to_when_the_citizen_asked(office, an):
    id = office.missed()

    page = press(an, id, "later", until="2026-11-24T15:30", postpone_note="bận họp")

    at = office.row(id).next_try_at.astimezone(HANOI)
    assert f"{at:%d/%m %H:%M}" == "24/11 15:30"
    assert "hẹn 15:30 24/11/2026" in page
    assert "bận họp" in page


@pytest.mark.parametrize(
    ("until", "why"),
    [
        ("", "Chưa điền"),
        ("mai", "Hãy chọn ngày và giờ"),
        ("2026-11-23T08:00", "Giờ này đã qua"),
        ("2027-11-23T08:00", "Nhiều nhất 30 ngày"),
        ("0001-01-01T00:00", "Hãy chọn ngày và giờ"),
    ],
)
def test_a_moment_that_cannot_be_is_refused_at_its_field_and_kept(office, an, until, why):
    id = office.missed()

    answer = an.post(f"/nho/{id}/later", form_key=KEY, until=until, postpone_note="sau họp")

    assert answer.status_code == 422
    assert why in answer.text
    assert 'value="sau họp"' in answer.text
    assert "<details open><summary>Hẹn gọi lại" in answer.text
    assert office.row(id).next_try_at is None


def test_moved_with_its_deadline_to_a_branch_that_is_not_ones_own(office, an, head):
    id = office.missed()
    due = office.row(id).due_at

    page = press(an, id, "move", to_branch=OTHER_BRANCH, move_note="hỏi thuế")

    row = office.row(id)
    assert (row.outcome, row.state) == (CallbackOutcome.MOVED, CallbackState.CLOSED)
    with office.database.reading() as session:
        moved = session.scalars(sa.select(Callback).where(Callback.branch == OTHER_BRANCH)).one()
    assert (moved.due_at, moved.moved_from_id) == (due, id)
    assert f"/nho/{moved.id}" not in page, "it is not theirs any more"
    supervisor = office.enter(UserRole.SUPERVISOR, "giam.sat")
    there = supervisor.get(f"/nho/{moved.id}").text
    assert "hỏi thuế" in there
    assert f'href="/desk/nho/{moved.id}">xem việc đang mở' in supervisor.get(f"/nho/{id}").text


@pytest.mark.parametrize("to_branch", ["", BRANCH, "khong-co"])
def test_it_is_moved_to_another_branch_only(office, an, to_branch):
    id = office.missed()

    answer = an.post(f"/nho/{id}/move", form_key=KEY, to_branch=to_branch)

    assert answer.status_code == 422
    assert office.row(id).state is CallbackState.OPEN


def test_closed_with_a_reason_by_the_head_of_the_branch(office, head):
    id = office.missed()

    page = press(head, id, "close", reason="wrong_number", close_note="gọi nhầm taxi")

    assert office.row(id).outcome is CallbackOutcome.WRONG_NUMBER
    assert "gọi nhầm số" in page
    assert office.trail(id) == [(Did.CLOSED, Channel.WEB, "truong.phong")]


@pytest.mark.parametrize("reason", ["", "reached", "x"])
def test_without_a_reason_nothing_is_closed_and_what_was_typed_is_kept(office, head, reason):
    id = office.missed()

    answer = head.post(f"/nho/{id}/close", form_key=KEY, reason=reason, close_note="taxi")

    assert answer.status_code == 422
    assert "Phải chọn một lý do" in answer.text
    assert 'value="taxi"' in answer.text
    assert office.row(id).state is CallbackState.OPEN


def test_an_officer_closes_nobody_unreached(office, an):
    id = office.missed()

    assert an.post(f"/nho/{id}/close", form_key=KEY, reason="nuisance").status_code == 403
    assert "Đóng, không cần gọi lại" not in an.get(f"/nho/{id}").text


@pytest.mark.parametrize("note", ["<script>alert(1)</script>", "=HYPERLINK(1)", "a\nb"])
def test_a_note_is_text_whatever_it_says_also_when_all_is_settled(office, an, note):
    id = office.missed()
    press(an, id, "reached")

    page = press(an, id, "note", note=note)

    assert "<script>alert" not in page
    shown = re.findall(r'class="typed">(.*?)</span>', page, re.DOTALL)
    assert shown == [note.replace("<", "&lt;").replace(">", "&gt;")]


# Twice, and by two people.


@pytest.mark.parametrize(
    ("deed", "fields"),
    [
        ("reached", {}),
        ("not-reached", {}),
        ("later", {"until": "2026-11-24T15:30"}),
        ("move", {"to_branch": OTHER_BRANCH}),
        ("note", {"note": "một lần"}),
    ],
)
def test_a_form_that_is_sent_twice_is_done_once_and_both_are_told_so(office, an, deed, fields):
    id = office.missed()

    first = press(an, id, deed, **fields)
    trail = office.trail(id)
    second = press(an, id, deed, **fields)

    assert office.trail(id) == trail
    assert "Lỗi:" not in first + second
    assert office.row(id).tries == (1 if deed == "not-reached" else 0)


@pytest.mark.parametrize("deed", ["claim", "reached", "not-reached", "later", "move", "call"])
def test_what_somebody_else_has_claimed_is_refused_with_their_name(office, an, binh, deed):
    id = office.missed()
    press(an, id, "claim")
    fields = {"until": "2026-11-24T15:30"} if deed == "later" else {}
    fields |= {"to_branch": OTHER_BRANCH} if deed == "move" else {}

    page = press(binh, id, deed, **fields)

    assert "Chưa ghi gì: Chuyên viên an đang gọi lại người này, đến 09:3" in page
    assert office.claim_of(id) == "an"
    assert office.trail(id) == [(Did.CLAIMED, Channel.WEB, "an")]


def test_a_claim_that_has_run_out_holds_nobody_up(office, an, binh):
    id = office.missed()
    press(an, id, "claim")
    office.hotline.pass_time(minutes=31)

    assert "Bạn đã nhận" in press(binh, id, "claim")
    assert office.claim_of(id) == "binh"


@pytest.mark.parametrize("deed", ["claim", "not-reached", "call"])
def test_what_is_settled_meanwhile_is_refused_and_how_it_was_is_said(office, an, binh, deed):
    id = office.missed()
    press(binh, id, "reached")

    page = press(an, id, deed)

    assert "Chưa ghi gì: việc này vừa xong rồi (đã gọi lại và gặp)" in page
    assert len(office.trail(id)) == 1


def test_the_same_form_sent_twice_at_once_is_done_once(office):
    id = office.missed()
    browsers = [office.enter(UserRole.OFFICER, "truc.mot", officer="an")]
    twin = Browser(office.hotline)
    cookie = browsers[0].client.get_cookie(COOKIE, domain=HOST)
    twin.client.set_cookie(COOKIE, cookie.value, domain=HOST)
    browsers.append(twin)
    tokens = [browser.token() for browser in browsers]
    together = Barrier(2)

    def send(n):
        together.wait()
        return browsers[n].post(f"/nho/{id}/not-reached", csrf_token=tokens[n], form_key=KEY)

    with ThreadPoolExecutor(2) as pool:
        answers = [*pool.map(send, range(2))]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert [did for did, *_ in office.trail(id)] == [Did.NOT_REACHED]
    assert office.row(id).tries == 1


def test_of_two_who_settle_one_caller_at_once_the_second_is_refused(office, an, head):
    id, together = office.missed(), Barrier(2)
    asked = [
        (an, "reached", {"csrf_token": an.token()}),
        (head, "close", {"csrf_token": head.token(), "reason": "duplicate"}),
    ]

    def send(browser, deed, fields):
        together.wait()
        return browser.post(f"/nho/{id}/{deed}", form_key=KEY, **fields)

    with ThreadPoolExecutor(2) as pool:
        assert [a.status_code for a in pool.map(lambda one: send(*one), asked)] == [302, 302]

    said = [browser.get(f"/nho/{id}").text for browser in (an, head)]
    assert sum("Chưa ghi gì: việc này vừa xong rồi" in page for page in said) == 1
    assert len(office.trail(id)) == 1


def test_whoever_gives_back_what_is_not_theirs_changes_nothing(office, an, binh):
    id = office.missed()
    press(an, id, "claim")

    press(binh, id, "release")

    assert office.claim_of(id) == "an"


def test_a_claim_by_keypad_and_on_the_page_is_one_persons(office, an):
    """By whichever way an officer works, they are the same actor."""
    id = office.missed()
    press(an, id, "claim")
    office.phones[AN] = lambda: ScriptedCallee(CallerScript("11"))
    office.phones[CITIZEN] = lambda: ScriptedPhone(parse_behaviour("accept@5/90"))

    page = press(an, id, "call")
    office.hotline.carrier.run()

    assert "Máy của bạn sắp đổ chuông" in page
    assert office.row(id).reached_by == "an"


def test_a_user_whose_login_is_an_officers_code_is_somebody_else(office):
    id = office.missed()
    namesake = office.enter(UserRole.BRANCH_HEAD, "binh")
    press(namesake, id, "claim")

    assert office.claim_of(id) == "user:binh"
    assert "<strong>bạn</strong>" in namesake.get("/nho").text


def test_a_form_without_its_key_is_none_of_ours(office, an):
    id = office.missed()

    for key in ("", "x", "a b c d e f g h", "k" * 41):
        assert an.post(f"/nho/{id}/reached", form_key=key).status_code == 400
    assert office.row(id).state is CallbackState.OPEN


# Calling back.


def test_an_officer_is_rung_and_joined_and_says_on_the_page_that_they_met(office, an):
    id = office.missed()
    office.phones[AN] = lambda: ScriptedCallee(CallerScript("1"))
    office.phones[CITIZEN] = lambda: ScriptedPhone(parse_behaviour("accept@5/90"))

    page = press(an, id, "call")
    assert "0500•••141" in page
    assert "Đang gọi máy của Chuyên viên an" in page
    office.hotline.carrier.run()
    office.hotline.tell()
    page = an.get(f"/nho/{id}").text
    assert "lúc 09:00: đã nghe máy" in page
    page = press(an, id, "reached")

    row = office.row(id)
    assert (row.outcome, row.reached_by, row.tries) == (CallbackOutcome.REACHED, "an", 0)
    assert [did for did, *_ in office.trail(id)] == [Did.CLAIMED, Did.TRIED, Did.REACHED]


def test_a_call_in_vain_that_is_confirmed_on_the_page_counts_once(office, an):
    id = office.missed()
    office.phones[AN] = lambda: ScriptedCallee(CallerScript("1"))
    office.phones[CITIZEN] = lambda: ScriptedPhone(parse_behaviour("mailbox"))
    press(an, id, "call")
    office.hotline.carrier.run()
    office.hotline.tell()

    press(an, id, "not-reached")

    assert office.row(id).tries == 1


def test_in_vain_said_while_the_phone_still_rings_counts_once_whatever_is_keyed_then(office, an):
    id = office.missed()
    office.phones[AN] = lambda: ScriptedCallee(CallerScript("12"))
    office.phones[CITIZEN] = lambda: ScriptedPhone(parse_behaviour("mailbox"))
    press(an, id, "call")
    office.hotline.carrier.run_for(20)

    press(an, id, "not-reached")
    press(an, id, "not-reached", key="another-form-of-it")
    office.hotline.carrier.run()
    office.hotline.tell()

    assert office.row(id).tries == 1
    assert Did.TRIED in [did for did, *_ in office.trail(id)]
    press(an, id, "not-reached", key="by-another-telephone")
    assert office.row(id).tries == 2


def test_two_presses_ring_once(office, an):
    id = office.missed()
    press(an, id, "call")

    page = press(an, id, "call")

    assert "Máy của bạn đang trong một cuộc" in page
    with office.database.reading() as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(OfficerCall)) == 1


def test_a_carrier_that_is_away_is_said_and_nothing_stays_claimed(office, an):
    id = office.missed()
    office.hotline.carrier.api_refusals = 1

    page = press(an, id, "call")

    assert "Nhà mạng chưa nhận cuộc gọi" in page
    assert office.claim_of(id) is None


@pytest.mark.parametrize(
    ("code", "why"),
    [(None, "không gắn với máy trực nào"), ("nghi-huu", "không còn trong lịch trực")],
)
def test_who_has_no_phone_is_told_why_and_can_still_say_what_came_of_it(office, code, why):
    id = office.missed()
    browser = office.enter(UserRole.OFFICER, "khong.may", officer=code)

    page = browser.get(f"/nho/{id}").text
    refused = press(browser, id, "call")

    assert why in page
    assert f"/nho/{id}/call" not in page
    assert why in refused
    press(browser, id, "reached")
    assert office.row(id).reached_by == (code or "khong.may")


# Looking.


def test_a_number_is_shown_once_and_audited(office, an):
    id = office.missed()

    shown = an.post(f"/nho/{id}/number")
    again = an.get(f"/nho/{id}").text

    assert "0505 000 001" in shown.text
    assert shown.headers["Cache-Control"] == "no-store"
    assert "0505 000 001" not in again
    assert audited(office.hotline, "number_shown") == [("truc.mot", f"callback {id}", None)]


def test_an_inspector_says_why_before_a_number(office):
    id = office.missed()
    browser = office.enter(UserRole.INSPECTOR, "thanh.tra")

    refused = browser.post(f"/nho/{id}/number", why=" ")
    shown = browser.post(f"/nho/{id}/number", why="xác minh phản ánh 12")

    assert refused.status_code == 422
    assert "0505 000 001" not in refused.text
    assert "0505 000 001" in shown.text
    expected = ("thanh.tra", f"callback {id}", {"why": "xác minh phản ánh 12"})
    assert audited(office.hotline, "number_shown") == [expected]


def test_an_administrator_sees_no_number_and_hears_nothing(office, message):
    id, sid = message
    browser = office.enter(UserRole.ADMINISTRATOR, "quan.tri")

    page = browser.get(f"/nho/{id}").text

    assert browser.post(f"/nho/{id}/number").status_code == 403
    assert browser.get(f"/nho/{id}/messages/{sid}").status_code == 403
    assert "<audio" not in page
    assert "Hiện số" not in page
    assert "Lời nhắn" in page


@pytest.fixture
def message(office):
    """Return a caller who left a message that we keep, and its id."""
    office.hotline.call("411", NOBODY, message_s=12)
    office.hotline.work_off()
    (debt,) = office.hotline.callbacks(state=CallbackState.OPEN)
    with office.database.reading() as session:
        sid = session.scalars(sa.select(Message.recording_sid)).one()
    return debt.id, sid


def test_a_message_is_played_in_pieces_and_one_listening_is_audited_once(office, an, message):
    id, sid = message
    address = f"/nho/{id}/messages/{sid}"
    assert f'src="/desk{address}"' in an.get(f"/nho/{id}").text

    whole = an.get(address)
    piece = an.get(address, headers={"Range": "bytes=10-19"})

    assert (whole.status_code, whole.mimetype) == (200, "audio/mpeg")
    assert (piece.status_code, piece.data) == (206, whole.data[10:20])
    assert piece.headers["Content-Range"] == f"bytes 10-19/{len(whole.data)}"
    assert whole.headers["Cache-Control"] == piece.headers["Cache-Control"] == "no-store"
    assert audited(office.hotline, "message_played") == [("truc.mot", sid, {"callback": id})]
    office.hotline.pass_time(minutes=11)
    an.get(address, headers={"Range": "bytes=10-19"})
    assert len(audited(office.hotline, "message_played")) == 2
    assert "đã nghe: Chức danh (truc.mot)" in an.get(f"/nho/{id}").text
    assert "đã nghe: Chức danh (truc.mot)" in an.get("/nho").text


def test_a_range_that_is_none_is_refused(an, message):
    id, sid = message

    assert an.get(f"/nho/{id}/messages/{sid}", headers={"Range": "bytes=9999999-"}).status_code == (
        416
    )


def test_another_callers_message_is_not_there(office, an, message):
    _, sid = message
    other = office.missed(caller="+84505000002")

    assert an.get(f"/nho/{other}/messages/{sid}").status_code == 404
    assert audited(office.hotline, "message_played") == []
    assert audited(office.hotline, "denied") == [("truc.mot", f"message {sid}", None)]


def test_an_inspector_says_why_before_a_message(office, message):
    id, sid = message
    browser = office.enter(UserRole.INSPECTOR, "thanh.tra")
    address = f"/nho/{id}/messages/{sid}"

    assert browser.get(address).status_code == 404
    assert "<audio" not in browser.get(f"/nho/{id}").text
    assert browser.post(address, why="").status_code == 422
    assert browser.post(address, why="phản ánh 12").status_code == 302
    assert "<audio" in browser.get(f"/nho/{id}").text
    assert browser.get(address).status_code == 200
    said = {"callback": id, "why": "phản ánh 12"}
    assert audited(office.hotline, "message_played") == [("thanh.tra", sid, said)]


def test_a_message_that_is_gone_from_the_disk_is_said(office, an, message):
    id, sid = message
    with office.database.reading() as session:
        path = session.scalars(sa.select(Message.path)).one()
    office.hotline.hotline.storage.delete(path)

    assert an.get(f"/nho/{id}/messages/{sid}").status_code == 404
    assert audited(office.hotline, "message_played") == []


# Many at once.


def bulk(browser, deed, ids, address="/nho", **fields):
    return browser.post(
        f"/nho/{deed}", page=address, form_key=KEY, id=[str(id) for id in ids], **fields
    )


def test_many_are_claimed_at_once_and_who_is_somebody_elses_is_named(office, an, binh):
    ids = [office.missed(caller=f"+8450500000{n}") for n in range(1, 4)]
    press(binh, ids[0], "claim")

    assert bulk(an, "claim", ids).location == "/desk/nho"

    page = an.get("/nho").text
    assert "Bạn đã nhận 2 việc" in page
    assert "0505•••001: Chưa ghi gì: Chuyên viên binh đang gọi lại" in page
    assert [office.claim_of(id) for id in ids] == ["binh", "an", "an"]


def test_many_are_closed_for_one_reason_and_the_list_is_the_same_again(office, head):
    ids = [office.missed(caller=f"+8450500000{n}") for n in range(1, 3)]

    answer = head.post(
        "/nho/close?misses=2", form_key=KEY, id=[str(i) for i in ids], reason="duplicate"
    )

    assert answer.location == "/desk/nho?misses=2"
    assert [office.row(id).outcome for id in ids] == [CallbackOutcome.DUPLICATE] * 2
    bulk(head, "close", ids, reason="duplicate")
    assert [len(office.trail(id)) for id in ids] == [1, 1]


def test_closing_many_takes_a_reason_and_keeps_the_ticks(office, head):
    id = office.missed()

    answer = bulk(head, "close", [id], close_note="thử")

    assert answer.status_code == 422
    assert "Phải chọn một lý do" in answer.text
    assert 'value="thử"' in answer.text
    assert re.search(rf'value="{id}" form="bulk-form" checked', answer.text)
    assert office.row(id).state is CallbackState.OPEN


def test_a_selection_that_is_empty_or_too_large_says_so_and_does_nothing(office, head):
    id = office.missed()

    assert "Chưa chọn ai" in bulk(head, "claim", []).text
    large = bulk(head, "close", [id, *range(900, 925)], reason="nuisance")

    assert large.status_code == 422
    assert "Bạn chọn 26 người; mỗi lần nhiều nhất 25" in large.text
    assert office.row(id).state is CallbackState.OPEN


def test_many_are_given_to_an_officer_of_their_branch_who_has_them_claimed(office, head, an):
    ids = [office.missed(), office.missed(caller="+84505000002")]
    held = office.missed(caller="+84505000003")
    press(an, held, "claim")
    press(head, ids[0], "claim")

    answer = bulk(head, "assign", [*ids, held], to_officer="binh")

    assert answer.status_code == 302
    page = head.get("/nho").text
    assert "Đã giao 2 việc" in page
    assert "Chuyên viên an đang gọi lại người này" in page
    assert [office.claim_of(id) for id in (*ids, held)] == ["binh", "binh", "an"]
    assert "giao cho · given to: Chuyên viên binh" in head.get(f"/nho/{ids[1]}").text
    bulk(head, "assign", ids, to_officer="binh")
    assert [did for did, *_ in office.trail(ids[1])] == [Did.CLAIMED, Did.NOTED]


def test_nobody_is_given_what_is_not_their_branchs_or_by_whom_may_not(office, head, an):
    id = office.missed()

    assert "Chưa chọn giao cho ai" in bulk(head, "assign", [id], to_officer="khong-co").text
    bulk(head, "assign", [id], to_officer="tai-chinh-1")
    assert "không trực nhánh này" in head.get("/nho").text
    assert bulk(an, "assign", [id], to_officer="binh").status_code == 403
    assert office.claim_of(id) is None
    office.hotline.call("4", "accept@5/60")
    office.hotline.tell()
    bulk(head, "assign", [id], to_officer="binh")
    assert "vừa xong rồi" in head.get("/nho").text


def test_one_of_another_branch_among_many_stops_all(office, head):
    mine, other = office.missed(), office.missed("6", caller="+84505000002")

    assert bulk(head, "close", [mine, other], reason="nuisance").status_code == 404
    assert head.post("/nho/claim", form_key=KEY, id=["x"]).status_code == 404

    assert office.row(mine).state is CallbackState.OPEN
    assert audited(office.hotline, "denied")[0] == ("truong.phong", f"callback {other}", None)


# The list as a keypad leaves it, and over a sign-in.


def test_a_citizen_who_calls_again_is_told_in_the_story(office, an):
    id = office.missed()
    office.hotline.pass_time(minutes=10)
    office.hotline.call("4", NOBODY)
    office.hotline.tell()

    page = an.get(f"/nho/{id}").text

    assert "2, lần đầu 09:0" in page
    assert page.count("gọi nhỡ</td>") == 2


def test_what_was_typed_survives_a_session_that_is_over(office, head):
    id = office.missed()
    page = f"/nho/{id}"
    token = head.token()
    office.hotline.pass_time(hours=9)
    head.post(f"{page}/close", page=page, csrf_token=token, form_key=KEY, reason="duplicate",
              close_note="đã ghi ở phiếu 7")  # fmt: skip
    with office.database.reading() as session:
        user = by_login(session, "truong.phong")
    assert user
    head.enter(user.id)

    kept = head.get(page).text

    assert 'value="đã ghi ở phiếu 7"' in kept
    assert "Những gì đã nhập còn nguyên" in kept
    assert office.row(id).state is CallbackState.OPEN


def test_overdue_is_said_in_working_time(office, an):
    id = office.missed()
    office.hotline.pass_time(hours=5)

    page = an.get(f"/nho/{id}").text

    assert re.search("! trễ (59 phút|1 giờ) làm việc", page), "lunch does not count"
