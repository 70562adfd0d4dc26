"""The sentences and rows in which the monthly report tells its figures.

A share is told as the inspectors of the province tell it: `1.071/1.404, chiếm 76,28 %`.
"""

from collections.abc import Sequence

from documents.numbers import counts as fraction
from documents.numbers import hours, integer, percent, seconds
from ivr.flow.measures.calls import Counts, ServiceLevel
from ivr.flow.measures.figures import Durations, Ratio
from ivr.flow.measures.officers import PASSED_WITHIN_S, OfficerAnswers
from ivr.flow.measures.report import Part
from ivr.flow.story import SHORT_S

MOST_GAPS = 30
BRANCH_HEAD = (
    *("Nhánh", "Gọi đến", "Đã nghe", "Nhỡ trong giờ", "Nhỡ ngoài giờ"),
    *("Đã gọi lại", "Gọi lại đúng hạn", "Chưa gọi lại"),
)


def of(ratio: Ratio) -> str:
    """Return a share with what it was counted from: `1.071/1.404, chiếm 76,28 %`."""
    return f"{fraction(ratio)}, chiếm {percent(ratio)}" if ratio.whole else "0/0"


def branch_row(part: Part) -> tuple[str, ...]:
    """Return the figures of a branch, without its name, as `BRANCH_HEAD` names them."""
    counts, kept = part.counts, part.callbacks
    return tuple(
        integer(figure)
        for figure in (
            counts.offered + counts.out_of_hours,
            counts.answered,
            counts.missed,
            counts.out_of_hours,
            kept.on_time.part + kept.late,
            kept.on_time.part,
            kept.open,
        )
    )


def calls(counts: Counts) -> str:
    """Tell how many calls there were, and how they ended."""
    if not counts.total:
        return "Trong kỳ, tổng đài không nhận cuộc gọi nào."
    others = (
        (counts.out_of_hours, "cuộc gọi ngoài giờ"),
        (counts.menu_ended, "cuộc gọi dừng ở lời chào"),
        (counts.blocked, "cuộc gọi từ số bị chặn"),
        (counts.test, "cuộc gọi kiểm tra"),
    )
    rest = ", ".join(f"{integer(count)} {name}" for count, name in others if count)
    return (
        f"Trong kỳ, tổng đài nhận {integer(counts.total)} cuộc gọi;"
        f" {integer(counts.offered)} cuộc gọi đã chọn nhánh trong giờ trực."
        f" Đã nghe {of(counts.answer_rate)}; nhỡ {of(counts.missed_rate)}, gồm"
        f" {integer(counts.abandoned)} cuộc người gọi dừng trước khi có người nghe"
        f" (có {integer(counts.short)} cuộc dừng trong {SHORT_S} giây đầu)"
        f" và {integer(counts.not_answered)} cuộc không có người nghe."
        + (f" Còn lại là {rest}." if rest else "")
    )


def waits(times: Durations, levels: Sequence[ServiceLevel]) -> str:
    """Tell how long the answered had waited, empty where nobody was answered."""
    if not times.mean.count:
        return ""
    said = "; ".join(
        f"trong {level.within_s} giây {of(level.type_2)}" for level in levels if level.type_2.whole
    )
    return (
        f"Thời gian chờ đến khi cán bộ nghe máy: trung bình {seconds(times.mean.value_s)},"
        f" trung vị {seconds(times.median_s)}, 90 % không quá {seconds(times.p90_s)},"
        f" lâu nhất {seconds(times.longest_s)}."
        + (f" Nghe máy, tính trên mọi cuộc gọi đã chọn nhánh: {said}." if said else "")
    )


def callers(total: Part) -> str:
    """Tell how many people were missed, empty where nobody was."""
    left, again, flagged = total.not_served, total.repeat_missed, total.flagged
    if not left.share.whole and not left.nameless:
        return ""
    nameless = f" {integer(left.nameless)} cuộc gọi nhỡ không có số để gọi lại." * bool(
        left.nameless
    )
    return (
        f"Có {integer(left.share.whole)} người gọi nhỡ; chưa được phục vụ {of(left.share)};"
        f" gọi nhỡ từ 2 lần trong 7 ngày {of(again.share)}, từ 3 lần {of(flagged.share)}."
        + nameless
    )


def callbacks(total: Part) -> str:
    """Tell how the callbacks were kept that were due."""
    kept, times = total.callbacks, total.callback_times
    if not kept.on_time.whole:
        return "Không có lượt phải gọi lại nào đến hạn trong kỳ."
    median = times.working.median_s
    return (
        f"Trong {integer(kept.on_time.whole)} lượt phải gọi lại đến hạn trong kỳ, liên hệ được"
        f" đúng hạn {of(kept.on_time)} (cán bộ gọi lại {integer(kept.by_officer)}, người dân tự gọi"
        f" lại và đã gặp {integer(kept.by_caller)}); liên hệ được nhưng quá hạn"
        f" {integer(kept.late)}; đã đóng, không liên hệ được {integer(kept.given_up)};"
        f" chưa gọi lại {integer(kept.open)}."
        + (
            ""
            if median is None
            else f" Từ lần nhỡ đến khi cán bộ gọi lại: trung vị {hours(median)} làm việc."
        )
    )


def duty(share: Ratio) -> str:
    """Tell how much of the duty hours somebody could be rung."""
    if not share.whole:
        return "Trong kỳ không có giờ trực nào."
    return (
        "Thời gian có người trực, tính chung các nhánh, với số máy đã xác minh:"
        f" {hours(share.part)} trên {hours(share.whole)}, đạt {percent(share)}."
    )


def rings(officers: OfficerAnswers) -> str:
    """Tell how often the phones of those on duty were answered."""
    if not officers.rate.whole:
        return "Không có lượt đổ chuông nào tới cán bộ trực."
    return (
        f"Cán bộ trực nghe máy {of(officers.rate)} lượt đổ chuông; không tính"
        f" {integer(len(officers.on_hotline_call))} lượt khi cán bộ đang nghe cuộc gọi khác và"
        f" {integer(len(officers.bad_number))} lượt số máy hỏng."
    )


def checks(lines: Ratio) -> str:
    """Tell how many line checks were passed."""
    if not lines.whole:
        return "Trong kỳ chưa gọi kiểm tra đường dây lượt nào."
    return (
        f"Đã gọi kiểm tra {integer(lines.whole)} lượt, đạt {of(lines)}. Đạt là có người bấm phím"
        f" xác nhận trong {PASSED_WITHIN_S} giây; máy trả lời tự động là không đạt."
    )
