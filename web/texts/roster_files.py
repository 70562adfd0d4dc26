"""The page on which the roster is taken from files, and written to files."""

from duty.files.layout import Kind
from ivr.flow.words import Text

KINDS = {
    Kind.OFFICERS: Text("Cán bộ", "Officers"),
    Kind.SHIFTS: Text("Ca trực", "Shifts"),
    Kind.ABSENCES: Text("Vắng mặt", "Absences"),
    Kind.SWAPS: Text("Đổi ca", "Swaps"),
    Kind.DAYS: Text("Ngày nghỉ", "Calendar days"),
    Kind.AGENCIES: Text("Cơ quan", "Agencies"),
}
FILES = {
    "title": Text("Nhập, xuất tệp", "Import and export"),
    # Import.
    "import": Text("Nhập lịch từ tệp", "Import the roster"),
    "import_lead": Text(
        "Tệp XLSX theo mẫu, hoặc CSV mỗi tệp một loại. Có một lỗi thì không dòng nào được nhập; mọi"
        " lỗi được chỉ ra theo trang, dòng, cột.",
        "An XLSX like the template, or a CSV of one kind. With one fault nothing is imported; all"
        " faults are told by sheet, row and column.",
    ),
    "template": Text("Tải tệp mẫu", "Get the template"),
    "file": Text("Tệp (.xlsx hoặc .csv, nhiều nhất 4 MB)", "File (.xlsx or .csv, at most 4 MB)"),
    "try": Text("Thử, chưa ghi gì", "Try it, change nothing"),
    "take": Text("Nhập vào lịch", "Import it"),
    "no_file": Text("Chưa chọn tệp.", "No file was chosen."),
    "faults": Text("{count} lỗi, không dòng nào được nhập", "{count} faults, nothing was imported"),
    "sheet": Text("Trang", "Sheet"),
    "row": Text("Dòng", "Row"),
    "column": Text("Cột", "Column"),
    "fault": Text("Lỗi gì", "What is wrong"),
    "more": Text("… và {count} lỗi nữa.", "… and {count} more."),
    "tried": Text(
        "Tệp dùng được. Đây mới là thử, chưa ghi gì: chọn lại tệp rồi bấm “Nhập vào lịch”.",
        "The file is fine. It was only tried: choose it again, then press “Import it”.",
    ),
    "taken": Text("Đã nhập vào lịch trực.", "Imported into the roster."),
    "kind": Text("Loại", "Kind"),
    "entered": Text("mới", "new"),
    "changed": Text("sửa", "changed"),
    "withdrawn": Text("thôi", "ended"),
    "same": Text("không đổi", "unchanged"),
    "untried": Text(
        "Số máy chưa xác minh, nên chưa đổ chuông: {codes}.",
        "Numbers not verified, so not rung yet: {codes}.",
    ),
    "verify": Text("Xác minh ở trang Cán bộ", "Verify them on the officers' page"),
    # Export.
    "export": Text("Xuất lịch ra tệp", "Export the roster"),
    "export_lead": Text(
        "XLSX và CSV có số máy và họ tên, nhập lại được; đừng gửi ra ngoài. Mỗi lần xuất được ghi"
        " vào nhật ký. Lịch iCal chỉ có chức danh, dùng cho điện thoại và máy tính.",
        "XLSX and CSV have numbers and names and can be imported again: keep them in. Each export"
        " is audited. The iCal has posts only, for calendars of phones and computers.",
    ),
    "form": Text("Dạng tệp", "Form"),
    "xlsx": Text("XLSX – Excel, mọi loại", "XLSX – Excel, all kinds"),
    "csv": Text("CSV – {kind}", "CSV – {kind}"),
    "ics": Text("iCal – lịch cho điện thoại", "iCal – for calendars"),
    "first": Text("Từ ngày (trống: tất cả)", "From (empty: all)"),
    "last": Text("Đến hết ngày (trống: tất cả)", "To (empty: all)"),
    "get": Text("Tải về", "Download"),
    "busy": Text("Hệ thống đang bận, thử lại sau ít phút.", "Busy; try again in some minutes."),
    "before": Text("Ngày cuối trước ngày đầu.", "The last day is before the first."),
}
