"""Events on disk: whole or not at all, in the order of their time."""

import errno
import json
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr.spool import _PLAIN, Spool, SpoolFull
from models.events import written
from tests.models.rows import an_event, minutes

MOMENTS = st.datetimes(
    datetime.fromisoformat("2000-01-01"),
    datetime.fromisoformat("2100-01-01"),
    timezones=st.just(UTC),
)


@pytest.fixture
def spool(tmp_path):
    return Spool(tmp_path / "var" / "spool")


def row(key="started", at=minutes(0)):  # noqa: B008 - a constant
    return written(an_event(key, at=at), {"From": "+84912345678"})


def waiting(spool):
    return [found for _, found in spool.read(spool.waiting(limit=100))]


def names(spool):
    return sorted(path.name for path in spool.folder.iterdir())


def test_an_event_that_was_written_waits_as_it_was(spool):
    spool.write(row())

    assert waiting(spool) == [row()]


def test_where_nothing_was_ever_written_nothing_waits(spool):
    assert spool.waiting(limit=10) == []
    assert not spool.folder.exists()


def test_events_wait_in_the_order_of_their_time_and_a_limit_holds(spool):
    for n in (3, 1, 2):
        spool.write(row(f"key:{n}", at=minutes(n)))

    assert [found["key"] for found in waiting(spool)] == ["key:1", "key:2", "key:3"]
    assert len(spool.waiting(limit=2)) == 2


@given(one=MOMENTS, other=MOMENTS | st.just(None), apart=st.integers(1, 2_000_000))
def test_file_names_sort_as_their_moments_do(one, other, apart):
    earlier, later = sorted([one, other or one + timedelta(microseconds=apart)])

    names = [f"{at.isoformat().translate(_PLAIN)}-" for at in (earlier, later)]

    assert names == sorted(names)


def test_the_same_event_twice_is_two_files_and_neither_is_overwritten(spool):
    spool.write(row())
    spool.write(row())

    assert len(waiting(spool)) == 2


def test_an_event_is_synced_before_it_gets_its_name_and_then_the_name(spool, monkeypatch):
    spool.folder.mkdir(parents=True)
    synced = []
    sync = os.fsync

    def noted(handle):
        synced.append((str(Path(f"/proc/self/fd/{handle}").readlink()), names(spool)))
        sync(handle)

    monkeypatch.setattr(os, "fsync", noted)

    spool.write(row())

    (first, before), (second, after) = synced
    assert first.endswith(".half")
    assert [name.endswith(".half") for name in before] == [True]
    assert second == str(spool.folder)
    assert [name.endswith(".event.json") for name in after] == [True]


def test_a_folder_is_durable_before_the_first_event_in_it_counts(spool, monkeypatch):
    synced = []
    sync = os.fsync

    def noted(handle):
        synced.append(str(Path(f"/proc/self/fd/{handle}").readlink()))
        sync(handle)

    monkeypatch.setattr(os, "fsync", noted)

    spool.write(row())

    assert synced[0] == str(spool.folder.parent)


def test_a_disk_that_takes_nothing_is_told(tmp_path):
    (tmp_path / "spool").write_text("a file stands where the folder should be")

    with pytest.raises(OSError, match="spool"):
        Spool(tmp_path / "spool").write(row())


def test_half_files_and_what_is_no_event_of_ours_are_left_alone(spool):
    spool.write(row())
    (spool.folder / "20261123T020000-aa.half").write_text('{"call_sid": "CA')
    (spool.folder / "20261123T020000-bb.event.unreadable").write_text("?")
    (spool.folder / "README").write_text("?")

    assert waiting(spool) == [row()]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x00\x00\x00\x00",
        b'{"call_sid": "CA1", "key": "sta',
        b"[]",
        b"17",
        b"{}",
        json.dumps(row() | {"at": "yesterday"}).encode(),
        json.dumps(row() | {"at": "2026-11-23T09:00:00"}).encode(),
        json.dumps(row() | {"at": None}).encode(),
        json.dumps({k: v for k, v in row().items() if k != "facts"}).encode(),
        b"\xff\xfe",
    ],
)
def test_what_is_no_event_is_told_apart_from_what_is_one(spool, content):
    spool.folder.mkdir(parents=True)
    (spool.folder / "20261123T0200000000-aa.event.json").write_bytes(content)

    assert waiting(spool) == [None]


def test_a_file_that_another_worker_was_faster_with_is_left_out(spool):
    spool.write(row("key:1", at=minutes(1)))
    spool.write(row("key:2", at=minutes(2)))
    listed = spool.waiting(limit=10)

    spool.remove(listed[:1])

    assert [found["key"] for _, found in spool.read(listed)] == ["key:2"]


def test_a_file_that_cannot_be_read_now_is_not_taken_for_a_bad_one(spool):
    (spool.folder / "20261123T0200000000-aa.event.json").mkdir(parents=True)  # even for root

    with pytest.raises(IsADirectoryError):
        waiting(spool)


def test_a_removed_event_waits_no_longer_and_may_be_removed_again(spool):
    spool.write(row())
    listed = spool.waiting(limit=10)

    spool.remove(listed)
    spool.remove(listed)

    assert names(spool) == []


def test_what_is_put_aside_is_kept_and_waits_no_longer(spool):
    spool.folder.mkdir(parents=True)
    bad = spool.folder / "20261123T0200000000-aa.event.json"
    bad.write_text("?")

    spool.put_aside(bad)

    assert waiting(spool) == []
    assert (spool.folder / "20261123T0200000000-aa.event.unreadable").read_text() == "?"


def test_beyond_its_room_nothing_is_taken_and_what_waits_stays(tmp_path, monkeypatch):
    monkeypatch.setattr("ivr.spool.BLOCK", 256 * 1024)  # four files to a megabyte
    monkeypatch.setattr("ivr.spool.LOOKS_EVERY", 1)
    spool = Spool(tmp_path / "spool", max_mb=1)
    for n in range(4):
        spool.write(row(f"key:{n}", at=minutes(n)))

    with pytest.raises(SpoolFull):
        spool.write(row("key:9"))

    assert [found["key"] for found in waiting(spool)] == [f"key:{n}" for n in range(4)]
    spool.remove(spool.waiting(limit=1))
    spool.write(row("key:9", at=minutes(9)))
    assert len(spool.waiting(limit=9)) == 4


@pytest.mark.parametrize("fails", ["fsync", "write"])
def test_a_full_disk_leaves_no_half_event_behind(spool, monkeypatch, fails):
    spool.write(row("key:1"))

    def no_room(*_args):
        raise OSError(errno.ENOSPC, "no space left on device")

    with monkeypatch.context() as full:
        if fails == "fsync":
            full.setattr(os, "fsync", no_room)
        else:
            full.setattr(Path, "open", no_room)
        with pytest.raises(OSError, match="no space"):
            spool.write(row("key:2"))

    assert len(names(spool)) == 1
    spool.write(row("key:3"))
    assert len(waiting(spool)) == 2
