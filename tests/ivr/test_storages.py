"""What every storage of messages promises, be it a folder or a bucket."""

import hashlib
import logging

import pytest

from app import storage_of
from ivr.object_store.bucket import ObjectStore, bucket_and_prefix
from ivr.storage import BadName, Folder, Storage, Stored, TooLarge
from tests.harness import test_settings
from tests.ivr.bucket import BucketServer

NAME = "2026/11/7-RE1.mp3"


@pytest.fixture
def server(monkeypatch):
    logging.getLogger("werkzeug").setLevel(logging.WARNING)
    server = BucketServer()
    for name, value in {
        "AWS_ENDPOINT_URL": server.url,
        "AWS_ACCESS_KEY_ID": "the-hotline",
        "AWS_SECRET_ACCESS_KEY": "a secret",
        "AWS_REGION": "vn",
    }.items():
        monkeypatch.setenv(name, value)
    yield server
    server.close()


@pytest.fixture(params=["folder", "memory", "bucket"])
def storage(request, tmp_path) -> Storage:
    if request.param == "folder":
        return Folder(tmp_path / "recordings")
    if request.param == "memory":
        from obstore.store import MemoryStore  # noqa: PLC0415 - only where it is asked for

        return ObjectStore(MemoryStore)
    request.getfixturevalue("server")
    return ObjectStore.at("s3://messages/hotline")


def read(storage, name=NAME):
    with storage.open(name) as file:
        return file.read()


def broken(*chunks):
    yield from chunks
    raise ConnectionError("the line broke")


def test_what_was_stored_is_read_back_whole(storage):
    stored = storage.put(NAME, [b"abc", b"", b"def"], limit=6)

    assert read(storage) == b"abcdef"
    assert stored == Stored(6, hashlib.sha256(b"abcdef").hexdigest())


def test_a_long_message_is_read_back_whole(storage):
    audio = bytes(range(256)) * 12_000

    storage.put(NAME, [audio[:1_000_000], audio[1_000_000:]], limit=len(audio))

    assert read(storage) == audio


def test_a_limit_is_met_to_the_byte_and_nothing_is_left_past_it(storage):
    storage.put("fits", [b"12345"], limit=5)

    with pytest.raises(TooLarge, match="5 bytes"):
        storage.put("too-long", [b"123", b"456"], limit=5)

    assert read(storage, "fits") == b"12345"
    with pytest.raises(FileNotFoundError):
        storage.open("too-long")


def test_an_endless_stream_is_not_taken_to_its_end(storage):
    taken = []

    def endless():
        while True:
            taken.append(1)
            yield b"x" * 10

    with pytest.raises(TooLarge):
        storage.put(NAME, endless(), limit=25)

    assert len(taken) == 3


def test_a_stream_that_breaks_leaves_what_stood_there_before(storage):
    storage.put(NAME, [b"whole"], limit=100)

    with pytest.raises(ConnectionError):
        storage.put(NAME, broken(b"half"), limit=100)

    assert read(storage) == b"whole"


def test_the_same_message_again_takes_the_place_of_the_first(storage):
    storage.put(NAME, [b"first, and longer"], limit=100)
    storage.put(NAME, [b"second"], limit=100)

    assert read(storage) == b"second"


@pytest.mark.parametrize(
    "name", ["../out", "/etc/passwd", "2026/../../out", "..", ".", "", "2026/.."]
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


def test_a_message_that_is_not_there_cannot_be_opened(storage):
    with pytest.raises(FileNotFoundError):
        storage.open(NAME)


def test_a_deleted_message_is_gone_and_may_be_deleted_again(storage):
    storage.put(NAME, [b"abc"], limit=100)

    storage.delete(NAME)
    storage.delete(NAME)

    with pytest.raises(FileNotFoundError):
        storage.open(NAME)


# What is true of a bucket only.


def test_messages_stand_below_the_prefix_and_requests_are_signed(server):
    ObjectStore.at("s3://messages/hotline").put(NAME, [b"abc"], limit=100)

    assert server.bucket.objects == {f"/messages/hotline/{NAME}": b"abc"}
    assert server.bucket.signed_by == {"the-hotline"}


def test_a_bucket_that_refuses_is_told_as_a_disk_that_refuses_without_a_name(server):
    server.bucket.is_broken = True
    storage = ObjectStore.at("s3://messages")

    for ask in (lambda: storage.put(NAME, [b"abc"], limit=9), lambda: storage.open(NAME)):
        with pytest.raises(OSError, match="store of messages failed") as told:
            ask()
        assert not isinstance(told.value, FileNotFoundError)
        assert NAME not in str(told.value)


def test_nothing_is_made_before_it_is_used():
    def never():
        raise AssertionError("made before a fork, it would hang after it")

    ObjectStore(never)


def test_the_setting_decides_where_messages_are_kept(tmp_path):
    plain = test_settings(tmp_path, "sqlite:///x.db")
    bucket = test_settings(tmp_path, "sqlite:///x.db", recordings_url="s3://messages/a/b")

    assert isinstance(storage_of(plain), Folder)
    assert isinstance(storage_of(bucket), ObjectStore)


@pytest.mark.parametrize(
    ("url", "expected"),
    [("s3://b", ("b", "")), ("s3://b/", ("b", "")), ("s3://b/c/d/", ("b", "c/d"))],
)
def test_an_address_is_a_bucket_and_a_prefix(url, expected):
    assert bucket_and_prefix(url) == expected


@pytest.mark.parametrize("url", ["b/c", "s3:///c", "https://b/c", "s3://key:secret@b", "s3://b?x"])
def test_any_other_address_is_refused(tmp_path, url):
    with pytest.raises(ValueError, match="s3://bucket/prefix"):
        test_settings(tmp_path, "sqlite:///x.db", recordings_url=url)
