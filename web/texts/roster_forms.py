"""The forms of the roster: shifts, absences, swaps, and why one of them was refused."""

from ivr.flow.words import Text

REFUSED = {
    "not_saved": Text(
        "Chưa ghi được, vì sẽ có giờ không ai trực:", "Not saved, as nobody would be on duty:"
    ),
    "could_fill": Text("có thể trực thay:", "could fill in:"),
    "nobody_could": Text("chưa có ai trực thay được", "nobody could fill in yet"),
    "more": Text("và {count} khoảng trống nữa", "and {count} more"),
    "stale": Text("Chưa ghi được.", "Not saved."),
}
FORMS = {
    "branch": Text("Nhánh", "Branch"),
    "officer": Text("Cán bộ", "Officer"),
    "choose": Text("– chọn –", "– choose –"),
    "save": Text("Lưu", "Save"),
    "save_new": Text("Vẫn ghi, thành mục mới", "Save it all the same, as a new entry"),
    "saved": Text("Đã lưu vào lịch trực.", "Saved in the roster."),
    "same": Text("Mục này đã có sẵn trong lịch.", "This is in the roster already."),
    "end": Text("Thôi mục này", "End this"),
    "end_note": Text(
        "Hết hiệu lực từ bây giờ. Vẫn xem lại được trong phần đã qua.",
        "It ends now. It can still be seen among what is over.",
    ),
    "was_ended": Text("Đã thôi. Lịch sử vẫn giữ nguyên.", "Ended. Its history stays."),
    "is_ended": Text(
        "Mục này đã hết hiệu lực, nên không sửa được nữa.",
        "This is no longer in force and cannot be changed.",
    ),
    "history": Text("Đã ghi những gì", "What was written down"),
    # Shifts.
    "new_shift": Text("Thêm ca trực", "Add a shift"),
    "edit_shift": Text("Sửa ca trực", "Change a shift"),
    "shift_lead": Text(
        "Ca trực lặp lại hằng tuần, cho đến ngày cuối (nếu có).",
        "A shift comes again each week, until its last day if it has one.",
    ),
    "role": Text("Vai trò", "Role"),
    "role_hint": Text(
        "Trực chính đổ chuông trước, rồi trực phó, rồi lãnh đạo.",
        "Primary officers ring first, then deputies, then leaders.",
    ),
    "position": Text("Thứ tự trong vai trò", "Order within the role"),
    "position_hint": Text("1 đổ chuông trước 2.", "1 rings before 2."),
    "weekdays": Text("Các ngày trong tuần", "Days of the week"),
    "start": Text("Từ giờ", "From"),
    "end_time": Text("Đến giờ", "To"),
    "end_hint": Text(
        "Không sau giờ bắt đầu thì sang hôm sau: 19:00–07:00 là trực đêm.",
        "Where it is not after the start, it is on the next day: 19:00–07:00 is a night.",
    ),
    "valid_from": Text("Từ ngày", "First day"),
    "valid_to": Text("Đến hết ngày (nếu có)", "Last day (if any)"),
    "shift_change_note": Text(
        "Ca cũ hết hiệu lực từ bây giờ, ca mới thay vào ngay.",
        "The old shift ends now, and the new one takes its place at once.",
    ),
    # Absences.
    "new_absence": Text("Báo vắng", "Enter an absence"),
    "edit_absence": Text("Sửa báo vắng", "Change an absence"),
    "absence_lead": Text(
        "Trong thời gian vắng, máy của cán bộ không đổ chuông. Nếu chỉ có một mình họ trực thì phải"
        " cử người trực thay.",
        "While absent, the officer's phone does not ring. Where nobody else is on duty, a stand-in"
        " is needed.",
    ),
    "who_is_absent": Text("Ai vắng", "Who is absent"),
    "since_on": Text("Từ ngày", "From"),
    "since_time": Text("Từ giờ (trống: cả ngày)", "From (empty: all day)"),
    "until_on": Text("Đến hết ngày", "To, that day included"),
    "until_time": Text("Đến giờ (trống: hết ngày)", "To (empty: all day)"),
    "reason": Text("Lý do", "Reason"),
    "stand_in": Text("Người trực thay", "Stand-in"),
    "stand_in_hint": Text(
        "Có thể để trống nếu vẫn còn người khác trực.",
        "May stay empty while others are on duty.",
    ),
    "choose_stand_in": Text("Chọn người trực thay", "Choose a stand-in"),
    "no_stand_in": Text("– không có –", "– nobody –"),
    "can_fill": Text("Trực được suốt thời gian trống", "There all the time"),
    "others": Text("Cán bộ khác", "Other officers"),
    "note": Text("Ghi chú (không bắt buộc)", "Note (may be empty)"),
    "note_hint": Text(
        "Chỉ để nhớ, không in ra lịch. Đừng ghi chuyện sức khỏe, đời tư.",
        "To remember, never printed. Nothing about health or private life.",
    ),
    # Swaps.
    "new_swap": Text("Đổi ca", "Swap turns"),
    "edit_swap": Text("Sửa đổi ca", "Change a swap"),
    "swap_lead": Text(
        "Người nhận trực thay các ca của người nhường, ở một nhánh, trong thời gian ghi dưới đây.",
        "Who takes is on duty in the turns of who gives, for one branch, in this time.",
    ),
    "giver": Text("Người nhường ca", "Who gives"),
    "taker": Text("Người nhận ca", "Who takes"),
    "swap_reason": Text("Lý do", "Reason"),
    "swap_reason_hint": Text("Bắt buộc, ví dụ: đi tập huấn", "Needed, for example: training"),
    "cancel": Text("Thôi, không ghi", "Cancel"),
}
