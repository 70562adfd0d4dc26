"""The work list of missed callers, and one caller's page."""

from ivr.flow.words import Text
from models.lists.stretches import Priority

PRIORITIES = {
    Priority.OVERDUE: Text("Quá hạn", "Overdue"),
    Priority.REPEATED: Text("Nhỡ nhiều lần", "Missed repeatedly"),
    Priority.MESSAGE: Text("Có lời nhắn", "Left a message"),
    Priority.OTHER: Text("Chờ gọi", "Waiting"),
    Priority.CLOSED: Text("Đã xong", "Settled"),
}
STATES = {
    "open": Text("Chờ gọi lại", "To be called back"),
    "fresh": Text("Mới, chưa ai làm", "New, nobody's yet"),
    "claimed": Text("Đang có người nhận", "Claimed by somebody"),
    "postponed": Text("Để gọi sau", "To be called later"),
    "overdue": Text("Quá hạn", "Overdue"),
    "closed": Text("Đã xong", "Settled"),
    "all": Text("Tất cả", "All"),
}
MESSAGES = {"yes": Text("Có lời nhắn", "Left one"), "no": Text("Không có", "Left none")}
HOURS = {
    "yes": Text("Trong giờ", "In hours"),
    "no": Text("Ngoài giờ, ngày nghỉ", "Out of hours"),
}
ORIGINS = {
    "carrier": Text("Cuộc gọi thật", "Real calls"),
    "sample": Text("Dữ liệu mẫu", "Sample data"),
}
ORDERS = {
    "priority": Text("Việc gấp trước", "Most urgent first"),
    "time": Text("Nhỡ gần nhất trước", "Last missed first"),
}
PERIODS = {
    "today": Text("Hôm nay", "Today"),
    "yesterday": Text("Hôm qua", "Yesterday"),
    "7-days": Text("7 ngày", "7 days"),
    "30-days": Text("30 ngày", "30 days"),
    "90-days": Text("90 ngày", "90 days"),
    "this-month": Text("Tháng này", "This month"),
    "last-month": Text("Tháng trước", "Last month"),
}
FIELDS = {
    "state": Text("Trạng thái", "State"),
    "branch": Text("Nhánh", "Branch"),
    "unit": Text("Đơn vị", "Unit"),
    "cause": Text("Vì sao nhỡ", "Why missed"),
    "misses": Text("Số lần nhỡ", "Missed how often"),
    "message": Text("Lời nhắn", "Message"),
    "hours": Text("Giờ gọi", "Time of the call"),
    "ending": Text("Số gọi kết thúc bằng", "Number ends with"),
    "period": Text("Lần nhỡ cuối trong", "Last missed within"),
    "since": Text("hoặc từ ngày", "or from"),
    "until": Text("đến ngày", "until"),
    "origin": Text("Nguồn", "Source"),
    "order": Text("Thứ tự", "Order"),
    "mine": Text("Chỉ việc tôi đang nhận", "Only those I have claimed"),
    "reason": Text("Lý do", "Reason"),
    "close_note": Text("Ghi thêm", "Note"),
}
FAULTS = {
    "ending": Text(
        "Chỉ gõ từ 3 đến 6 chữ số cuối, không gõ cả số.",
        "Type the last 3 to 6 digits only, never the whole number.",
    ),
    "ending_three": Text(
        "Chỉ gõ đúng 3 chữ số cuối, như danh sách đang hiện.",
        "Type the last 3 digits only, as the list shows them.",
    ),
    "moment": Text("Hãy chọn ngày và giờ.", "Choose a day and a time."),
    "past": Text(
        "Giờ này đã qua. Hãy chọn giờ sau lúc này.", "This is over. Choose a time after now."
    ),
    "too_late": Text("Nhiều nhất 30 ngày tới.", "30 days ahead at most."),
    "reason": Text(
        "Phải chọn một lý do thì mới đóng được.", "It takes a reason to close; choose one."
    ),
}
REFUSED = {
    "held": Text(
        "Chưa ghi gì: {who} đang gọi lại người này, đến {until}.",
        "Nothing was saved: {who} is calling this person back, until {until}.",
    ),
    "settled": Text(
        "Chưa ghi gì: việc này vừa xong rồi ({how}).",
        "Nothing was saved: this is settled by now ({how}).",
    ),
    "moment": Text(
        "Chưa ghi gì: có người khác vừa làm việc này. Hãy xem lại.",
        "Nothing was saved: somebody else was at it just now. Look again.",
    ),
}
RINGING = {
    "rings": Text(
        "Máy của bạn sắp đổ chuông. Nhấc máy, nghe tóm tắt, bấm phím 1 để nối với người dân. Nói"
        " xong, gác máy rồi bấm Đã gặp hoặc Không gặp ở dưới.",
        "Your phone is about to ring. Pick up, listen, and press 1 to be joined with the citizen."
        " When you have talked, hang up and press Reached or Not reached below.",
    ),
    "no_phone": Text(
        "Tài khoản này không gắn với máy trực nào, nên tổng đài không biết gọi máy nào. Quản trị"
        " viên gắn được ở trang Người dùng.",
        "This account belongs to no phone on duty, so the hotline does not know which one to ring."
        " An administrator can name one on the page Users.",
    ),
    "no_longer": Text(
        "Máy trực của bạn không còn trong lịch trực. Hãy báo người lập lịch.",
        "Your phone is not in the roster any more. Tell whoever keeps the roster.",
    ),
    "not_fit": Text(
        "Máy trực của bạn chưa xác minh, hoặc không đạt lần kiểm tra gần nhất, nên chưa gọi được."
        " Hãy báo người phụ trách gọi kiểm tra máy.",
        "Your phone is not verified, or failed its last check, so it is not rung. Ask who is in"
        " charge to have it checked.",
    ),
    "busy": Text(
        "Máy của bạn đang trong một cuộc của tổng đài. Hãy nghe hết cuộc ấy trước.",
        "Your phone is on a call of the hotline. Finish that one first.",
    ),
    "away": Text(
        "Nhà mạng chưa nhận cuộc gọi. Hãy thử lại sau ít phút; việc này chưa ai nhận.",
        "The carrier does not take the call. Try again in some minutes; nobody has claimed this.",
    ),
    "bad_number": Text(
        "Nhà mạng không gọi được máy trực của bạn. Hãy báo người phụ trách kiểm tra số.",
        "The carrier cannot call your phone. Ask who is in charge to check the number.",
    ),
    "is_ringing": Text("Đang gọi máy của {who}.", "Ringing the phone of {who}."),
    "talks": Text("{who} đang nghe máy.", "{who} is on the phone."),
    "rang": Text(
        "Tổng đài đã gọi máy của {who} lúc {at}: {outcome}.",
        "The phone of {who} was rung at {at}: {outcome}.",
    ),
}
DONE = {
    "claimed": Text(
        "Bạn đã nhận việc này trong 30 phút; người khác không gọi nữa.",
        "This is yours for 30 minutes; nobody else calls meanwhile.",
    ),
    "released": Text("Đã trả lại việc; ai cũng nhận được.", "Given back; anybody may take it."),
    "reached": Text("Đã ghi: đã gặp. Việc này xong.", "Saved: reached. This is settled."),
    "not_reached": Text(
        "Đã ghi: không gặp. Lần gọi tiếp theo được xếp ở dưới.",
        "Saved: not reached. When to try again stands below.",
    ),
    "postponed": Text("Đã ghi giờ hẹn.", "Saved when to call."),
    "moved": Text("Đã chuyển sang nhánh khác.", "Moved to the other branch."),
    "closed": Text("Đã đóng việc này, kèm lý do.", "Closed, with the reason."),
    "noted": Text("Đã ghi chú.", "Noted."),
}
BULK = {
    "none": Text("Chưa chọn ai trong danh sách.", "Nobody was ticked."),
    "too_many": Text(
        "Bạn chọn {count} người; mỗi lần nhiều nhất {most}. Chưa ghi gì, hãy bỏ bớt dấu chọn.",
        "You ticked {count}; {most} at once at most. Nothing was saved; take some ticks away.",
    ),
    "claimed": Text("Bạn đã nhận {count} việc trong 30 phút.", "{count} are yours for 30 minutes."),
    "closed": Text("Đã đóng {count} việc, kèm lý do.", "Closed {count}, with the reason."),
    "refused": Text("{number}: {why}", "{number}: {why}"),
}
MISSED = {
    "title": Text("Người gọi nhỡ", "Missed callers"),
    "lead": Text(
        "Mỗi dòng là một người chờ được gọi lại; việc gấp ở trên.",
        "Each line is a person who waits to be called back; the most urgent on top.",
    ),
    "views": Text("Xem nhanh", "Often asked"),
    "view_open": Text("Chờ gọi lại", "To be called back"),
    "view_mine": Text("Việc của tôi", "Mine"),
    "view_overdue": Text("Quá hạn", "Overdue"),
    "view_branch": Text("Nhánh {key} hôm nay", "Branch {key} today"),
    "view_bad_number": Text("Nhỡ vì số hỏng", "Missed for a bad number"),
    "filter": Text("Lọc danh sách", "Filter"),
    "filtered": Text("đang lọc", "filtered"),
    "ending_hint": Text("{count} chữ số cuối", "The last {count} digits"),
    "any": Text("– bất kỳ –", "– any –"),
    "apply": Text("Xem", "Show"),
    "clear": Text("Bỏ lọc", "Clear"),
    "total": Text("{count} người", "{count} callers"),
    "overdue_total": Text("{count} quá hạn", "{count} overdue"),
    "at_least": Text("từ {count} lần", "{count} times or more"),
    "none": Text("Không còn ai phải gọi lại. Tốt lắm.", "Nobody is to be called back. Well done."),
    "none_found": Text("Không có ai khớp bộ lọc.", "Nobody fits the filter."),
    "caption": Text("Người gọi nhỡ, việc gấp trước", "Missed callers, most urgent first"),
    "tick": Text("Chọn", "Tick"),
    "priority": Text("Ưu tiên", "Priority"),
    "number": Text("Số gọi", "Number"),
    "branch": Text("Nhánh – đơn vị", "Branch – unit"),
    "missed_at": Text("Nhỡ", "Missed"),
    "cause": Text("Vì sao nhỡ", "Why missed"),
    "rung": Text("Đã đổ tới", "Rung"),
    "message": Text("Lời nhắn", "Message"),
    "due": Text("Hạn gọi lại", "Due"),
    "state": Text("Trạng thái", "State"),
    "claimed": Text("Người nhận việc", "Claimed by"),
    "tries": Text("Lần gọi lại", "Tries"),
    "open": Text("Mở", "Open"),
    "work": Text("Gọi lại", "Call back"),
    "times": Text("×{count} lần", "×{count}"),
    "first": Text("lần đầu {at}", "first {at}"),
    "last": Text("lần cuối {at}", "last {at}"),
    "out_of_hours": Text("ngoài giờ", "out of hours"),
    "sample": Text("mẫu", "sample"),
    "reopened": Text("mở lại", "again"),
    "phones": Text("{count} máy {outcome}", "{count} phones: {outcome}"),
    "nobody_rung": Text("không máy nào", "no phone"),
    "heard": Text("đã nghe: {who}", "heard by {who}"),
    "not_heard": Text("chưa ai nghe", "not heard yet"),
    "tries_of": Text("{count}/{most}", "{count}/{most}"),
    "last_try": Text("{at}: {outcome}", "{at}: {outcome}"),
    "passed_on": Text("nhánh khác chuyển đến", "passed on by another branch"),
    "after_seconds": Text("{cause} ({count} giây)", "{cause} ({count} s)"),
    "left": Text("còn {span} làm việc", "{span} of office time left"),
    "late": Text("trễ {span} làm việc", "late by {span} of office time"),
    "left_closed": Text("–", "–"),
    "minutes": Text("{count} phút", "{count} min"),
    "hours": Text("{hours} giờ {minutes}", "{hours} h {minutes}"),
    "is_new": Text("mới", "new"),
    "is_reopened": Text("mở lại", "open again"),
    "is_claimed": Text("đang gọi lại", "being called back"),
    "is_later": Text("gọi tiếp từ {at}", "to be called from {at}"),
    "is_tried": Text("đã gọi, chưa gặp", "tried, not reached"),
    "nobody": Text("chưa ai nhận", "nobody"),
    "until_time": Text("đến {at}", "until {at}"),
    "you": Text("bạn", "you"),
    "next_page": Text("Trang sau →", "Next page →"),
    "first_page": Text("← Về trang đầu", "← First page"),
    "lost": Text(
        "Trang đã mở không còn đúng với danh sách này, nên đây là trang đầu.",
        "The page asked for is none of this list, so this is the first one.",
    ),
    "bulk": Text("Với những người đã chọn", "With those ticked"),
    "bulk_hint": Text("Nhiều nhất {count} người một lần.", "{count} at once at most."),
    "bulk_claim": Text("Nhận việc", "Claim"),
    "bulk_close": Text("Đóng vì không cần gọi lại", "Close, as nobody needs to call"),
    # One caller.
    "back": Text("Danh sách người gọi nhỡ", "Missed callers"),
    "caller_title": Text("Gọi lại {number}", "Call back {number}"),
    "caller_done": Text("Đã gọi nhỡ: {number}", "Missed caller {number}"),
    "show_number": Text("Hiện số", "Show the number"),
    "show_note": Text("Việc xem số được ghi lại.", "It is kept who looked."),
    "number_seen": Text("Số này chỉ hiện lần này.", "Shown this once."),
    "why_number": Text("Vì sao cần xem số", "Why the number is needed"),
    "why_message": Text("Vì sao cần nghe lời nhắn", "Why the message must be heard"),
    "facts": Text("Người gọi này", "This caller"),
    "misses": Text("Số lần nhỡ", "Missed"),
    "closed_at": Text("Xong lúc", "Settled at"),
    "moved_on": Text("Việc đã sang nhánh khác:", "It goes on in another branch:"),
    "moved_link": Text("xem việc đang mở", "see it there"),
    "next": Text("Việc tiếp theo →", "Next caller →"),
    "kept": Text(
        "Phiên đăng nhập đã hết giữa chừng. Những gì đã nhập còn nguyên dưới đây, nhưng chưa được"
        " gửi: hãy xem lại rồi bấm nút lần nữa.",
        "The session was over before this was sent. What was typed is all here, but not sent yet:"
        " look it over, and press the button again.",
    ),
    "call": Text("Gọi lại", "Call back"),
    "call_note": Text(
        "Tổng đài gọi máy {number} của bạn, rồi nối với người dân. Người dân thấy số đường dây"
        " nóng.",
        "The hotline rings your phone {number}, then joins you with the citizen, who sees the"
        " hotline's number.",
    ),
    "own_call_note": Text(
        "Bạn vẫn gọi được bằng máy khác rồi ghi kết quả.",
        "You can still call by another phone, and save what came of it.",
    ),
    "reload": Text("Xem đã tới đâu", "See how it stands"),
    "result": Text("Kết quả", "What came of it"),
    "reached": Text("Đã gặp", "Reached"),
    "not_reached": Text("Không gặp", "Not reached"),
    "claim": Text("Nhận việc", "Claim"),
    "claim_note": Text(
        "Giữ việc này cho bạn trong 30 phút, khi chưa gọi ngay.",
        "Keeps this yours for 30 minutes, where you do not call at once.",
    ),
    "release": Text("Trả lại việc", "Give back"),
    "release_note": Text("Bạn đang nhận việc này đến {at}.", "This is yours until {at}."),
    "held": Text("{who} đang nhận việc này, đến {at}.", "Claimed by {who} until {at}."),
    "other": Text("Việc khác", "Something else"),
    "later": Text("Hẹn gọi lại lúc khác", "Call at another time"),
    "later_at": Text("Người dân muốn được gọi lúc", "The citizen wants to be called at"),
    "later_save": Text("Ghi giờ hẹn", "Save the time"),
    "note_label": Text("Ghi thêm (không bắt buộc)", "Note (if any)"),
    "move": Text("Chuyển nhánh khác", "Move to another branch"),
    "move_to": Text("Nhánh gọi thay", "The branch that is to call"),
    "move_hint": Text("Hạn gọi lại và lời nhắn đi theo.", "Deadline and message go with it."),
    "move_save": Text("Chuyển nhánh", "Move"),
    "close": Text("Đóng, không cần gọi lại", "Close, nobody needs to call"),
    "close_why": Text("Lý do (bắt buộc)", "Reason (required)"),
    "close_save": Text("Đóng việc này", "Close this"),
    "note": Text("Ghi chú", "Note"),
    "note_text": Text("Người gọi sau cần biết", "What the next caller should know"),
    "note_save": Text("Ghi", "Save"),
    "messages": Text("Lời nhắn", "Messages"),
    "message_at": Text("Để lại lúc {at}, dài {length}", "Left at {at}, {length} long"),
    "play_note": Text("Ai nghe, lúc nào đều được ghi lại.", "It is kept who listens, and when."),
    "no_player": Text("Trình duyệt này không phát được.", "This browser cannot play it."),
    "play_label": Text("Lời nhắn lúc {at}", "The message of {at}"),
    "story": Text("Diễn biến", "What happened"),
    "story_caption": Text("Việc đã làm, mới trước", "What was done, newest first"),
    "at": Text("Lúc", "At"),
    "what": Text("Việc", "What"),
    "who": Text("Ai", "Who"),
    "channel": Text("Qua", "By"),
    "details": Text("Chi tiết", "Details"),
    "was_missed": Text("gọi nhỡ", "missed"),
    "citizen": Text("người dân", "the citizen"),
    "by_call": Text("gọi đến", "calling"),
    "by_itself": Text("tự động", "the system"),
    "talked": Text("nói {count} giây", "talked {count} s"),
    "until": Text("hẹn {at}", "at {at}"),
    "to_branch": Text("sang {branch}", "to {branch}"),
    "see_call": Text("xem cuộc gọi", "see the call"),
}
