"""What all processes of a host count together, those that have died included."""

import os

from monitoring.cells import Cells

NAMES = ("calls", "keys", "talks")


def cells(folder, names=NAMES):
    made = Cells(folder, names, watches=False)
    made.start()
    return made


def count(made, *amounts):
    for index, amount in enumerate(amounts):
        made.values[index] += amount
    made.write()


def die(made):
    """End a process, as far as its file is concerned: its lock goes with it."""
    os.close(made._file)
    made._file = None


def test_processes_that_live_are_added_up(tmp_path):
    one, two = cells(tmp_path), cells(tmp_path)
    count(one, 1, 2, 0)
    count(two, 10, 0, 0.5)

    assert (list(one.total()[0]), one.total()[1]) == ([11, 2, 0.5], 2)
    assert one.total() == two.total()


def test_what_a_dead_process_counted_is_kept_and_counted_once(tmp_path):
    one, two, three = (cells(tmp_path) for _ in range(3))
    count(two, 5, 5, 5)
    count(three, 1, 1, 1)
    die(two)

    assert list(one.total()[0]) == [6, 6, 6]
    die(three)
    sums, alive = one.total()

    assert (list(sums), alive) == ([6, 6, 6], 1)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(["ended.cells", one._name])


def test_what_an_older_release_counted_under_other_names_is_left_out(tmp_path):
    old = cells(tmp_path, ("calls", "other", "talks"))
    count(old, 7, 7, 7)
    die(old)
    new = cells(tmp_path)
    count(new, 1, 0, 0)

    assert list(new.total()[0]) == [1, 0, 0]


def test_where_nothing_can_be_written_a_process_still_counts_for_itself(tmp_path):
    (tmp_path / "file").write_text("")
    made = cells(tmp_path / "file" / "folder")
    count(made, 1, 2, 3)

    assert (list(made.total()[0]), made.total()[1]) == ([1, 2, 3], 1)
