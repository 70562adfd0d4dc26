"""What the reports and posters say: in both languages, with the same values put in."""

import re

from documents.table import Kind
from web.pages.reports import asking
from web.pages.reports.measures import GROUPS_SHOWN, HEADLINES, MEASURES
from web.texts import exports, figures, posters, reports

BRACES = re.compile(r"{\w*}")


def texts():
    return [
        text
        for module in (asking, exports, figures, posters, reports)
        for kept in vars(module).values()
        if isinstance(kept, dict)
        for text in kept.values()
        if hasattr(text, "vi")
    ]


def test_every_text_is_said_in_both_languages():
    assert len(texts()) > 200
    assert [t for t in texts() if not (t.vi.strip() and t.en.strip())] == []
    assert [t for t in texts() if {*BRACES.findall(t.vi)} != {*BRACES.findall(t.en)}] == []


def test_every_figure_has_a_name_and_all_names_are_used():
    assert {measure.key for measure in MEASURES} == set(figures.NAMES)
    assert {group.key for group in GROUPS_SHOWN} == set(figures.GROUPS)
    assert set(figures.HOW) <= set(figures.NAMES)
    assert len(HEADLINES) == 8


def test_no_two_figures_are_called_alike():
    names = [measure.name for measure in MEASURES]

    assert len({name.vi for name in names}) == len({name.en for name in names}) == len(names)


def test_every_share_is_explained_but_for_other_readings_of_one():
    unexplained = {m.key for m in MEASURES if m.kind is Kind.RATIO and m.how is None}

    assert unexplained == {
        *("level_30", "level_60", "flagged", "level_20_type_3", "level_20_answered"),
        "abandonment_without_short",
    }
