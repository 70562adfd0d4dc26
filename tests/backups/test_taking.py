"""A backup is one moment of a hotline, taken while calls come in; a broken file is never one."""

import dataclasses
import io
import tracemalloc

import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st

from backups import archive
from backups.archive import Entry, Writer
from backups.manifest import Damaged, Manifest, Section
from backups.taking import take
from ivr.spool import Spool
from jobs import replay
from models import events
from models.calls import Call
from models.events import EventRow
from models.session import Database
from tests.harness import NINE_ON_MONDAY
from tests.models.rows import a_call, a_message, an_event


class Busy:
    """A storage in front of which, while it is read, calls come in."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def open(self, name: str) -> io.BytesIO:
        with self._database.transaction() as session:
            session.add(a_call("CA-late"))
            events.insert_events(session, [events.written(an_event(), {})])
        return io.BytesIO(b"audio")


def test_what_comes_in_meanwhile_is_in_no_table_of_it(hotline_at, database_url):
    hotline = hotline_at("here", database_url)
    with hotline.database.transaction() as session:
        session.add(a_call(messages=[a_message("RE1", path="1.mp3")]))

    busy = dataclasses.replace(hotline, storage=Busy(hotline.database))
    manifest = take(busy, io.BytesIO(), at=NINE_ON_MONDAY)

    assert {t.name: t.rows for t in manifest.tables if t.rows} == {"calls": 1, "messages": 1}
    with hotline.database.reading() as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(Call)) == 2


def test_an_event_that_is_replayed_meanwhile_is_kept_once(here, there, taken, put_back):
    spool, event = Spool(here.settings.var_dir / "spool"), events.written(an_event(), {})
    spool.write(event)
    with here.database.transaction() as session:  # as the worker has it, before it tidies up
        events.insert_events(session, [event])

    put_back(taken(here), there)
    replay.run(there.database, Spool(there.settings.var_dir / "spool"))

    with there.database.reading() as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(EventRow)) == 1


def a_backup(*contents: bytes) -> bytes:
    file = io.BytesIO()
    with Writer(file, at=NINE_ON_MONDAY) as writer:
        for number, content in enumerate(contents):
            writer.add(Section.RECORDINGS, f"{number}.mp3", content)
        writer.finish(revision="0001", tables=(), missing=0)
    return file.getvalue()


WHOLE = a_backup(b"first", b"second" * 100)


def test_a_whole_file_tells_what_it_holds():
    manifest = archive.check(io.BytesIO(WHOLE))

    assert manifest.seals[Section.RECORDINGS].members == 2
    assert manifest.seals[Section.RECORDINGS].size == 605
    found = list(archive.entries(io.BytesIO(WHOLE)))
    assert found == [
        Entry(Section.RECORDINGS, "0.mp3", b"first"),
        Entry(Section.RECORDINGS, "1.mp3", b"second" * 100),
        manifest,
    ]


@settings(max_examples=40)
@given(st.integers(0, len(WHOLE) - 1))
def test_a_file_that_was_cut_short_is_none(length):
    with pytest.raises(Damaged):
        archive.check(io.BytesIO(WHOLE[:length]))


@settings(max_examples=60)
@given(st.integers(0, len(WHOLE) - 1), st.integers(1, 255))
def test_a_file_with_a_byte_that_was_changed_is_none_or_says_the_same(place, change):
    """Some bits of gzip's say nothing: which system wrote it, what fills the last byte up."""
    hurt = bytearray(WHOLE)
    hurt[place] ^= change

    try:
        found = archive.check(io.BytesIO(bytes(hurt)))
    except Damaged:
        return
    assert found == archive.check(io.BytesIO(WHOLE))


def test_a_member_that_was_changed_is_told_by_its_part(monkeypatch):
    def forged(self, entry):
        self.members += 1

    with monkeypatch.context() as patch:
        patch.setattr(archive.Sealing, "take", forged)
        written = a_backup(b"first")

    with pytest.raises(Damaged, match="“recordings”"):
        archive.check(io.BytesIO(written))


@pytest.mark.parametrize("content", [b"", b"no gzip at all", b"\x1f\x8b" + bytes(50)])
def test_any_other_file_is_none(content):
    with pytest.raises(Damaged):
        archive.check(io.BytesIO(content))


@pytest.mark.parametrize("document", [b"", b"[]", b"{}", b'{"project": "tam-nhanh", "format": 2}'])
def test_a_manifest_of_another_kind_is_refused(document):
    with pytest.raises(Damaged, match="·"):
        Manifest.read(document)


def test_memory_does_not_grow_with_the_number_of_members(tmp_path):
    path, audio = tmp_path / "backup", bytes(200)

    def peak_kb(members: int) -> float:
        tracemalloc.start()
        with path.open("w+b") as file:
            with Writer(file, at=NINE_ON_MONDAY) as writer:
                for number in range(members):
                    writer.add(Section.RECORDINGS, f"{number}.mp3", audio)
                writer.finish(revision="0001", tables=(), missing=0)
            archive.check(file)
        peak = tracemalloc.get_traced_memory()[1] / 1024
        tracemalloc.stop()
        return peak

    assert peak_kb(500) < peak_kb(20) + 100
