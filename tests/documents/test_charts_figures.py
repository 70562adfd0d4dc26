"""What each chart shows of its figures, drawn and in words."""

import re
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.charts.availability import availability
from documents.charts.columns import scale_to
from documents.charts.heat_map import DARKEST
from documents.charts.per_day import DayOfCalls, per_day
from documents.charts.sparkline import sparkline
from documents.charts.waits import STARTS, bands
from ivr.flow.measures.figures import Ratio
from ivr.flow.words import Language
from tests.documents.drawings import ALL, MISSED, MONDAY, bars, checks, days, elements, texts

# The heat map.


def test_a_heat_map_has_the_figure_in_each_cell_where_somebody_called():
    chart = ALL["heat map"]

    assert [text for text in texts(chart) if text in ("57", "1.404", "1")] == ["57", "1.404", "1"]
    assert texts(chart)[:7] == ["T2", "T3", "T4", "T5", "T6", "T7", "CN"]
    assert [text for text in texts(chart) if "–" in text] == [
        f"{hour:02}–{hour + 1:02}" for hour in range(7, 21)
    ]


def test_the_more_calls_the_darker_but_never_too_dark_for_the_figure():
    shades = [float(e.attrib["fill-opacity"]) for e in bars(ALL["heat map"], "chart-calls")]

    assert len(shades) == 14 * 7
    assert max(shades) == DARKEST
    assert sorted(shade for shade in shades if shade)[-2] == pytest.approx(
        DARKEST * 57 / 1404, abs=0.01
    )


def test_a_heat_map_says_when_most_called():
    assert elements(ALL["heat map"], "desc")[0].text == (
        "1.462 cuộc gọi; nhiều nhất 1.404 cuộc, Thứ Sáu, 16–17."
    )
    assert elements(ALL["no calls"], "desc")[0].text == "Không có cuộc gọi nào."


def test_the_table_of_a_heat_map_adds_up():
    rows = list(ALL["heat map"].table.rows)

    assert rows[0] == ("07–08", *[0] * 8)
    assert rows[2] == ("09–10", 57, *[0] * 6, 57)
    assert sum(int(str(row[-1])) for row in rows) == 1462


# Calls by day.


def heights(chart, class_):
    return [float(bar.attrib["height"]) for bar in bars(chart, class_)][1:]  # the legend's is first


def test_columns_are_as_high_as_there_were_calls():
    chart = per_day([DayOfCalls(MONDAY, 40, 10), DayOfCalls(MONDAY + timedelta(1), 20, 0)])

    assert heights(chart, "chart-answered") == [104, 52]
    assert heights(chart, "chart-missed") == [26]
    assert texts(chart)[-4:] == ["50", "20", "23/11", "24/11"]


def test_missed_calls_are_hatched_not_only_coloured():
    chart = ALL["per day"]

    assert {bar.attrib["fill"] for bar in bars(chart, "chart-missed")} == {"url(#per-day-hatching)"}
    assert {bar.attrib["fill"] for bar in bars(chart, "chart-answered")} == {"currentColor"}


def test_the_legend_tells_the_shares():
    chart = per_day([DayOfCalls(MONDAY, 1071, 333)])

    assert texts(chart)[:2] == ["Đã nghe: 76,28 % (1.071/1.404)", "Nhỡ: 23,72 % (333/1.404)"]
    assert list(chart.table.rows) == [(MONDAY, 1071, 333, Ratio(1071, 1404))]


def test_days_that_stand_close_are_named_now_and_then():
    named = [text for text in texts(ALL["a month"]) if re.fullmatch(r"\d\d/\d\d", str(text))]

    assert named == ["23/11", "28/11", "03/12", "08/12", "13/12", "18/12", "23/12"]
    assert len([t for t in texts(ALL["per day"]) if re.fullmatch(r"\d\d/\d\d", str(t))]) == 7


@pytest.mark.parametrize(
    ("most", "ticks"),
    [
        (0, (0, 1)),
        (3, (0, 1, 2, 3)),
        (6, (0, 2, 4, 6)),
        (50, (0, 10, 20, 30, 40, 50)),
        (57, (0, 20, 40, 60)),
        (200, (0, 50, 100, 150, 200)),
        (1404, (0, 500, 1000, 1500)),
    ],
)
def test_a_scale_has_round_values(most, ticks):
    assert scale_to(most).ticks == ticks


@given(st.integers(min_value=0, max_value=10**9))
def test_a_scale_reaches_what_it_is_for(most):
    ticks = scale_to(most).ticks

    assert most <= ticks[-1] <= max(1, 2 * most)
    assert len(ticks) <= 6


# Line checks by day.


def test_a_day_with_failures_says_how_many_passed_and_one_without_checks_is_crossed():
    chart = ALL["availability"]

    assert heights(chart, "chart-passed") == pytest.approx([130, 130 * 12 / 23], abs=0.01)
    assert heights(chart, "chart-failed") == pytest.approx([130 * 11 / 23], abs=0.01)
    assert {"23/23", "12/23", "×"} <= set(texts(chart))
    assert texts(chart)[:2] == ["Đạt: 76,09 % (35/46)", "Không đạt: 11; ×: ngày không kiểm tra"]


def test_where_every_day_was_checked_nothing_is_said_of_crosses():
    assert "×" not in availability(checks(Ratio(1, 2))).svg


# Waits.


def test_each_second_is_in_the_band_that_begins_with_it():
    found = bands({0: 1, 4: 2, 5: 4, 20: 8, 119: 16, 120: 32, 9999: 64}, {5: 1})

    assert [(band.start, band.answered, band.left) for band in found] == [
        *((0, 3, 0), (5, 4, 1), (10, 0, 0), (20, 8, 0), (30, 0, 0), (60, 16, 0), (120, 96, 0))
    ]


@given(st.dictionaries(st.integers(0, 5000), st.integers(0, 50)))
def test_no_wait_is_lost(seconds):
    found = bands(seconds, seconds)

    assert len(found) == len(STARTS)
    assert sum(b.answered for b in found) == sum(b.left for b in found) == sum(seconds.values())


def test_waits_are_told_in_words_and_figures():
    chart = ALL["waits"]

    assert texts(chart)[:2] == ["Được nghe máy: 14", "Người gọi dừng: 6"]
    assert {"0–5 giây", "từ 120 giây", "4 + 5", "9 + 0"} <= set(texts(chart))
    assert next(iter(chart.table.rows)) == ("0–5 giây", 4, 5, Ratio(4, 9))


# The sparkline.


def path(chart):
    return elements(chart, "path")[0].attrib["d"]


def test_a_sparkline_ends_with_its_last_figure():
    values = [(MONDAY + timedelta(days=n), value) for n, value in enumerate([5, 0, 1404])]
    chart = sparkline(MISSED, values, key="x")

    assert texts(chart) == ["1.404"]
    assert path(chart) == "M4.00 23.93h0L43.00 24.00h0L82.00 4.00h0"
    assert elements(chart, "desc")[0].text == "Gần nhất 1.404; thấp nhất 0, cao nhất 1.404."


def test_a_day_without_a_figure_breaks_the_line():
    values = [(MONDAY + timedelta(days=n), value) for n, value in enumerate([1, None, 2, 3])]

    assert path(sparkline(MISSED, values, key="x")).count("M") == 2


def test_english_is_there_as_well():
    chart = per_day(days(), language=Language.EN)

    assert elements(chart, "title")[0].text == "Calls answered and missed by day"
    assert texts(chart)[1].startswith("Missed: ")
