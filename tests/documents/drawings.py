"""Charts read back: their elements, and the days of one week to draw."""

import xml.etree.ElementTree as ET
from datetime import date, timedelta

from documents.charts.availability import availability
from documents.charts.heat_map import heat_map
from documents.charts.per_day import DayOfCalls, per_day
from documents.charts.sparkline import sparkline
from documents.charts.waits import bands, waits
from ivr.flow.measures.figures import Ratio
from ivr.flow.words import Text

SVG = "{http://www.w3.org/2000/svg}"
MONDAY = date(2026, 11, 23)
MISSED = Text("Cuộc gọi nhỡ", "Missed calls")


def days(count=7):
    return [DayOfCalls(MONDAY + timedelta(days=n), answered=40 + n, missed=n) for n in range(count)]


def checks(*ratios):
    return [(MONDAY + timedelta(days=n), ratio) for n, ratio in enumerate(ratios)]


ALL = {
    "heat map": heat_map({(0, 9): 57, (4, 16): 1404, (6, 20): 1}),
    "per day": per_day(days()),
    "a month": per_day(days(31), key="month"),
    "waits": waits(bands({3: 4, 18: 9, 130: 1}, {2: 5, 40: 1})),
    "availability": availability(checks(Ratio(23, 23), Ratio(12, 23), Ratio(0, 0))),
    "sparkline": sparkline(MISSED, [(d.day, d.missed) for d in days()], key="missed"),
    "no calls": heat_map({}),
    "no days": per_day([]),
    "no waits": waits(bands({}, {})),
    "no checks": availability([]),
    "no points": sparkline(MISSED, [], key="none"),
}


def elements(chart, *names):
    root = ET.fromstring(chart.svg)
    return [e for e in root.iter() if not names or e.tag.removeprefix(SVG) in names]


def texts(chart):
    return [e.text for e in elements(chart, "text")]


def bars(chart, class_):
    return [e for e in elements(chart, "rect") if e.attrib["class"] == class_]
