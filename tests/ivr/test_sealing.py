"""Sealing: the first key seals, any opens; whatever was changed, cut or moved does not open."""

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ivr.sealing.seal import HEAD, MARK, BadKey, NotOpened, Seal, new_key, read_key
from ivr.sealing.storage import Sealed
from ivr.settings import BadSettings, Settings
from ivr.storage import Folder, TooLarge
from tests.harness import test_settings

OLD, NEW = bytes(32), bytes(range(32))
NAME, AUDIO = "2026/11/1-RE1.mp3", b"ID3 and what a citizen said" * 40


@pytest.fixture
def folder(tmp_path):
    return Folder(tmp_path / "recordings")


def heard(storage, name=NAME):
    with storage.open(name) as file:
        return file.read()


def lies(folder, name=NAME):
    return (folder.root / name).read_bytes()


@settings(max_examples=25, deadline=None)
@given(content=st.binary(max_size=300), place=st.integers(min_value=0))
def test_what_is_sealed_opens_whole_or_not_at_all(content, place):
    seal = Seal([NEW, OLD])
    sealed = seal.seal(content, "one")

    assert seal.open(sealed, "one") == content
    assert len(content) < 4 or content not in sealed[HEAD:]
    at = 4 + place % (len(sealed) - 4)  # behind the mark, without which it is plain
    changed = sealed[:at] + bytes([sealed[at] ^ 1]) + sealed[at + 1 :]
    for bad, about in ((changed, "one"), (sealed[:-1], "one"), (sealed, "another")):
        with pytest.raises(NotOpened):
            seal.open(bad, about)


def test_a_storage_seals_what_is_put_and_tells_the_size_and_hash_of_the_audio(folder):
    plain, sealed = Folder(folder.root / "plain"), Sealed(folder, Seal([NEW]))

    stored = sealed.put(NAME, [AUDIO[:10], AUDIO[10:]], limit=len(AUDIO))

    assert stored == plain.put(NAME, [AUDIO], limit=len(AUDIO))
    assert lies(folder).startswith(MARK)
    assert b"citizen" not in lies(folder)
    assert heard(sealed) == AUDIO
    with pytest.raises(TooLarge):
        sealed.put(NAME, [AUDIO], limit=len(AUDIO) - 1)
    assert heard(sealed) == AUDIO


def test_plain_and_sealed_audio_of_any_key_are_read_side_by_side_and_renewed_once(folder):
    Sealed(folder, Seal(())).put("plain", [AUDIO], limit=9999)
    Sealed(folder, Seal([OLD])).put("old", [AUDIO], limit=9999)
    storage = Sealed(folder, Seal([NEW, OLD]))
    storage.put("new", [AUDIO], limit=9999)

    assert lies(folder, "plain") == AUDIO
    assert {heard(storage, name) for name in ("plain", "old", "new")} == {AUDIO}
    assert [storage.renew(n, limit=9999) for n in ("plain", "old", "new")] == [True, True, False]
    assert [storage.renew(n, limit=9999) for n in ("plain", "old", "new")] == [False] * 3
    only_new = Sealed(folder, Seal([NEW]))
    assert {heard(only_new, name) for name in ("plain", "old", "new")} == {AUDIO}


def test_a_missing_key_is_told_by_the_name_of_its_setting(folder, caplog):
    Sealed(folder, Seal([OLD])).put(NAME, [AUDIO], limit=9999)

    for keys in ([], [NEW]):
        with pytest.raises(NotOpened, match="SEALING_KEYS"):
            Sealed(folder, Seal(keys)).open(NAME)
    assert "SEALING_KEYS" in caplog.records[-1].__dict__["error"]
    with pytest.raises(FileNotFoundError):
        Sealed(folder, Seal([NEW])).open("2026/11/none.mp3")


def test_half_a_head_is_plain_and_an_empty_file_too(folder):
    for name, content in (("empty", b""), ("short", MARK[:3])):
        folder.put(name, [content], limit=10)
        assert heard(Sealed(folder, Seal([NEW])), name) == content


def test_texts_are_sealed_as_text():
    seal = Seal([NEW, OLD])
    sealed = seal.seal_text("bí mật", "a")

    assert sealed.isascii()
    assert seal.open_text(sealed, "a") == "bí mật"
    assert seal.open_text("bí mật", "a") == "bí mật"
    assert [seal.is_newest_text(t) for t in (sealed, "bí mật")] == [True, False]
    assert not seal.is_newest_text(Seal([OLD]).seal_text("x", "a"))


def test_keys_are_new_each_time_and_a_bad_one_is_refused_without_being_told(tmp_path):
    assert read_key(new_key()) != read_key(new_key())
    for bad in ("", "abc", new_key()[:-2], "khóa" * 11):
        with pytest.raises(BadKey) as fault:
            read_key(bad)
        assert not bad or bad not in str(fault.value)


def test_settings_refuse_a_bad_key_at_boot_and_never_tell_it(monkeypatch, tmp_path):
    known = test_settings(tmp_path, "sqlite:///x.db")
    for name in ("public_url", "twilio_account_sid", "secret_key"):
        monkeypatch.setenv(name.upper(), getattr(known, name))
    monkeypatch.setenv("TWILIO_AUTH_TOKEN", "token")
    monkeypatch.setenv("SEALING_KEYS", f"{new_key()},not-a-key")
    monkeypatch.setenv("RETENTION", "messages=1d")

    with pytest.raises(BadSettings) as fault:
        Settings.from_env()

    assert "SEALING_KEYS: each must be 32 bytes" in str(fault.value)
    assert "RETENTION: messages=1d: must be 7d or more" in str(fault.value)
    assert "not-a-key" not in str(fault.value)


def test_second_steps_are_sealed_by_the_secret_where_no_key_is_set(tmp_path):
    without = test_settings(tmp_path, "sqlite:///x.db")
    key = new_key()
    with_key = test_settings(tmp_path, "sqlite:///x.db", sealing_keys=(key,))

    kept = without.secrets_seal().seal_text("bí mật", "a")

    assert not without.audio_seal().seals
    assert with_key.secrets_seal().open_text(kept, "a") == "bí mật"
    assert not with_key.secrets_seal().is_newest_text(kept)
    assert io.BytesIO(with_key.audio_seal().seal(b"x", "a")).read(4) == MARK
