"""The calls' pages: found by number, code, branch and result; and no number in any address."""

import html
import re
from datetime import timedelta

import pytest
import sqlalchemy as sa

from ivr.flow.words import Verdict
from models.calls import find
from models.events import EventRow
from models.users.roles import UserRole
from tests.harness import CITIZEN
from tests.models.rows import a_call
from tests.web.desk.audits import audited
from tests.web.desk.conftest import BRANCH, OTHER_BRANCH

ROW = re.compile(r'<a class="nowrap" href="/desk/cuoc-goi/(\w+)">')
NEXT = re.compile(r'rel="next" href="/desk([^"]+)"')
NOBODY = "no-answer,no-answer,no-answer,no-answer"
NUMBER, OTHER = "+84505012345", "+84505067890"


@pytest.fixture
def played(hotline):
    """Play calls of two branches; return their codes by a name."""
    calls = {
        "missed": hotline.call("4~", "no-answer", caller=NUMBER),
        "answered": hotline.call("4~", "accept", caller=OTHER),
        "other": hotline.call("6~", "no-answer", caller=NUMBER),
        "later": hotline.call("6~", "accept", caller="+84505000099"),
    }
    hotline.tell()
    return {name: call.sid for name, call in calls.items()}


def search(browser, **fields):
    return browser.post("/cuoc-goi/tim", page="/cuoc-goi", **fields)


def followed(browser, answer):
    assert answer.status_code == 302, answer.text
    return browser.get(answer.location.removeprefix("/desk")).text


def words(page):
    main = page[page.index("<main") :]
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", main)).split())


def test_calls_are_listed_newest_first_with_numbers_masked(played, signed_in):
    page = signed_in(UserRole.SUPERVISOR).get("/cuoc-goi").text

    assert ROW.findall(page) == [*reversed(played.values())]
    assert "0505•••345" in page
    assert "505012345" not in page


@pytest.mark.parametrize("role", [UserRole.OFFICER, UserRole.BRANCH_HEAD])
def test_who_is_bound_to_a_branch_finds_its_calls_only(played, signed_in, role):
    browser = signed_in(role, branches=[BRANCH])

    assert ROW.findall(browser.get("/cuoc-goi").text) == [played["answered"], played["missed"]]
    answer = browser.get(f"/cuoc-goi?branch={OTHER_BRANCH}")
    assert answer.status_code == 422
    assert ROW.findall(answer.text) == []


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("verdict=missed", ["other", "missed"]),
        ("verdict=offered", ["later", "other", "answered", "missed"]),
        ("verdict=answered", ["later", "answered"]),
        (f"branch={OTHER_BRANCH}", ["later", "other"]),
        ("period=today", ["later", "other", "answered", "missed"]),
        ("period=yesterday", []),
        ("ending=345", ["other", "missed"]),
        ("ending=2345&verdict=missed&branch=thu-tuc-hanh-chinh", ["missed"]),
    ],
)
def test_a_filter_stands_in_the_address(played, signed_in, query, found):
    page = signed_in(UserRole.SUPERVISOR).get(f"/cuoc-goi?{query}").text

    assert ROW.findall(page) == [played[name] for name in found]


def test_the_last_digits_find_calls(played, signed_in):
    browser = signed_in(UserRole.SUPERVISOR)
    answer = search(browser, number="890")

    assert answer.location == "/desk/cuoc-goi?ending=890"
    assert ROW.findall(followed(browser, answer)) == [played["answered"]]


def test_a_whole_number_finds_its_calls_without_being_in_an_address(hotline, played, signed_in):
    browser = signed_in(UserRole.SUPERVISOR, "giam.sat")
    answer = search(browser, number="0505 012 345", verdict="missed")

    assert answer.location == f"/desk/cuoc-goi?verdict=missed&caller={played['other']}"
    page = followed(browser, answer)
    assert ROW.findall(page) == [played["other"], played["missed"]]
    assert not re.search(r'(href|action)="[^"]*505012345', page)
    assert audited(hotline, "number_shown") == [
        ("giam.sat", f"call {played['other']}", {"by": "search"})
    ]


def test_an_inspector_states_why_a_whole_number_is_looked_for(hotline, played, signed_in):
    browser = signed_in(UserRole.INSPECTOR, "thanh.tra")

    refused = search(browser, number="0505012345")
    assert refused.status_code == 422
    assert 'value="0505012345"' in refused.text  # what was typed is kept
    assert audited(hotline, "number_shown") == []

    assert search(browser, number="0505012345", why="đơn số 7").status_code == 302
    assert audited(hotline, "number_shown") == [
        ("thanh.tra", f"call {played['other']}", {"by": "search", "why": "đơn số 7"})
    ]


def test_who_may_see_no_numbers_looks_for_three_digits_at_most(played, administrator):
    for number in ("0505012345", "2345"):
        answer = search(administrator, number=number)
        assert answer.status_code == 422
        assert "Nhập đúng 3 số cuối." in answer.text
    assert administrator.get("/cuoc-goi?ending=2345").status_code == 422
    assert search(administrator, number="345").status_code == 302


def test_a_number_of_another_branch_only_is_found_by_nobody_else(hotline, played, signed_in):
    browser = signed_in(UserRole.OFFICER, branches=[OTHER_BRANCH])

    answer = search(browser, number="0505067890")

    assert answer.status_code == 422
    assert "Không có cuộc gọi nào từ số này." in answer.text
    assert audited(hotline, "number_shown") == []


def test_a_code_leads_to_its_call_and_an_unknown_one_is_told(played, signed_in):
    browser = signed_in(UserRole.OFFICER)

    assert search(browser, code=played["missed"]).location.endswith(f"/{played['missed']}")
    for code in ("CAkhongco", played["other"]):
        answer = search(browser, code=code)
        assert answer.status_code == 422
        assert "Không có cuộc gọi nào mang mã này." in answer.text


def test_days_that_make_no_sense_are_refused_at_their_field(played, signed_in):
    browser = signed_in(UserRole.SUPERVISOR)
    answer = search(browser, since="2026-11-23", until="2026-11-01")

    assert answer.status_code == 422
    assert 'value="2026-11-01"' in answer.text
    assert "trước “Từ ngày”" in html.unescape(answer.text)


def test_our_own_checks_are_hidden_until_they_are_asked_for(hotline, played, signed_in):
    with hotline.hotline.database.transaction() as session:
        row = find(session, played["answered"])
        assert row
        row.verdict = Verdict.TEST
    browser = signed_in(UserRole.SUPERVISOR)

    assert played["answered"] not in ROW.findall(browser.get("/cuoc-goi").text)
    assert len(ROW.findall(browser.get("/cuoc-goi").text)) == 3
    assert played["answered"] in ROW.findall(browser.get("/cuoc-goi?tests=1").text)
    assert ROW.findall(browser.get("/cuoc-goi?verdict=test").text) == [played["answered"]]


def test_pages_follow_each_other_without_loss(hotline, signed_in):
    with hotline.hotline.database.transaction() as session:
        for n in range(53):
            number = f"+8450500{n:04}"
            began = hotline.now - timedelta(minutes=n)
            values = {"caller_number": number, "callback_number": number, "started_at": began}
            session.add(a_call(f"CA{n}", **values))
    browser = signed_in(UserRole.SUPERVISOR)
    first = browser.get("/cuoc-goi?period=today&verdict=answered").text
    (following,) = NEXT.findall(first)
    second = browser.get(html.unescape(following)).text

    assert ROW.findall(first) + ROW.findall(second) == [f"CA{n}" for n in range(53)]
    assert NEXT.findall(second) == []
    assert "Về trang đầu" in second
    assert "đây là trang đầu" in browser.get("/cuoc-goi?after=vo-nghia").text


def test_a_call_is_told_to_the_second_with_its_sources(played, signed_in):
    page = signed_in(UserRole.SUPERVISOR).get(f"/cuoc-goi/{played['missed']}").text
    said = words(page)

    assert "Giờ Asia/Ho_Chi_Minh (UTC+07:00), đến giây." in said
    assert "09:00:00 Vào tổng đài → nghe lời chào, chọn nhánh CallStatus=ringing" in said
    assert "Bấm phím 4 → gọi Chuyên viên trực, Phòng Kiểm soát thủ tục hành chính" in said
    assert "Không nhấc máy: Chuyên viên trực, Phòng Kiểm soát thủ tục hành chính → gọi" in said
    assert "nhà mạng báo ngay" in said
    assert "không ai nghe – không nhấc máy" in said
    assert "chờ gọi lại, xem việc gọi lại" in said
    assert not re.search(r"505012345|\+8450", page)


def test_facts_that_waited_in_the_spool_or_were_asked_for_say_so(hotline, played, signed_in):
    with hotline.hotline.database.transaction() as session:
        query = sa.select(EventRow).where(EventRow.call_sid == played["missed"])
        rows = session.scalars(query.order_by(EventRow.id)).all()
        rows[0].raw = {**rows[0].raw, "source": "spool"}
        rows[-1].raw = {"source": "sweep"}

    said = words(signed_in(UserRole.SUPERVISOR).get(f"/cuoc-goi/{played['missed']}").text)

    assert "sổ tạm khi mất cơ sở dữ liệu" in said
    assert "đối soát với nhà mạng" in said


@pytest.mark.parametrize("path", ["", "/number", "/messages/REkhongco"])
def test_calls_that_are_not_there_or_not_ones_own_are_not_found_and_audited(
    hotline, played, signed_in, path
):
    browser = signed_in(UserRole.OFFICER, "truc.mot")
    ask = browser.post if path == "/number" else browser.get

    for sid in ("CAkhongco", played["other"]):
        assert ask(f"/cuoc-goi/{sid}{path}").status_code == 404
    keys = [key for _, key, _ in audited(hotline, "denied")]
    assert [k for k in keys if k.startswith("call ")] == [
        "call CAkhongco",
        f"call {played['other']}",
    ]
    assert browser.get(f"/cuoc-goi?caller={played['other']}").status_code == 404


def test_the_number_is_shown_to_who_may_see_it_and_that_is_audited(hotline, played, signed_in):
    browser, sid = signed_in(UserRole.OFFICER, "truc.mot"), played["missed"]
    page = browser.post(f"/cuoc-goi/{sid}/number").text

    assert "0505 012 345" in page
    assert audited(hotline, "number_shown") == [("truc.mot", f"call {sid}", None)]
    later = words(browser.get(f"/cuoc-goi/{sid}").text)
    assert "0505 012 345" not in later
    assert "Chức danh (truc.mot) · xem số" in later


def test_who_may_see_no_numbers_is_refused_and_has_no_button(played, administrator):
    address = f"/cuoc-goi/{played['missed']}"

    assert "Hiện số" not in administrator.get(address).text
    assert administrator.post(f"{address}/number").status_code == 403


def test_an_inspector_states_why_a_number_is_seen(hotline, played, signed_in):
    browser, sid = signed_in(UserRole.INSPECTOR, "thanh.tra"), played["missed"]

    refused = browser.post(f"/cuoc-goi/{sid}/number", why=" ")
    assert refused.status_code == 422
    assert "0505 012 345" not in refused.text
    assert "0505 012 345" in browser.post(f"/cuoc-goi/{sid}/number", why="đơn số 7").text
    assert audited(hotline, "number_shown") == [("thanh.tra", f"call {sid}", {"why": "đơn số 7"})]
    assert "lý do: đơn số 7" in words(browser.get(f"/cuoc-goi/{sid}").text)


def test_the_other_calls_of_a_number_are_a_link_without_it(played, signed_in):
    browser = signed_in(UserRole.SUPERVISOR)
    page = browser.get(f"/cuoc-goi/{played['missed']}").text
    (address,) = re.findall(r'class="others" href="/desk([^"]+)"', page)

    assert ROW.findall(browser.get(address).text) == [played["other"], played["missed"]]
    assert CITIZEN not in page


def test_a_message_of_who_showed_no_number_is_heard_in_pieces_and_audited_once(hotline, signed_in):
    call = hotline.call("411", NOBODY, caller="anonymous", message_s=12)
    hotline.work_off()
    browser = signed_in(UserRole.OFFICER, "truc.mot")
    page = browser.get(f"/cuoc-goi/{call.sid}").text
    (address,) = re.findall(r'<audio[^>]* src="/desk([^"]+)"', page)
    assert address.startswith(f"/cuoc-goi/{call.sid}/messages/RE")

    piece = browser.get(address, headers={"Range": "bytes=0-99"})
    assert (piece.status_code, len(piece.data), piece.mimetype) == (206, 100, "audio/mpeg")
    assert browser.get(address, headers={"Range": "bytes=100-199"}).status_code == 206
    recording = address.rpartition("/")[2]
    assert audited(hotline, "message_played") == [("truc.mot", recording, {"call": call.sid})]
    assert "truc.mot) · nghe lời nhắn" in words(browser.get(f"/cuoc-goi/{call.sid}").text)


def test_an_inspector_states_why_such_a_message_is_heard(hotline, signed_in):
    call = hotline.call("411", NOBODY, caller="anonymous", message_s=12)
    hotline.work_off()
    browser = signed_in(UserRole.INSPECTOR)
    page = browser.get(f"/cuoc-goi/{call.sid}").text
    (address,) = re.findall(r'action="/desk([^"]+/messages/[^"]+)"', page)

    assert "<audio" not in page
    assert browser.get(address).status_code == 404
    assert browser.post(address, why="").status_code == 422
    assert browser.post(address, why="đơn số 7").status_code == 302
    assert browser.get(address).status_code == 200


def test_a_message_that_a_callback_is_owed_for_is_heard_by_the_callbacks_route(hotline, signed_in):
    call = hotline.call("411", NOBODY, message_s=12)
    hotline.work_off()
    browser = signed_in(UserRole.OFFICER)
    page = browser.get(f"/cuoc-goi/{call.sid}").text
    (address,) = re.findall(r'<audio[^>]* src="/desk([^"]+)"', page)

    assert re.fullmatch(r"/nho/\d+/messages/RE\w+", address)
    assert browser.get(address).status_code == 200


def test_who_may_hear_nothing_has_no_player(hotline, administrator):
    call = hotline.call("411", NOBODY, caller="anonymous", message_s=12)
    hotline.work_off()
    page = administrator.get(f"/cuoc-goi/{call.sid}").text

    assert "<audio" not in page
    assert "Vai trò của bạn không gồm việc nghe." in page
    assert administrator.get(f"/cuoc-goi/{call.sid}/messages/RE1").status_code == 403
