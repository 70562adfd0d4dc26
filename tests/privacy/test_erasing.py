"""One number is erased wherever it stands, on both engines; counts and stories stay."""

import json
import zipfile

import pytest
import sqlalchemy as sa

from ivr.flow.numbers import is_pseudonym
from ivr.flow.words import CallbackOutcome
from models.audit import AuditRow
from models.call_hours import CallDay
from models.callback_actions import CallbackAction
from models.callbacks import Callback
from models.calls import Call
from models.events import EventRow
from models.notices import NoticeRow
from tests.harness import CITIZEN
from tests.privacy.conftest import NOBODY, OTHER, TYPED, audio, let_call, traces

SAID = ("--reason", "theo đơn", "--yes")


def counted(hotline):
    """Return what reports count, and of how many people."""
    with hotline.hotline.database.reading() as session:
        days = session.execute(sa.select(CallDay.__table__)).all()
        calls = session.scalars(sa.select(Call).order_by(Call.sid)).all()
        told = [(c.verdict, c.cause, c.wait_s, c.talk_s, c.message_s, c.due_at) for c in calls]
        debts = session.scalars(sa.select(Callback).order_by(Callback.id)).all()
        owed = [(row.state, row.outcome, row.misses, row.reopened) for row in debts]
        people = {call.callback_number for call in calls}
    return days, told, owed, len(people)


def type_number(hotline):
    """Leave the number where people type it, and where things go wrong."""
    spelled = "0505 000 001 và 0505000001"
    with hotline.hotline.database.transaction() as session:
        action = session.scalars(sa.select(CallbackAction)).first()
        assert action
        action.note = spelled
        notice = session.scalars(sa.select(NoticeRow)).first()
        values = {"subject": "officers", "key": CITIZEN, "before": None}
        session.add(AuditRow(at=hotline.now, actor="a", after={"note": [spelled]}, **values))
        if notice:
            notice.body_vi = f"số {CITIZEN}"
        sid = session.scalar(sa.select(Call.sid).where(Call.callback_number == OTHER))
        row = session.scalars(sa.select(EventRow).where(EventRow.call_sid == sid)).first()
        assert row
        row.raw = {**row.raw, "ForwardedFrom": CITIZEN}  # in the midst of somebody else's call
    spool = hotline.settings.var_dir / "spool"
    spool.mkdir(parents=True, exist_ok=True)
    (spool / "20261123T0200000000000000-a.event.unreadable").write_text(f"{{{CITIZEN}")


def test_a_number_is_erased_everywhere_and_once(make_hotline, database_url, type_at):
    hotline = make_hotline(database_url)
    let_call(hotline)
    type_number(hotline)
    before, others = counted(hotline), len(audio(hotline))

    done = type_at(hotline, "person", "erase", CITIZEN, *SAID)

    assert done.exit_code == 0, done.output
    assert "Đã xóa" in done.output
    assert traces(hotline) <= {"audit"}  # only as people wrote it, with blanks in it
    assert counted(hotline) == before
    assert (others, audio(hotline)) == (1, [])
    assert "calls" in traces(hotline, OTHER)
    assert "calls" in traces(hotline, TYPED)
    with hotline.hotline.database.transaction() as session:
        session.execute(sa.update(EventRow).values(told_at=None))
    hotline.tell()
    hotline.work_off()
    assert counted(hotline) == before
    assert audio(hotline) == []
    again = type_at(hotline, "person", "erase", CITIZEN, *SAID)
    assert "Không còn gì về số này" in again.output
    with hotline.hotline.database.reading() as session:
        query = sa.select(AuditRow).where(AuditRow.subject == "erased")
        (entry,) = session.scalars(query).all()
        assert is_pseudonym(entry.key)
        assert (entry.after["reason"], entry.after["calls"]) == ("theo đơn", 3)


def test_a_number_that_is_held_owed_or_a_posts_is_not_erased(past, type_in):
    past.call("4", NOBODY)
    past.work_off()

    owed = type_in("person", "erase", CITIZEN, *SAID)
    post = type_in("person", "erase", "0500000041", *SAID)
    none = type_in("person", "erase", "anonymous", *SAID)
    type_in("hold", "place", CITIZEN, "--reason", "khiếu nại")
    held = type_in("person", "erase", CITIZEN, "--close-open", *SAID)

    for refused, why in (
        (owed, "--close-open"),
        (post, "cán bộ trực"),
        (none, "gọi được"),
        (held, "lệnh giữ"),
    ):
        assert refused.exit_code == 1
        assert why in refused.output
    assert "calls" in traces(past)
    listed = type_in("hold", "list")
    assert "0505•••001" in listed.output
    assert "khiếu nại" in listed.output
    assert "505000001" not in owed.output + held.output + listed.output
    assert type_in("hold", "lift", "1").exit_code == 0
    assert type_in("hold", "lift", "1").exit_code == 1

    done = type_in("person", "erase", CITIZEN, "--close-open", *SAID)

    assert done.exit_code == 0, done.output
    assert traces(past) == set()
    with past.hotline.database.reading() as session:
        last = session.scalars(sa.select(Callback).order_by(Callback.id.desc())).first()
        assert last
        assert last.outcome is CallbackOutcome.OTHER_CHANNEL


def test_who_calls_again_after_it_is_somebody_new(past, type_in):
    type_in("person", "erase", CITIZEN, *SAID)

    past.call("4", NOBODY)
    past.work_off()

    (debt,) = past.callbacks(state="open")
    assert (debt.caller_number, debt.misses, debt.reopened) == (CITIZEN, 1, False)


def test_a_person_is_given_all_that_is_kept_of_them_and_of_nobody_else(past, type_in, tmp_path):
    file = tmp_path / "du-lieu.zip"

    done = type_in("person", "export", CITIZEN, "--to", file)

    assert done.exit_code == 0, done.output
    assert file.stat().st_mode & 0o077 == 0
    with zipfile.ZipFile(file) as archive:
        names = archive.namelist()
        plain = json.loads(archive.read("du-lieu.json"))
        text = archive.read("doc-toi.txt").decode("utf-8-sig")
        assert names[:2] == ["du-lieu.json", "doc-toi.txt"]
        assert archive.read(names[2]) == audio(past)[0].read_bytes()
    assert plain["number"] == CITIZEN
    assert [call["verdict"] for call in plain["calls"]] == ["not_answered", *["answered"] * 2]
    assert plain["calls"][0]["messages"][0]["file"] == names[2]
    assert [debt["outcome"] for debt in plain["callbacks"]] == ["self_reached"]
    assert plain["calls"][0]["events"][0]["carrier"]["From"] == CITIZEN
    assert "0505 000 001" in text
    assert "không nhấc máy" in text or "nhỡ" in text.lower()
    for stranger in ("505000002", "505000003", "5000000"):
        assert stranger not in json.dumps(plain["calls"]).replace("+84500000000", "")
    with past.hotline.database.reading() as session:
        query = sa.select(AuditRow).where(AuditRow.subject == "person_exported")
        (entry,) = session.scalars(query).all()
        assert is_pseudonym(entry.key)


def test_of_an_unknown_number_the_archive_says_that_nothing_is_kept(past, type_in, tmp_path):
    file = tmp_path / "khong.zip"

    type_in("person", "export", "0505 000 099", "--to", file)

    with zipfile.ZipFile(file) as archive:
        assert "không còn giữ gì" in archive.read("doc-toi.txt").decode("utf-8-sig")


@pytest.mark.parametrize("words", [("person", "erase", *SAID), ("hold", "place", *SAID[:2])])
def test_a_number_is_asked_for_unseen_where_none_is_typed(past, words):
    with past.app.app_context():
        done = past.app.test_cli_runner().invoke(args=[*words], input="0505000002\n")

    assert done.exit_code == 0, done.output
    assert "505000002" not in done.output
