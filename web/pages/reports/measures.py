"""The figures of a report, in the groups in which they are shown and handed out."""

from collections.abc import Callable
from dataclasses import dataclass

from documents.table import Kind
from ivr.flow.measures.figures import Mean, Ratio
from ivr.flow.measures.report import Part
from ivr.flow.words import Text
from web.texts.figures import GROUPS, HOW, NAMES

Value = int | Ratio | Mean | None


@dataclass(frozen=True, slots=True)
class Measure:
    """One figure: what kind it is, and where in a part it stands.

    `in_hours`: its seconds are many, and people read them as hours.
    """

    key: str
    kind: Kind
    of: Callable[[Part], Value]
    in_hours: bool = False

    @property
    def name(self) -> Text:
        """What it is called."""
        return NAMES[self.key]

    @property
    def how(self) -> Text | None:
        """How it is made; None where another one's explanation says it."""
        return HOW.get(self.key)


@dataclass(frozen=True, slots=True)
class Group:
    """Figures that are shown together."""

    key: str
    measures: tuple[Measure, ...]

    @property
    def name(self) -> Text:
        """What they have in common."""
        return GROUPS[self.key]


COUNTS = Group(
    "counts",
    (
        Measure("offered", Kind.INTEGER, lambda p: p.counts.offered),
        Measure("answered", Kind.INTEGER, lambda p: p.counts.answered),
        Measure("abandoned", Kind.INTEGER, lambda p: p.counts.abandoned),
        Measure("short", Kind.INTEGER, lambda p: p.counts.short),
        Measure("not_answered", Kind.INTEGER, lambda p: p.counts.not_answered),
        Measure("missed", Kind.INTEGER, lambda p: p.counts.missed),
        Measure("menu_ended", Kind.INTEGER, lambda p: p.counts.menu_ended),
        Measure("out_of_hours", Kind.INTEGER, lambda p: p.counts.out_of_hours),
        Measure("blocked", Kind.INTEGER, lambda p: p.counts.blocked),
        Measure("test", Kind.INTEGER, lambda p: p.counts.test),
        Measure("total", Kind.INTEGER, lambda p: p.counts.total),
    ),
)
ANSWERS = Group(
    "answers",
    (
        Measure("answer_rate", Kind.RATIO, lambda p: p.counts.answer_rate),
        Measure("missed_rate", Kind.RATIO, lambda p: p.counts.missed_rate),
        Measure("abandonment", Kind.RATIO, lambda p: p.counts.abandonment),
        Measure("level_20", Kind.RATIO, lambda p: p.levels[0].type_2),
        Measure("level_30", Kind.RATIO, lambda p: p.levels[1].type_2),
        Measure("level_60", Kind.RATIO, lambda p: p.levels[2].type_2),
    ),
)
WAITS = Group(
    "waits",
    (
        Measure("asa", Kind.MEAN, lambda p: p.answer_times.mean),
        Measure("median", Kind.SECONDS, lambda p: p.answer_times.median_s),
        Measure("p90", Kind.SECONDS, lambda p: p.answer_times.p90_s),
        Measure("longest", Kind.SECONDS, lambda p: p.answer_times.longest_s),
    ),
)
CALLERS = Group(
    "callers",
    (
        Measure("not_served", Kind.RATIO, lambda p: p.not_served.share),
        Measure("repeat_missed", Kind.RATIO, lambda p: p.repeat_missed.share),
        Measure("flagged", Kind.RATIO, lambda p: p.flagged.share),
        Measure("callbacks_kept", Kind.RATIO, lambda p: p.callbacks.on_time),
        Measure(
            "callback_median",
            Kind.SECONDS,
            lambda p: p.callback_times.working.median_s,
            in_hours=True,
        ),
    ),
)
DUTY = Group(
    "duty",
    (
        Measure("officer_answers", Kind.RATIO, lambda p: p.officers.rate),
        Measure("lines", Kind.RATIO, lambda p: p.lines),
        Measure("coverage", Kind.RATIO, lambda p: p.coverage.share, in_hours=True),
    ),
)
ANNEX = Group(
    "annex",
    (
        Measure("level_20_type_1", Kind.RATIO, lambda p: p.levels[0].type_1),
        Measure("level_20_type_3", Kind.RATIO, lambda p: p.levels[0].type_3),
        Measure("level_20_answered", Kind.RATIO, lambda p: p.levels[0].answered_only),
        Measure(
            "abandonment_without_short",
            Kind.RATIO,
            lambda p: p.counts.abandonment_without_short,
        ),
    ),
)
GROUPS_SHOWN = (COUNTS, ANSWERS, WAITS, CALLERS, DUTY, ANNEX)
MEASURES = tuple(measure for group in GROUPS_SHOWN for measure in group.measures)
HEADLINES = tuple(
    measure
    for key in (
        *("offered", "answer_rate", "missed", "not_served", "callbacks_kept", "asa"),
        *("lines", "coverage"),
    )
    for measure in MEASURES
    if measure.key == key
)
