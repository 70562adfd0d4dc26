"""What `flask figures` tells of a branch: each figure as people and as programs know it."""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from ivr.flow.measures.figures import Mean, Ratio, vietnamese
from ivr.flow.measures.report import FLAGGED, WITHIN_S, FullPart

Value = int | Ratio | Mean | None
Raw = int | float | None


@dataclass(frozen=True, slots=True)
class Column:
    """One figure: `name` for programs, `heading` for people in both languages.

    People read it in units of `unit`: seconds in minutes, where that is sixty.
    """

    name: str
    heading: str
    of: Callable[[FullPart], Value]
    unit: int = 1

    def shown(self, part: FullPart) -> str:
        """Return the figure as Vietnamese readers write it; a share with what it is a share of."""
        value = self.of(part)
        if isinstance(value, Ratio):
            return f"{value.percent()} ({self._whole(value.part)}/{self._whole(value.whole)})"
        return value.text() if isinstance(value, Mean) else self._whole(value)

    def _whole(self, value: int | None) -> str:
        return vietnamese(None if value is None else Fraction(value, self.unit))

    def raw(self, part: FullPart) -> dict[str, Raw]:
        """Return the figure as numbers; a share as its two counts."""
        value = self.of(part)
        if isinstance(value, Ratio):
            return {self.name: value.part, f"{self.name}_of": value.whole}
        if isinstance(value, Mean):
            exact = value.value_s
            return {self.name: None if exact is None else round(float(exact), 2)}
        return {self.name: value}


@dataclass(frozen=True, slots=True)
class Table:
    """Columns that are told together."""

    title: str
    columns: tuple[Column, ...]


COUNTS = Table(
    "Số cuộc gọi · calls",
    (
        Column("total", "Tổng · total", lambda p: p.counts.total),
        Column("offered", "Gọi đến · offered", lambda p: p.counts.offered),
        Column("answered", "Trả lời · answered", lambda p: p.counts.answered),
        Column("abandoned", "Bỏ · abandoned", lambda p: p.counts.abandoned),
        Column("short", "trong đó < 5 s · short", lambda p: p.counts.short),
        Column("not_answered", "Không ai nghe · not answered", lambda p: p.counts.not_answered),
        Column("menu_ended", "Dừng ở lời chào · menu", lambda p: p.counts.menu_ended),
        Column("out_of_hours", "Ngoài giờ · closed", lambda p: p.counts.out_of_hours),
        Column("blocked", "Chặn · blocked", lambda p: p.counts.blocked),
        Column("test", "Kiểm tra · test", lambda p: p.counts.test),
    ),
)


def _level(place: int, kind: int) -> Column:
    name = f"service_level_{kind}_{WITHIN_S[place]}s"
    heading = f"Phục vụ kiểu {kind} · type {kind} ≤ {WITHIN_S[place]} s"

    def level(part: FullPart) -> Ratio:
        found = part.levels[place]
        return found.type_1 if kind == 1 else found.type_2

    return Column(name, heading, level)


RATES = Table(
    "Trả lời và mức phục vụ · answers and service level",
    (
        Column("answer_rate", "Trả lời · answer rate", lambda p: p.counts.answer_rate),
        Column("missed_rate", "Nhỡ · missed", lambda p: p.counts.missed_rate),
        Column("abandonment", "Bỏ · abandoned", lambda p: p.counts.abandonment),
        *(_level(place, kind=2) for place in range(len(WITHIN_S))),
    ),
)
TIMES = Table(
    "Thời gian, giây · times in seconds",
    (
        Column("asa_s", "Chờ trung bình · ASA", lambda p: p.answer_times.mean),
        Column("wait_median_s", "trung vị · median", lambda p: p.answer_times.median_s),
        Column("wait_p90_s", "90 % · p90", lambda p: p.answer_times.p90_s),
        Column("wait_longest_s", "lâu nhất · longest", lambda p: p.answer_times.longest_s),
        Column("abandon_s", "Chờ rồi bỏ · to abandon", lambda p: p.abandon_times.times.mean),
        Column("aht_s", "Xử lý · AHT", lambda p: p.handle_times.times.mean),
        Column("talk_only", "chỉ có nói · talk only", lambda p: p.handle_times.talk_only),
    ),
)
PEOPLE = Table(
    "Người gọi · callers",
    (
        Column("not_served", "Chưa ai gặp · not served", lambda p: p.not_served.share),
        Column("repeat_missed", "Nhỡ ≥ 2 lần · missed again", lambda p: p.repeat_missed.share),
        Column("flagged", f"Nhỡ ≥ {FLAGGED} lần · flagged", lambda p: p.flagged.share),
        Column("nameless_missed", "Nhỡ ẩn số · no number", lambda p: p.not_served.nameless),
        Column("resolved", "Xong ngay lần đầu · FCR", lambda p: p.resolution.callers),
        Column("resolution_pending", "chưa đủ 7 ngày · pending", lambda p: p.resolution.pending),
        Column("declared", "Cán bộ báo xong · declared", lambda p: p.resolution.declared),
    ),
)
CALLBACKS = Table(
    "Gọi lại đến hạn trong kỳ · callbacks due in the period",
    (
        Column("callbacks_kept", "Đúng hạn · kept", lambda p: p.callbacks.on_time),
        Column("callbacks_by_officer", "cán bộ gọi · by us", lambda p: p.callbacks.by_officer),
        Column("callbacks_by_caller", "tự gọi lại · by them", lambda p: p.callbacks.by_caller),
        Column("callbacks_late", "Trễ · late", lambda p: p.callbacks.late),
        Column("callbacks_given_up", "Đóng chưa gặp · given up", lambda p: p.callbacks.given_up),
        Column("callbacks_open", "Còn nợ · open", lambda p: p.callbacks.open),
        Column(
            "callback_median_s",
            "Phút làm việc đến khi gặp · working min, median",
            lambda p: p.callback_times.working.median_s,
            unit=60,
        ),
        Column("callback_p90_s", "90 % · p90", lambda p: p.callback_times.working.p90_s, unit=60),
    ),
)
DUTY = Table(
    "Trực · duty",
    (
        Column("officer_answers", "Cán bộ nghe máy · officers", lambda p: p.officers.rate),
        Column("lines_passed", "Đầu số đạt · line checks", lambda p: p.lines),
        Column("covered_s", "Phút có người trực · coverage", lambda p: p.coverage.share, unit=60),
    ),
)
ANNEX = Table(
    "Phụ lục · annex",
    (
        *(_level(place, kind=1) for place in range(len(WITHIN_S))),
        Column(
            "abandonment_without_short",
            "Bỏ, không kể < 5 s · without short",
            lambda p: p.counts.abandonment_without_short,
        ),
        Column(
            "rings_on_hotline_call",
            "Đổ khi đang nghe cuộc khác · rung during a call",
            lambda p: len(p.officers.on_hotline_call),
        ),
        Column(
            "rings_of_bad_number",
            "Đổ vào số hỏng · bad number",
            lambda p: len(p.officers.bad_number),
        ),
    ),
)
TABLES = (COUNTS, RATES, TIMES, PEOPLE, CALLBACKS, DUTY, ANNEX)


def raw(part: FullPart) -> dict[str, Raw]:
    """Return every figure of a part as numbers, under the names that programs know."""
    found: dict[str, Raw] = {}
    for table in TABLES:
        for column in table.columns:
            found |= column.raw(part)
    return found
