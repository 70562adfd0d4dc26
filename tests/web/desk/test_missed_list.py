"""The work list: who is on it, in which order, page by page, and what a filter makes of it."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from ivr.flow.reconciling.origin import CallOrigin
from ivr.flow.words import CallbackState, Cause, Language
from models.callbacks import Callback, in_commas
from models.users.roles import UserRole
from tests.models.rows import a_call, a_callback, a_leg
from tests.web.desk.audits import audited
from tests.web.desk.conftest import OTHER_BRANCH
from tests.web.desk.reports.pages import about, lines, sheet

ROW = re.compile(r'<tr role="row"[^>]*>\s*<th scope="row".*?</tr>', re.DOTALL)
LINK = re.compile(r'href="/desk/nho/(\d+)"')
NEXT = re.compile(r'rel="next" href="/desk([^"]+)"')
TABS = re.compile(r'<nav class="tabs".*?</nav>', re.DOTALL)


@pytest.fixture
def owe(hotline):
    """Return what adds a missed caller, with a call of their own; returns the id."""
    count = iter(range(1, 400))

    def add(call=None, **changes):
        n = next(count)
        number, now = f"+8450500{n:04}", hotline.now
        values = {
            "caller_number": number,
            "first_missed_at": now,
            "last_missed_at": now,
            "due_at": now + timedelta(hours=2, seconds=n),
            "number_reversed": number[::-1].removesuffix("+"),
        } | changes
        with hotline.hotline.database.transaction() as session:
            row = a_call(f"CA{n}", callback_number=number, started_at=now, **(call or {}))
            session.add(row)
            session.flush()
            debt = a_callback(row, **values)
            debt.last_origin, debt.last_language = row.origin, row.language
            debt.last_officers = in_commas(*(leg.officer_id for leg in row.legs))
            session.add(debt)
            session.flush()
            row.callback_id = debt.id
            return debt.id

    return add


def shown(page):
    """Return the ids of the rows of a page, from top to bottom."""
    return [int(LINK.findall(row)[0]) for row in ROW.findall(page)]


def words(page):
    """Return the rows as text."""
    return [" ".join(re.sub(r"<[^>]+>", " ", row).split()) for row in ROW.findall(page)]


def test_the_most_urgent_comes_first(hotline, owe, signed_in):
    now = hotline.now
    other = owe()
    repeated = owe(misses=3)
    message = owe(message_s=20)
    overdue = owe(due_at=now - timedelta(hours=1))

    page = signed_in(UserRole.SUPERVISOR).get("/nho").text

    assert shown(page) == [overdue, repeated, message, other]
    assert "Quá hạn" in words(page)[0]
    assert "! trễ 1 giờ làm việc" in words(page)[0]
    assert "×3 lần" in words(page)[1]
    assert "4 người" in page


def test_a_number_is_masked_and_a_whole_one_is_nowhere(owe, signed_in):
    id = owe()

    browser = signed_in(UserRole.SUPERVISOR)

    for address in ("/nho", f"/nho/{id}"):
        page = browser.get(address).text
        assert "0505•••001" in page
        assert "84505000001" not in page
        assert "0505 000 001" not in page


@pytest.mark.parametrize("role", [UserRole.OFFICER, UserRole.BRANCH_HEAD])
def test_only_ones_own_branches_are_listed(owe, signed_in, role):
    mine, other = owe(), owe(branch=OTHER_BRANCH)

    browser = signed_in(role)

    assert shown(browser.get("/nho").text) == [mine]
    assert f"/nho/{other}" not in browser.get("/nho?state=all").text
    assert browser.get(f"/nho?branch={OTHER_BRANCH}").status_code == 422


def test_a_caller_of_another_branch_is_not_there_and_that_is_audited(hotline, owe, signed_in):
    id = owe(branch=OTHER_BRANCH)
    browser = signed_in(UserRole.OFFICER, "truc.mot")

    assert browser.get(f"/nho/{id}").status_code == 404
    for deed in ("claim", "release", "reached", "not-reached", "later", "move", "note", "call"):
        assert browser.post(f"/nho/{id}/{deed}", form_key="a-key-1").status_code == 404
    assert browser.post(f"/nho/{id}/number").status_code == 404
    assert browser.get(f"/nho/{id}/messages/RE1").status_code == 404

    assert audited(hotline, "denied") == [("truc.mot", f"callback {id}", None)] * 11


def test_paging_visits_each_caller_once(hotline, owe, signed_in):
    ids = {owe(misses=1 + n % 4, message_s=n % 2, due_at=hotline.now + timedelta(minutes=n - 30))
           for n in range(120)}  # fmt: skip
    browser, seen = signed_in(UserRole.SUPERVISOR), []

    addresses = ["/nho?message=&state=open"]
    while addresses:
        page = browser.get(addresses[0].replace("&amp;", "&")).text
        seen += shown(page)
        addresses = NEXT.findall(page)

    assert len(seen) == 120
    assert set(seen) == ids
    assert "offset" not in page.lower()


def test_what_is_claimed_or_settled_meanwhile_does_not_shift_a_page(hotline, owe, signed_in):
    ids = [owe() for _ in range(60)]
    browser = signed_in(UserRole.SUPERVISOR)
    first = browser.get("/nho").text
    with hotline.hotline.database.transaction() as session:
        session.get_one(Callback, ids[0]).state = CallbackState.CLOSED

    (address,) = NEXT.findall(first)
    second = browser.get(address.replace("&amp;", "&")).text

    assert shown(first) + shown(second) == ids


FILTERS: dict[str, dict[str, Any]] = {
    "state=overdue": {"due_at": -1},
    "state=claimed": {"claimed_by": "an", "claimed_until": 10},
    "state=postponed": {"next_try_at": 60},
    "state=closed": {"state": CallbackState.CLOSED, "closed_at": 0},
    f"branch={OTHER_BRANCH}": {"branch": OTHER_BRANCH},
    "unit=so-tai-chinh": {"branch": OTHER_BRANCH},
    "cause=bad_number": {"last_cause": Cause.BAD_NUMBER},
    "misses=3": {"misses": 3},
    "message=yes": {"message_s": 12},
    "ending=0777": {"caller_number": "+84505000777", "number_reversed": "77700050548"},
    "period=yesterday": {"last_missed_at": -24 * 60},
    "since=2026-11-20&until=2026-11-21": {"last_missed_at": -48 * 60},
    "mine=1": {"claimed_by": "mot.supervisor", "claimed_until": 10},
    "origin=sample": {"caller_number": "+84505050001"},
}


@pytest.mark.parametrize("query", FILTERS)
def test_a_filter_finds_what_it_says_and_nothing_else(hotline, owe, signed_in, query):
    owe()
    moments = ("_at", "_until")
    changes = {
        name: hotline.now + timedelta(minutes=value) if name.endswith(moments) else value
        for name, value in FILTERS[query].items()
    }
    wanted = owe(**changes)

    page = signed_in(UserRole.SUPERVISOR).get(f"/nho?{query}")

    assert page.status_code == 200
    assert shown(page.text) == [wanted]


CALLS: dict[str, dict[str, Any]] = {
    "officer=thu-tuc-hanh-chinh-1": {"officer_id": "thu-tuc-hanh-chinh-1"},
    "language=en": {"language": Language.EN},
    "known=reconciliation": {"origin": CallOrigin.RECONCILIATION},
}


@pytest.mark.parametrize("state", ["open", "all"])
@pytest.mark.parametrize("query", CALLS)
def test_the_last_call_is_asked_for_what_it_was(owe, signed_in, query, state):
    owe()
    asked = dict(CALLS[query])
    legs = [a_leg(officer_id=asked.pop("officer_id"))] if "officer_id" in asked else []
    wanted = owe(call=asked | {"legs": legs})

    page = signed_in(UserRole.SUPERVISOR).get(f"/nho?{query}&state={state}").text

    assert shown(page) == [wanted]
    is_narrowed = 'value="90-days" selected' in page
    assert is_narrowed is (state == "all")


@pytest.mark.parametrize(
    ("asked", "count"), [("on", 1), ("1", 2), ("on&since=2026-09-03&until=2026-09-30", 0)]
)
def test_callers_are_found_who_were_missed_around_a_holiday(owe, signed_in, asked, count):
    owe()
    for day in (2, 3, 5):  # the second of September is National Day, with the first or the third
        owe(last_missed_at=datetime(2025, 9, day, 3, tzinfo=UTC))
        owe(last_missed_at=datetime(2026, 9, day, 3, tzinfo=UTC))

    page = signed_in(UserRole.SUPERVISOR).get(f"/nho?holiday={asked}").text

    assert len(shown(page)) == count


@pytest.mark.parametrize(
    "query",
    ["state=x", "branch=x", "cause=x", "misses=0", "message=x", "order=x", "origin=x", "period=x",
     "officer=x", "language=x", "holiday=x", "known=x",
     "since=2026-11-21", "since=x&until=x", "ending=12"],
)  # fmt: skip
def test_a_filter_that_makes_no_sense_is_refused_at_its_field(owe, signed_in, query):
    owe()

    page = signed_in(UserRole.SUPERVISOR).get(f"/nho?{query}")

    assert page.status_code == 422
    assert 'class="fault"' in page.text


def test_the_list_is_taken_along_as_it_is_filtered_and_that_is_audited(hotline, owe, signed_in):
    late, other = owe(due_at=hotline.now - timedelta(minutes=1)), owe()
    owe(branch=OTHER_BRANCH)
    browser = signed_in(UserRole.BRANCH_HEAD, "truong.phong")

    answer = browser.post("/nho/export?message=no", page="/nho?message=no", file="missed.xlsx")

    head, *rows = sheet(answer.data)
    assert head[:2] == ["Việc số", "Số gọi"]
    assert [row[:2] for row in rows] == [[late, "0505•••001"], [other, "0505•••002"]]
    told = about(answer.data)
    assert told["Số dòng"] == "2"
    assert told["Người lập"] == "Chức danh (truong.phong)"
    assert "Trạng thái: Chờ gọi lại" in told["Bộ lọc"]
    assert "Lời nhắn: Không có" in told["Bộ lọc"]
    answer.close()
    ((login, key, facts),) = audited(hotline, "exported")
    assert (login, key, facts["rows"], facts["message"]) == ("truong.phong", "missed.xlsx", 2, "no")
    assert browser.post("/nho/export", file="missed.exe").status_code == 400


def test_those_ticked_are_taken_along_and_nobody_of_another_branch(owe, signed_in):
    owe()
    ids, other = [owe(), owe()], owe(branch=OTHER_BRANCH)
    browser = signed_in(UserRole.BRANCH_HEAD, "truong.phong")
    address = "/nho/export?what=ticked"

    answer = browser.post(address, file="missed.csv", id=[*ids, other])

    _, *rows = lines(answer.data)[0]
    assert [int(row[0]) for row in rows] == ids
    assert browser.post(address, file="missed.csv").status_code == 422
    many = browser.post(address, file="missed.csv", id=[*range(1, 10_001)])
    assert "Bạn chọn 10000 người; mỗi lần nhiều nhất 5000" in many.text


def test_who_may_not_export_takes_nothing_along(owe, signed_in):
    owe()
    for role in (UserRole.OFFICER, UserRole.ADMINISTRATOR):
        browser = signed_in(role)
        assert browser.post("/nho/export", file="missed.csv").status_code == 403
        assert "/nho/export" not in browser.get("/nho").text


def test_a_whole_number_is_taken_out_of_the_address(owe, signed_in):
    owe()
    browser = signed_in(UserRole.SUPERVISOR)

    answer = browser.get("/nho?ending=0505000001&state=all")

    assert (answer.status_code, answer.location) == (302, "/desk/nho?state=all")
    page = browser.get("/nho?state=all").text
    assert "không gõ cả số" in page
    assert "0505000001" not in page


def test_who_may_not_see_numbers_cannot_probe_for_them(owe, signed_in):
    owe()
    for role in (UserRole.ADMINISTRATOR, UserRole.INSPECTOR):
        browser = signed_in(role)
        assert browser.get("/nho?ending=0001").location == "/desk/nho"
        assert shown(browser.get("/nho?ending=001").text)


def test_a_token_that_is_none_leads_to_the_first_page(owe, signed_in):
    id = owe()

    page = signed_in(UserRole.SUPERVISOR).get("/nho?after=xyz").text

    assert shown(page) == [id]
    assert "nên đây là trang đầu" in page


def test_the_shipped_views_are_links_and_the_one_that_is_open_is_marked(owe, signed_in):
    owe()
    browser = signed_in(UserRole.SUPERVISOR)
    page = browser.get("/nho?mine=1").text

    for label in ("Việc của tôi", "Quá hạn", "Nhánh 2 hôm nay", "Nhỡ vì số hỏng"):
        assert label in page
    (tabs,) = TABS.findall(page)
    here = re.findall(r'<a href="([^"]+)" aria-current="page"', tabs)
    assert here == ["/desk/nho?mine=1"]
    for address in re.findall(r'href="/desk([^"]+)"', tabs):
        assert browser.get(address.replace("&amp;", "&")).status_code == 200


def test_nobody_left_is_said_in_words(signed_in):
    assert "Không còn ai phải gọi lại" in signed_in(UserRole.OFFICER).get("/nho").text
    assert "Không có ai khớp" in signed_in(UserRole.SUPERVISOR).get("/nho?misses=5").text


def test_addresses_of_the_list_are_only_made_of_what_it_knows(owe, signed_in):
    owe()

    page = signed_in(UserRole.SUPERVISOR).get("/nho?_external=1&_scheme=ftp&_anchor=x&state=all")

    assert "ftp:" not in page.text
    assert 'action="/desk/nho/claim?state=all"' in page.text


def test_who_may_not_work_sees_no_buttons(owe, signed_in):
    owe()
    for role in (UserRole.ADMINISTRATOR, UserRole.INSPECTOR):
        page = signed_in(role).get("/nho").text
        assert shown(page)
        assert "bulk-form" not in page
