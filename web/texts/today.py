"""The page of the present day."""

from ivr.flow.words import Stage, Text

TODAY = {
    "title": Text("Hôm nay", "Today"),
    "reload": Text("Tải lại", "Reload"),
    "as_of": Text("lúc", "at"),
    "lost": Text(
        "Mất kết nối. Số liệu dưới đây có thể đã cũ; trang tự thử lại.",
        "No connection. What stands below may be out of date; the page tries again by itself.",
    ),
    "figures": Text("Số liệu hôm nay", "Today's figures"),
    "offered": Text("Gọi đến", "Calls"),
    "offered_note": Text("trong giờ làm việc", "in office hours"),
    "answered": Text("Đã trả lời", "Answered"),
    "missed": Text("Nhỡ", "Missed"),
    "people": Text("{count} người", "{count} people"),
    "waiting": Text("Chờ gọi lại", "To be called back"),
    "overdue": Text("Quá hạn {count}", "{count} overdue"),
    "none_overdue": Text("không quá hạn", "none overdue"),
    "wait": Text("Trả lời sau, trung bình", "Mean time to answer"),
    "seconds": Text("{count} giây", "{count} s"),
    "of_calls": Text("của {count} cuộc đã trả lời", "of {count} answered calls"),
    "lines": Text("Đầu số đạt", "Phones passed"),
    "lines_note": Text("kiểm tra hôm nay", "checked today"),
    "no_lines": Text("hôm nay chưa kiểm tra", "none checked today"),
    "lines_failed": Text("{count} không đạt", "{count} failed"),
    "branch": Text("Nhánh", "Branch"),
    "calls": Text("Gọi đến", "Calls"),
    "open": Text("đang mở", "open"),
    "closed": Text("đóng: {why}", "closed: {why}"),
    "on_duty": Text("Đang trực", "On duty"),
    "nobody": Text("TRỐNG: không ai trực", "NOBODY on duty"),
    "gap": Text("TRỐNG từ {since} đến {until}", "NOBODY from {since} to {until}"),
    "gap_now": Text("TRỐNG đến {until}", "NOBODY until {until}"),
    "gap_tomorrow": Text(
        "Ngày mai TRỐNG từ {since} đến {until}", "Tomorrow NOBODY from {since} to {until}"
    ),
    "more_gaps": Text("(và {count} khoảng nữa)", "(and {count} more)"),
    "caption": Text("Từng nhánh lúc này", "Each branch now"),
    "none": Text("Chưa có nhánh nào cho tài khoản này.", "This account has no branch yet."),
    "alarm": Text(
        "Nhánh {branch}: nhỡ {count} cuộc trong một giờ qua.",
        "Branch {branch}: {count} calls missed in the last hour.",
    ),
    "alarm_short": Text("nhỡ {count} trong 1 giờ", "{count} missed in 1 h"),
    "alarms": Text("Báo động", "Alarm"),
    "going_on": Text("Đang diễn ra", "Going on now"),
    "reconciled": Text(
        "Đã đối soát với nhà mạng đến {until}: {found}",
        "Compared with the carrier's list until {until}: {found}",
    ),
    "reconciled_all": Text("sổ có đủ mọi cuộc gọi.", "the books have every call."),
    "reconciled_gap": Text(
        "hôm nay bổ sung {count} cuộc chưa từng được phục vụ ({share}).",
        "{count} calls of today that nobody served were added ({share}).",
    ),
    "never_reconciled": Text(
        "Chưa đối soát với nhà mạng lần nào.", "Never compared with the carrier's list yet."
    ),
    "nothing_on": Text("Không có cuộc gọi nào lúc này.", "No call at this moment."),
    "begun": Text("Bắt đầu", "Begun"),
    "stage": Text("Đang ở đâu", "Where"),
    "lasts": Text("Đã được", "For"),
    "no_branch": Text("chưa chọn nhánh", "no branch chosen yet"),
    "rings": Text("đang đổ chuông: {who}", "ringing: {who}"),
    "talks": Text("đang nói chuyện với: {who}", "talking with: {who}"),
}
STAGES = {
    Stage.MENU: Text("nghe lời chào, chọn nhánh", "in the menu"),
    Stage.HUNT: Text("chờ cán bộ", "waiting for an officer"),
    Stage.OFFER: Text(
        "được mời để lại lời nhắn hoặc hẹn gọi lại", "is offered a message or a callback"
    ),
    Stage.CLOSED: Text("nghe báo ngoài giờ", "hears that the office is closed"),
    Stage.CALLBACK: Text("hẹn gọi lại", "asks to be called back"),
    Stage.NUMBER: Text("bấm số để được gọi lại", "types a number for the callback"),
    Stage.NUMBER_OK: Text("nghe lại số vừa bấm", "hears the number typed"),
    Stage.RECORD: Text("đang để lại lời nhắn", "is leaving a message"),
    Stage.CONFIRM: Text("nghe lại lời nhắn", "hears the message again"),
    Stage.END: Text("nghe lời kết thúc", "hears the goodbye"),
}
AT_THE_KEYPAD = Text("cán bộ dùng phím điện thoại", "an officer at the keypad")
JUST_BEGUN = Text("vừa gọi đến", "has just called")
WEEKDAYS = (
    Text("Thứ Hai", "Monday"),
    Text("Thứ Ba", "Tuesday"),
    Text("Thứ Tư", "Wednesday"),
    Text("Thứ Năm", "Thursday"),
    Text("Thứ Sáu", "Friday"),
    Text("Thứ Bảy", "Saturday"),
    Text("Chủ nhật", "Sunday"),
)
