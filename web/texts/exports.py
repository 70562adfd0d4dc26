"""What stands in the files of the report: titles and columns."""

from ivr.flow.words import Text

TITLES = {
    "figures": Text("Số liệu tổng đài", "Figures of the hotline"),
    "calls": Text("Danh sách cuộc gọi", "Calls"),
    "missed": Text("Danh sách người gọi nhỡ", "Missed callers"),
}
COLUMNS = {
    "period": Text("Kỳ", "Period"),
    "now": Text("Kỳ này", "This period"),
    "before": Text("Kỳ trước", "The period before"),
    "branch": Text("Nhánh", "Branch"),
    "figure": Text("Chỉ số", "Figure"),
    "all": Text("Tất cả", "All"),
    "in_seconds": Text(" (giây)", " (s)"),
    "started": Text("Bắt đầu", "Began"),
    "number": Text("Số gọi", "Caller"),
    "withheld": Text("ẩn số", "withheld"),
    "verdict": Text("Kết quả", "Verdict"),
    "cause": Text("Vì sao", "Why"),
    "wait": Text("Chờ", "Waited"),
    "talk": Text("Nói chuyện", "Talked"),
    "message": Text("Lời nhắn", "Message"),
    "asked": Text("Xin gọi lại", "Asked to be called"),
    "rung": Text("Đã đổ tới", "Rung"),
    "origin": Text("Nguồn", "Origin"),
    "sid": Text("Mã cuộc gọi", "Call's id"),
    "yes": Text("có", "yes"),
    "case": Text("Việc số", "No."),
    "misses": Text("Số lần nhỡ", "Misses"),
    "first": Text("Nhỡ lần đầu", "First missed"),
    "last": Text("Nhỡ lần cuối", "Last missed"),
    "due": Text("Hạn gọi lại", "Due"),
    "state": Text("Tình trạng", "State"),
    "overdue": Text("quá hạn", "overdue"),
    "tries": Text("Số lần gọi lại", "Tries"),
    "reached": Text("Gặp lúc", "Reached at"),
    "closed": Text("Xong lúc", "Settled at"),
}
