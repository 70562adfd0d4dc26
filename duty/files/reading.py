"""A file of whatever form read into lines."""

from duty.files.grid import whole_file
from duty.files.lines import Reading, read_lines
from duty.files.read_csv import read_csv
from duty.files.read_xlsx import OLD_EXCEL, read_xlsx

ZIP = b"PK\x03\x04"
MOST_BYTES = 20 << 20


def read_file(content: bytes) -> Reading:
    """Return the lines of a workbook or a CSV, whatever its name; raises BadFile."""
    if not content.strip():
        raise whole_file("tệp rỗng", "the file is empty")
    if len(content) > MOST_BYTES:
        raise whole_file("tệp lớn hơn 20 MB", "the file is larger than 20 MB")
    if content.startswith(OLD_EXCEL):
        raise whole_file(
            "tệp Excel cũ (.xls) hoặc có mật khẩu; hãy lưu lại thành .xlsx, không mật khẩu",
            "an old Excel file (.xls), or one with a password; save it as .xlsx without one",
        )
    grids = read_xlsx(content) if content.startswith(ZIP) else (read_csv(content),)
    return read_lines(grids)
