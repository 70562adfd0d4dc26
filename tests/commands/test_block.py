"""`flask block`: who is held back, by whom and why; nobody's number is said back."""

from datetime import timedelta

from tests.harness import CITIZEN

OFFICER = "+84500000041"


def test_a_number_is_blocked_listed_and_let_in_again(hotline, type_in):
    added = type_in("block", "add", CITIZEN, "--hours", "24", "--reason", "quấy rối")
    hotline.hotline.board.refresh()
    blocked = hotline.call("4", "accept")
    listed = type_in("block", "list")
    lifted = type_in("block", "lift", "1")
    hotline.hotline.board.refresh()
    let_in = hotline.call("4", "accept")

    assert added.exit_code == listed.exit_code == lifted.exit_code == 0
    assert "đang chặn" in listed.output
    assert "quấy rối" in listed.output
    assert CITIZEN[3:] not in added.output + listed.output
    assert not blocked.truth.was_joined
    assert let_in.truth.was_joined
    assert "Không chặn số nào" in type_in("block", "list").output
    assert "đã hết" in type_in("block", "list", "--all").output


def test_the_number_is_asked_for_unseen_where_none_is_typed(hotline):
    with hotline.app.app_context():
        words = ["block", "add", "--hours", "1", "--reason", "x"]
        asked = hotline.app.test_cli_runner().invoke(args=words, input=f"{CITIZEN}\n")

    assert asked.exit_code == 0
    assert CITIZEN not in asked.output


def test_a_block_that_cannot_be_is_told_in_a_sentence(hotline, type_in):
    type_in("block", "add", CITIZEN, "--hours", "1", "--reason", "x")

    refused = [
        type_in("block", "add", CITIZEN, "--hours", "1", "--reason", "x"),
        type_in("block", "add", OFFICER, "--hours", "1", "--reason", "x"),
        type_in("block", "add", "+84505000002", "--hours", "999", "--reason", "x"),
        type_in("block", "add", "+84505000002", "--hours", "1", "--reason", " "),
        type_in("block", "lift", "99"),
    ]
    hotline.pass_time(hours=timedelta(hours=2) / timedelta(hours=1))
    refused.append(type_in("block", "lift", "1"))

    assert all(each.exit_code for each in refused)
    assert "Traceback" not in "".join(each.output for each in refused)
