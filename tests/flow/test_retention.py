"""How long what is kept: defaults, what a setting says, and what it may not say."""

from datetime import timedelta

import pytest

from ivr.flow.retention import RULES, Kind, read_terms


def test_each_kind_has_a_rule_with_its_reason_and_a_term_no_shorter_than_the_shortest():
    assert set(RULES) == set(Kind)
    for rule in RULES.values():
        assert rule.days >= rule.least
        assert all((rule.what.vi, rule.what.en, rule.why.vi, rule.why.en))


def test_what_is_not_said_keeps_its_default_and_the_last_word_counts():
    terms = read_terms(" messages=30d, numbers = 3y,audit=forever,messages=6m, ")

    assert terms[Kind.MESSAGES] == timedelta(days=180)
    assert terms[Kind.NUMBERS] == timedelta(days=1095)
    assert terms[Kind.AUDIT] is None
    assert terms[Kind.FORMS] == read_terms("")[Kind.FORMS] == timedelta(days=90)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("mails=3d", "mails=3d: must begin with one of messages, "),
        ("messages", "messages=: must be such as 90d"),
        ("messages=0d", "messages=0d: must be such as"),
        ("messages=90", "messages=90: must be such as"),
        ("messages=6d", "messages=6d: must be 7d or more"),
        ("numbers=2m", "numbers=2m: must be 90d or more"),
        ("messages=-9d", "messages=-9d: must be such as"),
    ],
)
def test_a_term_that_makes_no_sense_is_named(text, fault):
    with pytest.raises(ValueError, match=fault):
        read_terms(text)
