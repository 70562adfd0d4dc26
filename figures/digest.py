"""The digest: what a supervisor must know of a day, the whole story in the subject.

Its text is a pure function of a value. Posts and counts, no caller's number: it is sent by mail and
text message.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, time

from ivr.flow.measures.figures import Ratio, vietnamese
from ivr.flow.words import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class BranchDay:
    """One branch's day. `overdue` are the callbacks that it owes past their time now."""

    name: Text
    offered: int = 0
    answered: int = 0
    missed: int = 0
    overdue: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class EmptyHours:
    """Hours of a branch that nobody has duty in: `spans` are in local time, as they are read."""

    name: Text
    spans: tuple[str, ...]
    minutes: int
    of_minutes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """What is told of a day, until a time of day or, with None, all of it.

    `people` are the callers missed, `unserved` those of them whom nobody has spoken to yet;
    `nameless` calls were missed without a number. `out` are the posts whose numbers have left the
    hunt, `empty` the hours ahead without anybody. `unseen` calls only the carrier's list had.
    """

    day: date
    until: time | None
    branches: tuple[BranchDay, ...]
    people: int = 0
    unserved: int = 0
    nameless: int = 0
    out: tuple[Text, ...] = ()
    empty: tuple[EmptyHours, ...] = ()
    unseen: int = 0

    @property
    def offered(self) -> int:
        """Calls that chose a branch in its hours."""
        return sum(branch.offered for branch in self.branches)

    @property
    def missed(self) -> int:
        """Calls that nobody answered."""
        return sum(branch.missed for branch in self.branches)

    @property
    def overdue(self) -> int:
        """Callbacks past their time."""
        return sum(branch.overdue for branch in self.branches)


def subject(digest: Digest) -> Text:
    """Return the whole story in a line; what there is none of is left out."""
    until = f"{digest.until:%H:%M}" if digest.until else ""
    vi = [_calls_vi(digest)]
    en = [_calls_en(digest)]
    if digest.overdue:
        vi.append(f"{digest.overdue} quá hạn")
        en.append(f"{digest.overdue} overdue")
    if digest.out:
        vi.append(f"{len(digest.out)} đầu số hỏng")
        en.append(f"{_some(len(digest.out), 'number', 'numbers')} out of order")
    day = f"{digest.day:%d/%m}"
    return Text(
        f"CCHC {day}{until and f' đến {until}'}: {', '.join(vi)}",
        f"Hotline {day}{until and f' until {until}'}: {', '.join(en)}",
    )


def _calls_vi(digest: Digest) -> str:
    if not digest.offered:
        return "không có cuộc gọi nào"
    who = f"{digest.people} người" if digest.people else "ẩn số"
    missed = f"{digest.missed} nhỡ ({who})" if digest.missed else "không nhỡ"
    return f"{vietnamese(digest.offered)} gọi, {missed}"


def _calls_en(digest: Digest) -> str:
    if not digest.offered:
        return "no calls"
    who = _some(digest.people, "person", "people") if digest.people else "no number shown"
    missed = f"{digest.missed} missed ({who})" if digest.missed else "none missed"
    return f"{_some(digest.offered, 'call', 'calls')}, {missed}"


def body(digest: Digest) -> Text:
    """Return the particulars: by branch, and what somebody must do something about."""
    return Text(
        "\n".join((*_calls_in_vi(digest), *_to_do_in_vi(digest))),
        "\n".join((*_calls_in_en(digest), *_to_do_in_en(digest))),
    )


def _calls_in_vi(digest: Digest) -> Iterator[str]:
    answered = Ratio(digest.offered - digest.missed, digest.offered)
    if not digest.offered:
        yield "Không có cuộc gọi nào."
        return
    yield (
        f"Gọi đến {vietnamese(digest.offered)}, đã trả lời {vietnamese(answered.part)}"
        f" ({answered.percent()}), nhỡ {digest.missed}."
    )
    if digest.people:
        yield f"Người gọi nhỡ: {digest.people}, trong đó {digest.unserved} người chưa ai gặp lại."
    if digest.nameless:
        yield f"Cuộc nhỡ ẩn số, không gọi lại được: {digest.nameless}."
    for branch in digest.branches:
        if branch.offered:
            yield (
                f"- {branch.name.vi}: {branch.offered} gọi, {branch.answered} trả lời,"
                f" {branch.missed} nhỡ"
            )


def _calls_in_en(digest: Digest) -> Iterator[str]:
    if not digest.offered:
        yield "No calls."
        return
    answered = digest.offered - digest.missed
    yield f"Offered {digest.offered}, answered {answered}, missed {digest.missed}."
    if digest.people:
        yield f"Callers missed: {digest.people}; not spoken to since: {digest.unserved}."
    if digest.nameless:
        yield f"Missed without a number to call back: {digest.nameless}."
    for branch in digest.branches:
        if branch.offered:
            yield (
                f"- {branch.name.en}: {branch.offered} offered, {branch.answered} answered,"
                f" {branch.missed} missed"
            )


def _to_do_in_vi(digest: Digest) -> Iterator[str]:
    if digest.unseen:
        yield f"Chỉ nhà mạng ghi nhận, không ai phục vụ (đối soát): {digest.unseen} cuộc."
    if digest.overdue:
        yield f"Quá hạn gọi lại: {_by_branch((b.name.vi, b.overdue) for b in digest.branches)}."
    if digest.out:
        posts = ", ".join(post.vi for post in digest.out)
        yield f"Đầu số không đạt kiểm tra, tạm không đổ chuông: {posts}."
    for hours in digest.empty:
        yield (
            f"Chưa có ai trực: {hours.name.vi}, {'; '.join(hours.spans)}"
            f" ({hours.minutes}/{hours.of_minutes} phút)."
        )


def _to_do_in_en(digest: Digest) -> Iterator[str]:
    if digest.unseen:
        yield f"Calls that only the carrier's list had, served by nobody: {digest.unseen}."
    if digest.overdue:
        yield f"Callbacks overdue: {_by_branch((b.name.en, b.overdue) for b in digest.branches)}."
    if digest.out:
        posts = ", ".join(post.en for post in digest.out)
        yield f"Numbers that fail their checks and are not rung: {posts}."
    for hours in digest.empty:
        yield (
            f"Nobody on duty: {hours.name.en}, {'; '.join(hours.spans)}"
            f" ({hours.minutes} of {hours.of_minutes} minutes)."
        )


def _by_branch(counted: Iterable[tuple[str, int]]) -> str:
    return ", ".join(f"{name} {number}" for name, number in counted if number)


def _some(number: int, one: str, more: str) -> str:
    return f"{number} {one if number == 1 else more}"
