"""What is wrong in a file, where, and in words that help the person who edits it."""

import re
from dataclasses import dataclass

from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.reader import ReaderError

from ivr.flow.words import Text

MAX_BYTES = 1_000_000

# What the parser says, and what helps the person who reads it.
HINTS = (
    (
        r"'\t'",
        "có phím Tab; hãy dùng dấu cách",
        "there is a tab; use spaces",
    ),
    (
        "mapping values are not allowed",
        "dấu hai chấm không được đứng ở đây: xem lại thụt dòng, hoặc đặt cả câu trong ngoặc kép",
        "a colon cannot stand here: check the indent, or put the whole sentence in quotes",
    ),
    (
        "could not find expected ':'",
        "sau tên mục phải có dấu hai chấm và một dấu cách",
        "the name of a field is followed by a colon and a space",
    ),
    (
        "expected <block end>",
        "thụt dòng lệch: các mục cùng cấp phải bắt đầu ở cùng một cột",
        "uneven indent: fields of one level start in one column",
    ),
    (
        "sequence entries are not allowed",
        "dấu gạch đầu dòng không được đứng ở đây: xem lại thụt dòng",
        "a dash cannot stand here: check the indent",
    ),
    (
        "expected ',' or",
        "thiếu dấu phẩy hoặc dấu ngoặc đóng",
        "a comma or a closing bracket is missing",
    ),
    (
        "unexpected end of stream",
        "thiếu dấu ngoặc kép đóng",
        "a closing quote is missing",
    ),
    (
        "expected alphabetic or numeric",
        "dấu * và & phải đặt trong ngoặc kép",
        "* and & must be put in quotes",
    ),
    (
        "cannot start any token",
        "ký tự này không được đứng đầu; hãy đặt cả câu trong ngoặc kép",
        "this character cannot come first; put the whole sentence in quotes",
    ),
)


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong, and where. Lines and columns count from 1; so do items in `path`."""

    line: int
    column: int
    path: str
    message: Text

    def __str__(self) -> str:
        """Return the fault on one line, Vietnamese first."""
        where = (
            f"{self.line}:{self.column}: {self.path}: "
            if self.path
            else f"{self.line}:{self.column}: "
        )
        return f"{where}{self.message.vi} / {self.message.en}"


class Unreadable(Exception):
    """The text is no YAML, or YAML of a kind that is refused; carries the one fault."""

    def __init__(self, fault: Fault) -> None:
        """Keep the fault."""
        super().__init__(str(fault))
        self.fault = fault


def last_line(text: str) -> int:
    """Return the number of the last line of `text`; 1 where it is empty."""
    return max(1, len(text.splitlines()))


def too_big() -> Fault:
    """Return the fault of a file beyond MAX_BYTES."""
    message = Text(
        f"tệp lớn hơn {MAX_BYTES:,} byte".replace(",", "."),
        f"the file is larger than {MAX_BYTES:,} bytes",
    )
    return Fault(1, 1, "", message)


def bad_escape(text: str) -> Fault:
    """Return the fault of an escape such as `\\UFFFFFFFF`, which is no character."""
    match = re.search(r"\\U(?!0010|000)", text)
    before = text[: match.start()] if match else ""
    message = Text(
        "thấy mã \\U... không phải ký tự nào; hãy viết thẳng chữ cần dùng",
        "found a \\U... code that is no character; allowed: the letter itself",
    )
    return Fault(before.count("\n") + 1, len(before) - before.rfind("\n"), "", message)


def explained(error: YAMLError, text: str) -> Fault:
    """Return the fault that the YAML parser found, with a hint where we have one."""
    if isinstance(error, ReaderError):
        return _unprintable(error, text)
    mark = error.problem_mark or error.context_mark if isinstance(error, MarkedYAMLError) else None
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    problem = " ".join(str(getattr(error, "problem", None) or error).split())
    vi, en = next(((vi, en) for sign, vi, en in HINTS if sign in problem), ("", ""))
    message = Text(
        f"không đọc được: {vi} (YAML: {problem})" if vi else f"không đọc được (YAML: {problem})",
        f"cannot be read: {en}" if en else f"cannot be read: {problem}",
    )
    return Fault(min(line, last_line(text)), column, "", message)


def _unprintable(error: ReaderError, text: str) -> Fault:
    before = text[: error.position]
    line = before.count("\n") + 1
    code = error.character if isinstance(error.character, int) else ord(error.character[:1])
    message = Text(
        f"thấy ký tự điều khiển U+{code:04X}; chỉ nhận chữ, số, dấu câu: hãy xóa ký tự này",
        f"found the control character U+{code:04X}; allowed: letters, digits, signs: delete it",
    )
    return Fault(line, error.position - before.rfind("\n"), "", message)
