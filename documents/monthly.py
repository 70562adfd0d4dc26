"""The monthly report on missed calls and hotline duty: its figures, and the paper made of them.

Its figures are those that `ivr/flow/measures/report.py` returns, as they are. It is a draft: the
number, the day, the signature and whatever nobody keeps account of are left for people to fill.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta

from documents import monthly_figures, numbers
from documents.letterhead import Letterhead
from documents.official import Block, Grid, Heading, Paper, Paragraph
from documents.table import Imprint
from ivr import labels
from ivr.flow.measures.calls import DoesNotAddUp
from ivr.flow.measures.figures import Ratio
from ivr.flow.measures.report import Figures, Part
from ivr.flow.numbers import grouped
from ivr.flow.switchboard import Switchboard
from ivr.flow.words import Cause, Language

TO_BE_FILLED = "…" * 40
SUBJECT = "cuộc gọi nhỡ và trực đường dây nóng"


@dataclass(frozen=True, slots=True, kw_only=True)
class Petitions:
    """Feedback and petitions by state, each named in words; those overdue, those in time."""

    by_state: tuple[tuple[str, int], ...]
    overdue: int
    on_time: Ratio


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthlyReport:
    """What the report is made from; the imprint's period is that of the figures.

    `causes` are those of the missed calls, all of them or none, which means not counted. Without
    `petitions` their section is left to be filled; so are `proposals`, where there are none.
    """

    letterhead: Letterhead
    switchboard: Switchboard
    figures: Figures[Part]
    imprint: Imprint
    causes: Mapping[Cause, int]
    petitions: Petitions | None = None
    proposals: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse causes of other calls than the missed ones."""
        missed, explained = self.figures.total.counts.missed, sum(self.causes.values())
        if self.causes and explained != missed:
            raise DoesNotAddUp(f"{explained} causes for {missed} missed calls")

    @property
    def period(self) -> str:
        """The period in words: `tháng 11 năm 2026`."""
        zone = self.imprint.zone
        first = self.imprint.since.astimezone(zone).date()
        last = (self.imprint.until.astimezone(zone) - timedelta(microseconds=1)).date()
        return numbers.period(first, last)

    def branches(self) -> Iterator[tuple[str, Part]]:
        """Yield each branch's name and figures; calls that chose none are in no branch."""
        for id, part in self.figures.branches.items():
            branch = self.switchboard.branch(id)
            if id:
                key = f"{branch.key}. " if branch and branch.key else ""
                yield (f"{key}{branch.name.vi}" if branch else id), part


def paper(report: MonthlyReport) -> Paper:
    """Return the report as an official document."""
    made = report.imprint.made_at.astimezone(report.imprint.zone)
    return Paper(
        letterhead=report.letterhead,
        kind="Báo cáo",
        about=f"Tình hình {SUBJECT} {report.period}",
        blocks=tuple(_blocks(report)),
        issued=made.date(),
        made_by=report.imprint.made_by,
    )


def _blocks(report: MonthlyReport) -> Iterator[Block]:
    agency, hotline = report.letterhead.agency, grouped(report.switchboard.hotline)
    yield Paragraph(
        f"Thực hiện nhiệm vụ trực đường dây nóng {hotline}, {agency} báo cáo"
        f" tình hình {SUBJECT} {report.period} như sau:"
    )
    yield Heading("I. Số liệu chung")
    yield from _calls(report)
    yield Heading("II. Trực đường dây nóng")
    yield from _duty(report)
    yield Heading("III. Kiểm tra đường dây")
    yield from _lines(report)
    yield Heading("IV. Phản ánh, kiến nghị")
    yield from _petitions(report.petitions)
    yield Heading("V. Nguyên nhân, kiến nghị")
    yield from _causes(report)
    yield Paragraph(
        f"Trên đây là báo cáo tình hình {SUBJECT} {report.period}, {agency} kính báo cáo./."
    )


def _calls(report: MonthlyReport) -> Iterator[Block]:
    total = report.figures.total
    for said in (
        monthly_figures.calls(total.counts),
        monthly_figures.waits(total.answer_times, total.levels),
        monthly_figures.callers(total),
        monthly_figures.callbacks(total),
    ):
        if said:
            yield Paragraph(said)
    rows = [(name, *monthly_figures.branch_row(part)) for name, part in report.branches()]
    yield Grid(
        "Bảng 1. Cuộc gọi và gọi lại theo nhánh",
        monthly_figures.BRANCH_HEAD,
        [*rows, ("Cộng", *monthly_figures.branch_row(total))],
        widths=(50, 15, 15, 17, 17, 16, 18, 17),
        has_totals=True,
    )
    due, closed = map(numbers.integer, (total.callbacks.on_time.whole, total.callbacks.given_up))
    yield Paragraph(
        "Gọi đến = đã nghe + nhỡ trong giờ + nhỡ ngoài giờ. Ba cột sau tính trên số lượt phải gọi"
        f" lại đến hạn trong kỳ ({due}); lượt đã đóng mà không liên hệ được ({closed}) không nằm"
        " trong ba cột này.",
        is_note=True,
    )
    told = report.imprint.lines(Language.VI, len(rows))
    source = "; ".join(f"{name.lower()}: {value}" for name, value in told if name != "Số dòng")
    yield Paragraph(f"Nguồn: sổ cuộc gọi của tổng đài; {source}.", is_note=True)


def _duty(report: MonthlyReport) -> Iterator[Block]:
    total = report.figures.total
    yield Paragraph(monthly_figures.duty(total.coverage.share))
    zone = report.imprint.zone
    gaps = [
        (begin, end, name) for name, part in report.branches() for begin, end in part.coverage.gaps
    ]
    if gaps:
        yield Grid(
            "Bảng 2. Thời gian không có người trực",
            ("Nhánh", "Từ", "Đến", "Thời lượng"),
            [
                (
                    name,
                    numbers.minute(begin, zone),
                    numbers.minute(end, zone),
                    numbers.hours(int((end - begin).total_seconds())),
                )
                for begin, end, name in sorted(gaps)[: monthly_figures.MOST_GAPS]
            ],
            widths=(60, 35, 35, 30),
        )
        if len(gaps) > monthly_figures.MOST_GAPS:
            rest = numbers.integer(len(gaps) - monthly_figures.MOST_GAPS)
            yield Paragraph(f"Còn {rest} khoảng thời gian khác không nêu trong bảng.")
    elif total.coverage.share.whole:
        yield Paragraph("Không có khoảng trống lịch trực.")
    yield Paragraph(monthly_figures.rings(total.officers))


def _lines(report: MonthlyReport) -> Iterator[Block]:
    yield Paragraph(monthly_figures.checks(report.figures.total.lines))
    rows = [
        (
            name,
            numbers.integer(part.lines.whole),
            numbers.integer(part.lines.part),
            numbers.percent(part.lines),
        )
        for name, part in report.branches()
        if part.lines.whole
    ]
    if rows:
        head = ("Nhánh", "Số lượt kiểm tra", "Số lượt đạt", "Tỷ lệ")
        yield Grid("Bảng 3. Kiểm tra đường dây theo nhánh", head, rows, widths=(75, 30, 30, 30))
        yield Paragraph(
            "Một lượt kiểm tra cán bộ trực nhiều nhánh được tính cho từng nhánh.", is_note=True
        )


def _petitions(petitions: Petitions | None) -> Iterator[Block]:
    if petitions is None:
        yield Paragraph(f"Số phản ánh, kiến nghị theo trạng thái, số quá hạn: {TO_BE_FILLED}")
        return
    rows = [(state, numbers.integer(count)) for state, count in petitions.by_state]
    total = ("Cộng", numbers.integer(sum(count for _, count in petitions.by_state)))
    caption = "Bảng 4. Phản ánh, kiến nghị theo trạng thái"
    widths = (110, 55)
    yield Grid(caption, ("Trạng thái", "Số lượng"), [*rows, total], widths, has_totals=True)
    yield Paragraph(
        f"Trả lời đúng hạn: {monthly_figures.of(petitions.on_time)};"
        f" đang quá hạn: {numbers.integer(petitions.overdue)}."
    )


def _causes(report: MonthlyReport) -> Iterator[Block]:
    ranked = sorted(report.causes.items(), key=lambda pair: (-pair[1], pair[0]))
    missed = report.figures.total.counts.missed
    if ranked:
        yield Grid(
            f"Bảng 5. Nguyên nhân {numbers.integer(missed)} cuộc gọi nhỡ trong giờ",
            ("Nguyên nhân", "Số cuộc gọi", "Tỷ lệ"),
            [
                (
                    labels.CAUSES[cause].vi.capitalize(),
                    numbers.integer(count),
                    numbers.percent(Ratio(count, missed)),
                )
                for cause, count in ranked
            ],
            widths=(95, 35, 35),
        )
    else:
        yield Paragraph(f"Nguyên nhân: {TO_BE_FILLED if missed else 'không có cuộc gọi nhỡ.'}")
    yield Paragraph("Kiến nghị:" if report.proposals else f"Kiến nghị: {TO_BE_FILLED}")
    for proposal in report.proposals:
        yield Paragraph(f"- {proposal}")
