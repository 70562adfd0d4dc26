"""`flask figures`: a day in numbers that can be added up, for people and for programs."""

import csv
import io
import json

import pytest

NOBODY = "bad-number," * 4
BRANCH = "thu-tuc-hanh-chinh"


@pytest.fixture
def day(hotline):
    """A day: two answered, two missed (one person), one left in the menu, one after hours."""
    hotline.call("4", "accept@3/30")
    hotline.call("4", "no-answer,accept@3/30", caller="+84505000002")
    hotline.call("3", NOBODY, caller="+84505000003")
    hotline.call("3", NOBODY, caller="+84505000003")
    hotline.call("", "", hang_up_after_s=5)
    hotline.pass_time(hours=10)
    hotline.call("5", "", hang_up_after_s=40)
    hotline.tell()
    return hotline


def rows(type_in, *words):
    told = type_in("figures", *words, "--format", "json")
    assert told.exit_code == 0
    return {row["branch"]: row for row in json.loads(told.stdout)}


def test_both_identities_are_printed_with_their_numbers(type_in, day):
    told = type_in("figures").stdout

    assert "offered = answered + abandoned + not answered: 4 = 2 + 0 + 2" in told
    assert "total = offered + menu + closed + blocked + test: 6 = 4 + 1 + 1 + 0 + 0" in told


def test_every_share_is_told_with_its_parts_in_vietnamese_numbers(type_in, day):
    told = type_in("figures").stdout

    assert "50,00 % (2/4)" in told
    assert "100,00 % (2/2)" in told
    assert "100,00 % (2.880/2.880)" in told  # minutes of office hours in a week and a day
    assert "Phục vụ kiểu 2 · type 2 ≤ 20 s" in told
    assert "Phục vụ kiểu 1 · type 1 ≤ 20 s" in told
    assert "kiểu 2: người gọi bỏ tính là không được phục vụ" in told


def test_a_table_has_the_hotline_first_and_each_branch_by_name(type_in, day):
    lines = type_in("figures").stdout.splitlines()

    first = lines.index("Số cuộc gọi · calls")
    names = [line[:30].strip() for line in lines[first + 3 : first + 14]]
    assert names[0] == "TẤT CẢ · ALL"
    assert names[4].startswith("4 Thủ tục hành chính")
    assert names[9:] == ["0 Bàn trực tổng đài", "chưa chọn nhánh · none chosen"]


def test_no_callers_number_is_told(type_in, day):
    for form in ("table", "json", "csv"):
        told = type_in("figures", "--format", form).stdout
        assert "505000" not in told.replace(" ", "")


def test_programs_get_counts_and_the_two_parts_of_each_share(type_in, day):
    told = rows(type_in)

    whole, branch, missed = told["(all)"], told[BRANCH], told["tu-phap"]
    assert (whole["total"], whole["offered"], whole["answered"], whole["test"]) == (6, 4, 2, 0)
    assert (branch["answer_rate"], branch["answer_rate_of"]) == (2, 2)
    assert (branch["service_level_2_20s"], branch["service_level_2_20s_of"]) == (1, 2)
    assert (missed["not_served"], missed["not_served_of"], missed["repeat_missed"]) == (1, 1, 1)
    assert (missed["callbacks_open"], missed["callbacks_kept_of"]) == (1, 1)
    assert told["(none)"]["menu_ended"] == 1
    assert (whole["officer_answers"], whole["officer_answers_of"]) == (2, 3)
    assert whole["rings_of_bad_number"] == 8
    assert told["noi-vu-cchc"]["asa_s"] is None


def test_a_branch_by_itself(type_in, day):
    assert list(rows(type_in, "--branch", "3")) == ["tu-phap"]
    assert "2 = 0 + 0 + 2" in type_in("figures", "--branch", "3").stdout


def test_a_period(type_in, day):
    assert rows(type_in, "--since", "2026-11-24")["(all)"]["total"] == 0
    evening = rows(type_in, "--since", "2026-11-23T18:00", "--until", "2026-11-23")
    assert evening["(all)"]["out_of_hours"] == 1
    assert evening["(all)"]["since"] == "2026-11-23T11:00:00+00:00"


def test_csv_holds_what_json_holds(type_in, day):
    expected = rows(type_in)

    told = csv.DictReader(io.StringIO(type_in("figures", "--format", "csv").stdout))

    for row, same in zip(told, expected.values(), strict=True):
        assert row == {k: "" if v is None else str(v) for k, v in same.items()}


def test_a_hotline_that_nobody_has_called_has_dashes_and_no_fault(type_in):
    told = type_in("figures")

    assert told.exit_code == 0
    assert "0 = 0 + 0 + 0" in told.stdout
    assert "– (0/0)" in told.stdout


@pytest.mark.parametrize(
    ("words", "said"),
    [(["--since", "yesterday"], "2026-11-23T14:30"), (["--branch", "nine"], "4=thu-tuc")],
)
def test_a_wrong_word_is_answered_with_how_to_write_it(type_in, words, said):
    told = type_in("figures", *words)

    assert told.exit_code == 2
    assert said in told.output
