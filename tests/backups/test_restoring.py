"""A hotline that was put back is the hotline that was taken: every row, on either engine."""

import io
from datetime import UTC

import pytest
import sqlalchemy as sa

from backups import archive
from backups.archive import Entry, Writer
from backups.manifest import Damaged, Kind, Section, Table
from backups.restoring import CannotRestore
from models import events
from models.audit import AuditRow
from models.events import EventRow
from models.migrate import head, revision
from tests.backups.filling import all_rows, fill
from tests.harness import NINE_ON_MONDAY
from tests.models.rows import a_call, a_message, an_event


def is_empty(hotline):
    return all(rows == [] for rows in all_rows(hotline.database).values())


def without_audit(rows):
    return {name: found for name, found in rows.items() if name != "audit"}


@pytest.fixture(params=["to PostgreSQL", "to SQLite"])
def both(request, here, there):
    """Return where a backup is taken, and where it is put back."""
    return (here, there) if request.param == "to PostgreSQL" else (there, here)


def test_every_row_of_every_table_is_the_same_on_the_other_engine(both, taken, put_back):
    source, target = both
    fill(source.database)

    restored = put_back(taken(source), target)

    before, after = all_rows(source.database), all_rows(target.database)
    assert without_audit(after) == without_audit(before)
    assert after["audit"][:-1] == before["audit"]
    assert all(len(rows) == 3 for rows in before.values())
    assert restored.manifest.rows == sum(map(len, before.values()))
    assert after["events"][0]["at"].tzinfo is UTC


def test_it_is_audited_and_new_rows_follow_the_old_ones(both, taken, put_back):
    source, target = both
    fill(source.database)

    put_back(taken(source), target)

    with target.database.transaction() as session:
        newest = session.scalars(sa.select(AuditRow).order_by(AuditRow.id.desc())).first()
        events.insert_events(session, [events.written(an_event(), {})])
        ids = session.scalars(sa.select(EventRow.id).order_by(EventRow.id)).all()
    assert newest is not None
    assert (newest.id, newest.subject, newest.key) == (4, "backups", "restored")
    assert (newest.actor, newest.at) == ("operator", NINE_ON_MONDAY)
    assert ids == [1, 2, 3, 4]


def test_a_database_that_holds_anything_is_refused_and_left_alone(both, taken, put_back):
    source, target = both
    with target.database.transaction() as session:
        session.add(a_call())
    before = all_rows(target.database)

    with pytest.raises(CannotRestore, match=r"\(calls\).*--force"):
        put_back(taken(source), target)

    assert all_rows(target.database) == before


def test_with_force_it_takes_the_place_of_what_there_was(both, taken, put_back):
    source, target = both
    fill(source.database)
    fill(target.database)
    with target.database.transaction() as session:
        session.add(a_call("CA-of-the-target"))

    put_back(taken(source), target, force=True)

    expected = without_audit(all_rows(source.database))
    assert without_audit(all_rows(target.database)) == expected


@pytest.mark.parametrize("hurt", ["a column too many", "not of its type", "not null"])
def test_a_row_that_is_refused_leaves_nothing_behind(both, put_back, hurt):
    _, target = both
    bad = {
        "a column too many": b'[1,"CA1","k",4]\n',
        "not of its type": b'["one","CA1","k"]\n',
        "not null": b"[1,null,null]\n",
    }[hurt]
    names = (("id", Kind.PLAIN), ("call_sid", Kind.PLAIN), ("key", Kind.PLAIN))
    file = io.BytesIO()
    with Writer(file, at=NINE_ON_MONDAY) as writer:
        writer.add(Section.SPOOL, "waits.event.json", b"{}")
        writer.add(Section.TABLES, "events/000001.jsonl", bad)
        writer.finish(revision=head(), tables=(Table("events", names, 1),), missing=0)

    with pytest.raises(Exception, match="·") as told:
        put_back(file, target)

    assert "CA1" not in str(told.value)
    assert is_empty(target)
    assert list((target.settings.var_dir).rglob("*.event.json")) == []


def test_fewer_rows_than_were_counted_are_not_taken_for_all(here, put_back):
    file = io.BytesIO()
    with Writer(file, at=NINE_ON_MONDAY) as writer:
        tables = (Table("events", (("id", Kind.PLAIN),), 7),)
        writer.finish(revision=head(), tables=tables, missing=0)

    with pytest.raises(Damaged, match="0 rows instead of 7"):
        put_back(file, here)

    assert is_empty(here)


def test_a_backup_of_a_later_release_is_refused(here, put_back):
    file = io.BytesIO()
    with Writer(file, at=NINE_ON_MONDAY) as writer:
        writer.finish(revision="9999", tables=(), missing=0)

    with pytest.raises(CannotRestore, match="update the software"):
        put_back(file, here)


def test_a_backup_of_an_earlier_release_is_brought_up_to_date(both, put_back):
    _, target = both
    columns = (
        *((name, Kind.PLAIN) for name in ("id", "call_sid", "key", "kind")),
        *(("at", Kind.MOMENT), ("facts", Kind.DOCUMENT), ("raw", Kind.DOCUMENT)),
    )
    row = b'[5,"CA1","k","call_started","2026-11-23T02:00:00+00:00","{}","{\\"a\\": 1}"]\n'
    file = io.BytesIO()
    with Writer(file, at=NINE_ON_MONDAY) as writer:
        writer.add(Section.TABLES, "events/000001.jsonl", row)
        writer.finish(revision="0001", tables=(Table("events", columns, 1),), missing=0)

    put_back(file, target)

    assert revision(target.database) == head()
    (event,) = all_rows(target.database)["events"]
    assert (event["id"], event["at"], event["raw"]) == (5, NINE_ON_MONDAY, {"a": 1})


def test_recordings_the_spool_and_the_menu_come_back(here, there, taken, put_back):
    here.storage.put("2026/11/7-RE1.mp3", [b"audio"], limit=9)
    spool = here.settings.var_dir / "spool"
    spool.mkdir(parents=True, exist_ok=True)
    (spool / "1.event.json").write_bytes(b"waits")
    (spool / "2.event.json.half").write_bytes(b"half")
    here.settings.branches_file.write_bytes(
        b"# edited\n" + there.settings.branches_file.read_bytes()
    )
    with here.database.transaction() as session:
        kept = a_message("RE1", path="2026/11/7-RE1.mp3")
        gone = a_message("RE2", path="2026/11/8-RE2.mp3")
        session.add(a_call(messages=[kept, gone]))

    restored = put_back(taken(here), there)

    with there.storage.open("2026/11/7-RE1.mp3") as audio:
        assert audio.read() == b"audio"
    assert restored.manifest.missing == 1
    waiting = there.settings.var_dir / "spool"
    assert [path.name for path in waiting.iterdir()] == ["1.event.json"]
    menu = there.settings.branches_file
    assert menu.read_bytes().startswith(b"# edited")
    assert restored.files == (menu,)
    former = menu.with_name("branches.yaml.before-20261123T020000Z")
    assert former.read_bytes() == here.settings.branches_file.read_bytes()[len(b"# edited\n") :]


def test_no_secret_is_in_a_backup(hotline_at, sqlite_url, taken):
    secret = "mailtos://user:password@mail.example.gov.vn"
    hotline = hotline_at("here", sqlite_url, notices_to=(secret,), session_hours=5)

    found = [entry for entry in archive.entries(taken(hotline)) if isinstance(entry, Entry)]

    (settings,) = (entry.content.decode() for entry in found if entry.name == "settings.env")
    assert "SESSION_HOURS=5" in settings
    every = b"".join(entry.content for entry in found).decode()
    known = hotline.settings
    for text in (known.secret_key, known.twilio_auth_token[0], secret, known.database_url):
        assert text not in every


def test_settings_that_are_not_so_here_are_told(hotline_at, sqlite_url, there, taken, put_back):
    hotline = hotline_at("here", sqlite_url, session_hours=5)

    assert put_back(taken(hotline), there).settings == ("SESSION_HOURS=5",)


def test_the_database_of_a_later_release_is_not_taken(here, taken):
    with here.database.transaction() as session:
        session.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))

    with pytest.raises(Exception, match=r"9999.*release"):
        taken(here)
