"""Messages on disk; what every storage promises is in `test_storages.py`."""

import os
from pathlib import Path

import pytest

from ivr.storage import BadName, Folder, TooLarge

NAME = "2026/11/7-RE1.mp3"


@pytest.fixture
def storage(tmp_path):
    return Folder(tmp_path / "recordings")


def files(storage):
    return sorted(
        str(path.relative_to(storage.root)) for path in storage.root.rglob("*") if path.is_file()
    )


def read(storage, name=NAME):
    with storage.open(name) as file:
        return file.read()


def broken(*chunks):
    yield from chunks
    raise ConnectionError("the line broke")


def test_nothing_is_made_before_it_is_needed(storage):
    assert not storage.root.exists()


def test_a_limit_is_met_to_the_byte_and_nothing_is_left_past_it(storage):
    storage.put("fits", [b"12345"], limit=5)

    with pytest.raises(TooLarge, match="5 bytes"):
        storage.put("too-long", [b"123", b"456"], limit=5)

    assert files(storage) == ["fits"]


def test_a_stream_that_breaks_leaves_no_half_message(storage):
    with pytest.raises(ConnectionError):
        storage.put(NAME, broken(b"half"), limit=100)

    assert files(storage) == []


def test_a_stream_that_breaks_leaves_what_stood_there_before(storage):
    storage.put(NAME, [b"whole"], limit=100)

    with pytest.raises(ConnectionError):
        storage.put(NAME, broken(b"half"), limit=100)

    assert read(storage) == b"whole"
    assert files(storage) == [NAME]


def test_while_it_is_written_nobody_sees_it_under_its_name(storage):
    seen = []

    def chunks():
        yield b"half"
        seen.append((storage.root / NAME).exists())
        yield b"whole"

    storage.put(NAME, chunks(), limit=100)

    assert seen == [False]


def test_audio_and_name_are_on_the_disk_before_the_message_counts_as_stored(storage, monkeypatch):
    synced = []
    sync = os.fsync

    def noted(handle):
        synced.append(str(Path(f"/proc/self/fd/{handle}").readlink()))
        sync(handle)

    monkeypatch.setattr(os, "fsync", noted)

    storage.put(NAME, [b"abc"], limit=100)

    month = storage.root / "2026" / "11"
    assert synced[-1] == str(month)
    assert synced[-2].startswith(str(month / ".7-RE1.mp3"))
    assert {str(storage.root.parent), str(storage.root), str(month.parent)} <= set(synced[:-2])


@pytest.mark.parametrize(
    "name",
    ["../out", "/etc/passwd", "2026/../../out", "..", ".", "", "2026/..", "a/../../recordings2/x"],
)
@pytest.mark.parametrize("action", ["put", "open", "delete"])
def test_a_name_that_leads_out_of_the_storage_is_refused(storage, name, action):
    calls = {
        "put": lambda: storage.put(name, [b"x"], limit=1),
        "open": lambda: storage.open(name),
        "delete": lambda: storage.delete(name),
    }

    with pytest.raises(BadName):
        calls[action]()

    assert not storage.root.exists()


def test_a_link_that_leads_out_of_the_storage_is_refused(storage, tmp_path):
    storage.root.mkdir()
    (storage.root / "out").symlink_to(tmp_path)

    with pytest.raises(BadName):
        storage.put("out/x", [b"x"], limit=1)


def test_a_deleted_message_is_gone_and_may_be_deleted_again(storage):
    storage.put(NAME, [b"abc"], limit=100)

    storage.delete(NAME)
    storage.delete(NAME)

    assert files(storage) == []


def test_a_disk_that_takes_nothing_is_told(storage):
    storage.root.write_text("a file stands where the folder should be")

    with pytest.raises(OSError, match="recordings"):
        storage.put(NAME, [b"abc"], limit=100)
