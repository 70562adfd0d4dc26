"""What the telephone page is told: whom a key rings at this moment, and what came of a call."""

import pytest

from tests.harness import CITIZEN, HANOI, NATIONAL_DAY, ROOT, TEN_AT_NIGHT
from tests.models.rows import a_call, a_leg, a_message

PHONES, CALLS = "/rehearsal/phones", "/rehearsal/calls"
FOUR = ["thu-tuc-hanh-chinh-1", "thu-tuc-hanh-chinh-2"]
DESK = ["truc-ban-1", "truc-ban-2"]


@pytest.fixture
def phones(hotline, ask):
    """Return what asks whom each key rings."""
    return lambda at=hotline: ask(at, PHONES).json


def branch(document, key):
    return next(b for b in document["branches"] if b["key"] == key)


# The door.


@pytest.mark.parametrize("path", [PHONES, f"{CALLS}/CA1"])
@pytest.mark.parametrize(
    "how", [{"token": ""}, {"token": "another"}, {"signed_path": "/rehearsal/other"}]
)
def test_only_the_carrier_is_told(hotline, ask, path, how):
    answer = ask(hotline, path, **how)

    assert answer.status_code == 403
    assert [*answer.json] == ["error"]
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_signature_covers_the_query_too(hotline, ask):
    assert ask(hotline, f"{PHONES}?a=1").status_code == 200
    assert ask(hotline, f"{PHONES}?a=2", signed_path=f"{PHONES}?a=1").status_code == 403


@pytest.mark.parametrize("path", [PHONES, f"{CALLS}/CA1"])
def test_where_the_carrier_is_real_there_is_nothing(real_hotline, ask, path):
    answer = ask(real_hotline, path)

    assert answer.status_code == 404
    assert "0299" not in answer.text


# Whom a key rings.


def test_the_hotline_is_told_with_its_branches_in_the_order_of_the_menu(phones):
    told = phones()

    assert (told["hotline"], told["hotline_shown"]) == ("+84500000000", "0500 000 000")
    assert told["province"] == {"vi": "tỉnh Hậu Giang", "en": "Hau Giang"}
    assert told["now"] == "2026-11-23T09:00:00+07:00"
    assert [b["key"] for b in told["branches"]] == [*"12345678", "0"]
    assert branch(told, "4") == {
        "id": "thu-tuc-hanh-chinh",
        "key": "4",
        "name": {
            "vi": "Thủ tục hành chính, một cửa",
            "en": "Administrative procedures and one-stop service",
        },
        "lead": {
            "vi": "Văn phòng Ủy ban nhân dân tỉnh",
            "en": "Office of the Provincial People's Committee",
        },
        "is_open": True,
        "closed_because": None,
        "rings": [*FOUR, *DESK],
    }
    assert branch(told, "0")["rings"] == DESK


def test_every_officer_has_one_phone(phones):
    told = phones()["phones"]

    assert [phone["id"] for phone in told][6:8] == FOUR
    assert [phone["id"] for phone in told][-2:] == DESK
    assert told[6] == {
        "id": "thu-tuc-hanh-chinh-1",
        "number": "+84500000041",
        "number_shown": "0500 000 041",
        "post": {
            "vi": "Chuyên viên trực, Phòng Kiểm soát thủ tục hành chính",
            "en": "Duty officer, Procedure Control Division",
        },
        "branches": ["thu-tuc-hanh-chinh"],
    }


def test_what_may_be_pretended_is_told_in_local_time(phones):
    assert phones()["moments"][1] == {
        "name": {"vi": "Tối nay, ngoài giờ", "en": "This evening, out of hours"},
        "at": "2026-11-23T20:00",
    }


@pytest.mark.parametrize(
    ("at", "because"),
    [
        (TEN_AT_NIGHT, {"vi": "ngoài giờ làm việc", "en": "out of office hours"}),
        (NATIONAL_DAY, {"vi": "nghỉ Quốc khánh", "en": "closed for National Day"}),
    ],
)
def test_a_closed_branch_rings_nobody_and_says_why(make_hotline, sqlite_url, phones, at, because):
    told = phones(make_hotline(sqlite_url, at=at))

    four, desk = branch(told, "4"), branch(told, "0")
    assert (four["is_open"], four["closed_because"], four["rings"]) == (False, because, [])
    assert (desk["is_open"], desk["closed_because"], desk["rings"]) == (True, None, DESK)


def test_a_phone_that_is_in_use_is_passed_over(hotline, phones):
    hotline.start("4", "accept@2/600")
    hotline.pass_time(seconds=60)

    assert branch(phones(), "4")["rings"] == [FOUR[1], *DESK]
    assert branch(phones(), "3")["rings"][-2:] == DESK


def test_a_branch_of_a_sub_menu_has_the_keys_that_lead_to_it(hotline_with, phones):
    told = phones(hotline_with(branches_file=ROOT / "docs/examples/two-level.yaml"))

    keys = {b["key"]: b["id"] for b in told["branches"]}
    assert [*keys] == ["1", "21", "22", "3", "0"]
    assert (keys["21"], keys["22"]) == ("mot-cua", "dich-vu-cong")
    shared = next(phone for phone in told["phones"] if phone["id"] == "quay-2")
    assert shared["branches"] == ["mot-cua", "dich-vu-cong"]
    assert len(told["phones"]) == 5


def test_one_telephone_is_one_phone_whatever_its_officers_are_called(
    hotline_with, tmp_path, phones
):
    menu = tmp_path / "branches.yaml"
    shipped = (ROOT / "branches.yaml").read_text("utf-8")
    menu.write_text(shipped.replace("0500 000 051", "0500 000 041"), "utf-8")

    told = phones(hotline_with(branches_file=menu))

    assert branch(told, "5")["rings"] == [FOUR[0], "to-chuc-can-bo-2", *DESK]
    shared = [phone for phone in told["phones"] if phone["number"] == "+84500000041"]
    assert [(p["id"], p["branches"]) for p in shared] == [
        (FOUR[0], ["thu-tuc-hanh-chinh", "to-chuc-can-bo"])
    ]


# What came of a call.


@pytest.fixture
def result(hotline, ask):
    """Return what asks for the result of a call."""
    return lambda call, at=hotline: ask(at, f"{CALLS}/{call.sid}").json


def test_a_call_that_was_answered(hotline, result):
    call = hotline.call("4", "no-answer,accept@3/30")
    row = hotline.row(call)

    assert result(call) == {
        "sid": call.sid,
        "verdict": "answered",
        "verdict_label": {"vi": "đã trả lời", "en": "answered"},
        "cause": None,
        "cause_label": None,
        "branch": {
            "id": "thu-tuc-hanh-chinh",
            "name": {
                "vi": "Thủ tục hành chính, một cửa",
                "en": "Administrative procedures and one-stop service",
            },
        },
        "wait_s": row.wait_s,
        "talk_s": 30,
        "message_s": 0,
        "due_at": None,
        "rang": [
            {
                "post": {
                    "vi": "Chuyên viên trực, Phòng Kiểm soát thủ tục hành chính",
                    "en": "Duty officer, Procedure Control Division",
                },
                "outcome": "no_answer",
                "outcome_label": {"vi": "không nhấc máy", "en": "did not pick up"},
            },
            {
                "post": {
                    "vi": "Trưởng phòng Kiểm soát thủ tục hành chính (dự phòng)",
                    "en": "Head of the Procedure Control Division (deputy)",
                },
                "outcome": "answered",
                "outcome_label": {"vi": "đã nghe máy", "en": "answered"},
            },
        ],
        "message": None,
    }


def test_a_call_that_left_a_message(hotline, result):
    call = hotline.call("4,1", "busy,busy,busy,busy", message_s=12)
    hotline.tell()
    waiting = {"vi": "đang chờ tải về", "en": "waiting to be fetched"}
    assert result(call)["message"] == {"state": "waiting", "state_label": waiting, "file": ""}

    hotline.work_off()

    told = result(call)
    (message,) = hotline.row(call).messages
    stored = {"vi": "đã lưu", "en": "stored"}
    assert told["message"] == {"state": "stored", "state_label": stored, "file": message.path}
    assert (told["verdict"], told["cause"], told["message_s"]) == ("not_answered", "busy", 12)
    assert told["cause_label"] == {"vi": "máy bận", "en": "the lines were busy"}
    due_at = hotline.row(call).due_at.astimezone(HANOI)
    assert told["due_at"] == due_at.isoformat(timespec="seconds")


def test_a_call_that_goes_on(hotline, result):
    call = hotline.start("4", "accept@1/600")
    hotline.pass_time(seconds=9)
    hotline.tell()

    told = result(call)

    assert (told["verdict"], told["verdict_label"]["en"]) == (None, "going on")
    assert [leg["outcome"] for leg in told["rang"]] == [None]
    assert told["rang"][0]["outcome_label"] == {"vi": "đang gọi", "en": "going on"}


def test_a_call_that_chose_no_branch(hotline, result):
    call = hotline.call("", hang_up_after_s=5)
    hotline.tell()

    assert (result(call)["verdict"], result(call)["branch"]) == ("menu_ended", None)


def test_what_the_books_do_not_know_yet_is_not_there(hotline, ask):
    call = hotline.call("4", "accept")

    answer = ask(hotline, f"{CALLS}/{call.sid}")

    assert answer.status_code == 404
    assert {*answer.json["error"]} == {"vi", "en"}


def test_a_branch_and_an_officer_that_are_no_more_are_told_by_their_ids(hotline, ask):
    with hotline.hotline.database.transaction() as session:
        silence = a_message("RE1", is_kept=False)
        session.add(a_call(branch="gone", legs=[a_leg(officer_id="left")], messages=[silence]))

    told = ask(hotline, f"{CALLS}/CA1").json

    assert told["branch"] == {"id": "gone", "name": {"vi": "gone", "en": "gone"}}
    assert told["rang"][0]["post"] == {"vi": "left", "en": "left"}
    assert told["message"] is None


def test_nothing_of_the_caller_is_told(hotline, ask):
    call = hotline.call("4", "accept")
    hotline.tell()

    assert CITIZEN not in ask(hotline, f"{CALLS}/{call.sid}").text


def test_books_that_cannot_be_read_are_told_so(make_hotline, tmp_path, ask):
    hotline = make_hotline(f"sqlite:///{tmp_path / 'away.db'}")
    hotline.hotline.database.close()
    for path in tmp_path.glob("away.db*"):
        path.unlink()
    (tmp_path / "away.db").mkdir()

    answer = ask(hotline, f"{CALLS}/CA1")

    assert answer.status_code == 503
    assert answer.json["error"]["en"] == "the database is away"
