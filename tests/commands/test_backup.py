"""`flask backup` and `flask restore`, as they are typed."""

import pytest
import sqlalchemy as sa

from models.audit import AuditRow
from models.calls import Call
from tests.harness import TestHotline, test_settings
from tests.models.rows import a_call


@pytest.fixture
def busy(hotline):
    """A hotline with a call in its books."""
    with hotline.hotline.database.transaction() as session:
        session.add(a_call())
    return hotline


@pytest.fixture
def other(tmp_path, postgres_url):
    """Another hotline, with nothing in it yet."""
    settings = test_settings(tmp_path, postgres_url, var_dir=tmp_path / "other")
    other = TestHotline(settings)
    yield other
    other.close()


def count(hotline, table):
    with hotline.hotline.database.reading() as session:
        return session.scalar(sa.select(sa.func.count()).select_from(table))


def test_a_backup_in_a_folder_is_named_by_its_moment_and_is_its_owners_only(
    busy, type_in, tmp_path
):
    told = type_in("backup", tmp_path)

    (path,) = tmp_path.glob("*.tar.gz")
    assert told.exit_code == 0
    assert path.name == "tam-nhanh-20261123T020000Z.tar.gz"
    assert path.stat().st_mode & 0o777 == 0o600
    assert "1 hàng · rows" in told.stderr
    assert list(tmp_path.glob(".*")) == []
    assert count(busy, AuditRow) == 1


def test_an_existing_file_is_never_written_over(type_in, tmp_path):
    path = tmp_path / "backup"
    path.write_bytes(b"precious")

    told = type_in("backup", path)

    assert told.exit_code == 1
    assert path.read_bytes() == b"precious"


def test_a_folder_that_there_is_not_is_told_in_a_sentence(type_in, tmp_path):
    told = type_in("backup", tmp_path / "nowhere" / "backup")

    assert told.exit_code == 1
    assert "No such file" in told.output


def test_it_goes_back_into_another_engine(busy, type_in, type_at, other, tmp_path):
    type_in("backup", tmp_path / "backup")

    told = type_at(other, "restore", tmp_path / "backup")

    assert told.exit_code == 0
    assert "23/11/2026 09:00:00: 1 hàng · rows" in told.output
    assert count(other, Call) == 1


def test_through_a_pipe_it_is_the_same_backup(busy, type_in, type_at, other, tmp_path):
    piped = type_in("backup", "-")

    (tmp_path / "piped").write_bytes(piped.stdout_bytes)
    assert type_at(other, "restore", tmp_path / "piped").exit_code == 0
    assert count(other, Call) == 1


def test_looking_at_a_backup_changes_nothing(busy, type_in, tmp_path):
    type_in("backup", tmp_path / "backup")

    told = type_in("restore", "--check", tmp_path / "backup")

    assert told.exit_code == 0
    assert "1 hàng · rows" in told.output
    assert (count(busy, Call), count(busy, AuditRow)) == (1, 1)


def test_what_is_there_stays_unless_it_is_forced(busy, type_in, tmp_path):
    type_in("backup", tmp_path / "backup")

    refused = type_in("restore", tmp_path / "backup")
    forced = type_in("restore", "--force", tmp_path / "backup")

    assert (refused.exit_code, forced.exit_code) == (1, 0)
    assert "--force" in refused.output


def test_a_broken_file_is_named(type_in, tmp_path):
    (tmp_path / "broken").write_bytes(b"no backup")

    told = type_in("restore", tmp_path / "broken")

    assert told.exit_code == 1
    assert "broken: " in told.output
    assert "no whole backup" in told.output
