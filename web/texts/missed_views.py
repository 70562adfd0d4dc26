"""People's own views of the work list."""

from ivr.flow.words import Text

VIEWS = {
    "title": Text("Cách xem của tôi", "My views"),
    "lead": Text(
        "Mỗi cách xem là một bộ lọc danh sách người gọi nhỡ, chỉ mình bạn thấy. Kỳ như “hôm nay”"
        " luôn tính từ ngày mở.",
        "Each is a filter of the missed callers that only you see. A period such as “today” is"
        " counted from the day on which you open it.",
    ),
    "back": Text("Danh sách người gọi nhỡ", "Missed callers"),
    "none": Text(
        "Chưa có cách xem nào. Hãy lọc danh sách người gọi nhỡ, rồi bấm Lưu cách xem này.",
        "There are none yet. Filter the missed callers, then press Save this view.",
    ),
    "name": Text("Tên", "Name"),
    "new_name": Text("Tên cách xem mới", "Name of the new view"),
    "rename": Text("Đổi tên", "Rename"),
    "delete": Text("Xóa", "Delete"),
    "save": Text("Lưu", "Save"),
    "taken": Text("Bạn đã có cách xem tên này.", "You have a view of this name."),
    "too_many": Text(
        "Mỗi người giữ nhiều nhất {most} cách xem; hãy xóa bớt.",
        "Everybody keeps {most} views at most; delete one first.",
    ),
    "saved": Text("Đã lưu cách xem “{name}”.", "Saved the view “{name}”."),
    "renamed": Text("Đã đổi tên thành “{name}”.", "Renamed to “{name}”."),
    "deleted": Text("Đã xóa cách xem “{name}”.", "Deleted the view “{name}”."),
}
