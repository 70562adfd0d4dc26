"""Office time in words: minutes, hours, and working days where it is long. Pure."""

from datetime import date, datetime, timedelta

from ivr.flow.hours import Hours, Span
from ivr.flow.words import Text
from web.showing import filled
from web.texts.missed import MISSED

AN_HOUR, A_MINUTE = timedelta(hours=1), timedelta(minutes=1)
LONG = 16 * AN_HOUR  # from two usual days on, nobody can tell how long so many hours are


def working_day(hours: Hours) -> timedelta | None:
    """Return how long a working day is; None where days differ, or there is no end to them."""
    lengths = {sum(map(_length, spans), timedelta(0)) for spans in hours.week if spans}
    return lengths.pop() if len(lengths) == 1 and not hours.always else None


def office_time(length: timedelta, day: timedelta | None) -> Text:
    """Return a stretch of office time; `day` is how long a working day is, None where that varies.

    Long ones are told in days and whole hours.
    """
    if day and length > LONG:
        days, rest = divmod(length, day)
        more = _spaced(_hours(rest // AN_HOUR)) if rest >= AN_HOUR else Text("", "")
        return filled(MISSED["span_days"], days=days, more=more)
    hours, rest = divmod(length, AN_HOUR)
    minutes = rest // A_MINUTE
    parts = _hours(hours)
    if not hours:
        parts = filled(MISSED["minutes"], count=minutes)
    elif minutes:
        left = _spaced(filled(MISSED["minutes"], count=f"{minutes:02}"))
        parts = Text(parts.vi + left.vi, parts.en + left.en)
    return filled(MISSED["span"], parts=parts)


def _hours(count: int) -> Text:
    return filled(MISSED["hours"], count=count)


def _spaced(text: Text) -> Text:
    return Text(f" {text.vi}", f" {text.en}")


def _length(span: Span) -> timedelta:
    day = date.min
    begin, end = datetime.combine(day, span.start), datetime.combine(day, span.end)
    return end - begin if end > begin else end + timedelta(days=1) - begin
