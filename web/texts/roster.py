"""The pages of the roster: the days to come, a branch, what is entered, and whom a call rings."""

from duty.strip import State
from ivr.flow.words import Text

TABS = {
    "strip": Text("14 ngày tới", "Next 14 days"),
    "entries": Text("Vắng mặt, đổi ca", "Absences, swaps"),
    "days": Text("Ngày nghỉ – làm bù", "Days off and worked"),
    "what_if": Text("Cuộc gọi đổ tới ai?", "Whom would a call ring?"),
    "files": Text("Nhập, xuất tệp", "Import, export"),
}
SIGNS = {State.COVERED: "●", State.BY_FILE: "◐", State.GAP: "!", State.CLOSED: "–"}
STATES = {
    State.COVERED: Text("đủ người trực", "somebody is on duty"),
    State.BY_FILE: Text("theo tệp nhánh, chưa xếp ca", "by the branches file, no shifts yet"),
    State.GAP: Text("có giờ chưa ai trực", "hours without anybody"),
    State.CLOSED: Text("nghỉ", "closed"),
}
CHANGED = Text("có trực thay hoặc đổi ca", "with a stand-in or a swap")
CHANGED_SIGN = "⇄"
SHORT = (
    Text("T2", "Mon"),
    Text("T3", "Tue"),
    Text("T4", "Wed"),
    Text("T5", "Thu"),
    Text("T6", "Fri"),
    Text("T7", "Sat"),
    Text("CN", "Sun"),
)
NEXT_DAY = Text(" hôm sau", " next day")
ROSTER = {
    "title": Text("Lịch trực", "Duty roster"),
    "lead": Text(
        "Ai nghe máy nhánh nào, từ hôm nay {first} đến {last}.",
        "Who answers for which branch, from today {first} to {last}.",
    ),
    "tabs": Text("Các trang của lịch trực", "Pages of the roster"),
    "all_covered": Text(
        "14 ngày tới, giờ làm việc nào cũng có người trực mà máy đổ chuông được.",
        "In all hours of the next 14 days somebody is on duty whose phone may be rung.",
    ),
    "gaps": Text("Cần xếp người trực", "Somebody is needed"),
    "gaps_of": Text("{count} ngày có giờ chưa ai trực", "{count} days with hours without anybody"),
    "more_days": Text("… và {count} ngày nữa", "… and {count} more days"),
    "gap": Text("chưa ai trực", "nobody on duty"),
    "could_fill": Text("Có thể trực:", "Could fill in:"),
    "nobody_could": Text(
        "chưa có ai; hãy thêm cán bộ, hoặc xác minh số máy của họ",
        "nobody yet; add an officer, or verify a number",
    ),
    "fill": Text("Xếp người trực nhánh này", "Plan this branch"),
    "absent": Text("Báo vắng", "Enter an absence"),
    "swap": Text("Đổi ca", "Swap turns"),
    "shift": Text("Thêm ca trực", "Add a shift"),
    "print": Text("In lịch tuần", "Print the week"),
    "caption": Text("Người trực của từng nhánh, từng ngày", "Who is on duty, by branch and day"),
    "branch": Text("Nhánh", "Branch"),
    "people": Text("{count} người", "{count}"),
    "legend": Text("Ký hiệu", "Signs"),
    "none": Text("Chưa có nhánh nào cho tài khoản này.", "This account has no branch yet."),
    "soon": Text("Vắng mặt và đổi ca đang có hiệu lực", "Absences and swaps in force"),
    "see_all": Text("Xem tất cả, cả những gì đã qua", "See all, also what is over"),
    # One branch.
    "branch_title": Text("Lịch trực nhánh {name}", "Roster of branch {name}"),
    "answers": Text("Chịu trách nhiệm", "Accountable"),
    "next_days": Text("14 ngày tới", "The next 14 days"),
    "day": Text("Ngày", "Day"),
    "on_duty": Text("Người trực", "On duty"),
    "closed": Text("nghỉ", "closed"),
    "by_file": Text("theo tệp nhánh", "by the branches file"),
    "not_rung": Text(
        "chưa đổ chuông: số chưa xác minh hoặc không đạt kiểm tra",
        "not rung: the number is not verified, or fails its checks",
    ),
    "shifts": Text("Ca trực", "Shifts"),
    "no_shifts": Text(
        "Chưa có ca trực nào. Đến khi có, những người ghi trong tệp nhánh nghe máy.",
        "No shifts yet. Until there are, the officers of the branches file answer.",
    ),
    "who": Text("Cán bộ", "Officer"),
    "role": Text("Vai trò", "Role"),
    "hours": Text("Giờ", "Hours"),
    "valid": Text("Có hiệu lực", "In force"),
    "from_on": Text("từ {first}", "from {first}"),
    "edit": Text("Sửa", "Change"),
    # What was.
    "show_past": Text(
        "Xem cả những gì đã qua, đã thôi, kể từ ngày", "Show also what is over or ended, from"
    ),
    "show": Text("Xem", "Show"),
    "only_now": Text("Chỉ xem những gì còn hiệu lực", "Show only what is in force"),
    "over": Text("đã qua", "over"),
    "ended": Text("đã thôi {at}, người thôi: {who}", "ended {at} by {who}"),
    "in_force": Text("đang có hiệu lực", "in force"),
    "state": Text("Tình trạng", "State"),
    # Absences and swaps.
    "entries_title": Text("Vắng mặt, đổi ca", "Absences and swaps"),
    "absences": Text("Vắng mặt", "Absences"),
    "swaps": Text("Đổi ca", "Swaps"),
    "no_absences": Text("Không có ai báo vắng.", "No absences."),
    "no_swaps": Text("Không có đổi ca nào.", "No swaps."),
    "when": Text("Thời gian", "When"),
    "reason": Text("Lý do", "Reason"),
    "stand_in": Text("Người trực thay", "Stand-in"),
    "no_stand_in": Text("chưa có", "nobody yet"),
    "note": Text("Ghi chú", "Note"),
    "giver": Text("Người nhường ca", "Gives"),
    "taker": Text("Người nhận ca", "Takes"),
}
WHAT_IF = {
    "title": Text("Cuộc gọi đổ tới ai?", "Whom would a call ring?"),
    "lead": Text(
        "Chọn một lúc bất kỳ: trang này cho biết máy của ai sẽ đổ chuông, theo thứ tự, và vì sao."
        " Không có cuộc gọi nào được thực hiện.",
        "Choose any moment: this page says whose phones would ring, in which order, and why."
        " No call is made.",
    ),
    "branch": Text("Nhánh", "Branch"),
    "every": Text("– mọi nhánh –", "– all branches –"),
    "on_day": Text("Ngày", "Day"),
    "at_time": Text("Lúc", "At"),
    "see": Text("Xem", "See"),
    "now": Text("bây giờ", "now"),
    "closed": Text("Nhánh đang đóng: {why}.", "The branch is closed: {why}."),
    "opens": Text("Mở lại {at}.", "It opens {at}."),
    "offered": Text(
        "Người gọi được mời để lại lời nhắn hoặc yêu cầu gọi lại.",
        "Callers are offered to leave a message or to be called back.",
    ),
    "desk": Text(
        "Bấm phím 0 thì gặp cán bộ trực ({name}).", "Key 0 reaches the duty desk ({name})."
    ),
    "rings": Text("Đổ chuông theo thứ tự:", "Rings, in this order:"),
    "not_rung": Text("Không đổ chuông:", "Does not ring:"),
    "nobody": Text(
        "Không có máy nào đổ chuông: người gọi được mời để lại lời nhắn.",
        "No phone would ring: the caller is asked to leave a message.",
    ),
    "rounds": Text(
        "Mỗi máy {seconds} giây, {rounds} vòng; sau đó mời để lại lời nhắn hoặc gọi lại.",
        "{seconds} s each, {rounds} round(s); then a message or a callback is offered.",
    ),
    "of_desk": Text("bàn trực", "duty desk"),
    "past": Text(
        "Lúc này đã qua: lịch được kể như đã biết lúc ấy; số xác minh hay chưa thì theo hiện nay.",
        "This is past: the roster is told as it was known then, whether numbers were verified as"
        " it is now.",
    ),
}
SHEET = {
    "title": Text("In lịch trực tuần", "Print the week's roster"),
    "lead": Text(
        "Bản in theo Nghị định 30/2020/NĐ-CP, khổ A4. Số, ngày ký và chữ ký để trống.",
        "The official form on A4. Number, date and signatures stay blank.",
    ),
    "week": Text("Tuần có ngày", "The week of"),
    "branch": Text("Nhánh", "Branch"),
    "every": Text("– mọi nhánh –", "– all branches –"),
    "numbers": Text("In đủ số máy", "With full numbers"),
    "numbers_hint": Text(
        "Việc này được ghi vào nhật ký. Không chọn thì số máy được che.",
        "This is written into the audit. Otherwise numbers are masked.",
    ),
    "open": Text("Mở bản in", "Open the sheet"),
}
