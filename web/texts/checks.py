"""The page of line checks."""

from ivr.flow.words import Grade, Text

# A grade in one or two words, for a legend.
SHORT_GRADES = {
    Grade.PASSED: Text("đạt", "passed"),
    Grade.MAILBOX: Text("máy trả lời", "a mailbox"),
    Grade.NO_ANSWER: Text("không ai nghe", "no answer"),
    Grade.BUSY: Text("máy bận", "busy"),
    Grade.BAD_NUMBER: Text("số hỏng, tắt máy", "a bad number"),
}
CALLING = Text("đang gọi", "calling")
CALLING_SIGN = "…"
CHECKS = {
    "title": Text("Kiểm tra đầu số", "Line checks"),
    "lead": Text(
        "Tổng đài tự gọi mỗi máy trực {count} lần một ngày, vào lúc bất kỳ trong ca. Đạt là có"
        " người nghe và bấm phím trong 45 giây.",
        "The hotline calls each duty phone {count} times a day, at any moment of its shifts. Passed"
        " is: somebody answers and presses a key within 45 seconds.",
    ),
    "off": Text(
        "Việc tự gọi kiểm tra đang tắt (LINE_CHECKS_A_DAY). Vẫn gọi thử được ở đây.",
        "Checks by themselves are switched off (LINE_CHECKS_A_DAY). A phone can be checked here.",
    ),
    "numbers": Text("Từng máy trực", "Each duty phone"),
    "ways": Text("Cả đường gọi của từng nhánh", "The whole way to each branch"),
    "ways_lead": Text(
        "Tổng đài gọi vào chính số công bố, chọn nhánh như người dân, và chờ cán bộ nghe máy.",
        "The hotline calls its own public number, chooses the branch as a citizen would, and waits"
        " for an officer.",
    ),
    "no_second": Text(
        "Chưa gọi thử cả đường được: cần một số thứ hai của tổng đài, ghi ở own_numbers trong tệp"
        " nhánh.",
        "The whole way cannot be checked: it takes a second number of the hotline, in own_numbers"
        " of the branches file.",
    ),
    "post": Text("Đầu số", "Phone"),
    "branch": Text("Nhánh", "Branch"),
    "last": Text("Đạt lần cuối", "Last passed"),
    "never": Text("chưa lần nào", "never"),
    "rate": Text("Đạt tháng này", "Passed this month"),
    "pick_up": Text("Nhấc máy sau", "Picked up after"),
    "met": Text("Gặp cán bộ sau", "An officer after"),
    "seconds": Text("{count} giây", "{count} s"),
    "now": Text("Gọi thử ngay", "Check now"),
    "is_out": Text("tạm không đổ chuông", "not rung now"),
    "not_verified": Text("chưa xác minh", "not verified"),
    "none": Text(
        "Chưa có cán bộ nào trong lịch trực, nên chưa có máy nào được kiểm tra.",
        "No officers in the roster yet, so no phone is checked.",
    ),
    "legend": Text("Ký hiệu", "Signs"),
    "no_check": Text("không gọi", "no check"),
    "caption": Text("Kết quả 14 ngày qua, cũ trước, mới sau", "The last 14 days, oldest first"),
    "called": Text(
        "Đang gọi. Nửa phút nữa tải lại trang để xem kết quả.",
        "Calling. Reload in half a minute for the result.",
    ),
    "way_called": Text(
        "Đang gọi cả đường. Vài phút nữa tải lại trang để xem kết quả.",
        "Calling. Reload in some minutes for the result.",
    ),
    "bad_number": Text("Nhà mạng báo số này hỏng.", "The carrier says the number is no good."),
    "carrier_away": Text(
        "Nhà mạng chưa nhận cuộc gọi. Hãy thử lại sau ít phút.",
        "The carrier does not take the call. Try again in some minutes.",
    ),
    "under_way": Text(
        "Vừa gọi rồi. Hãy chờ kết quả, ít phút nữa gọi lại được.",
        "It was just called. Wait for the result; it can be called again in some minutes.",
    ),
    "busy": Text(
        "Máy này đang nghe một cuộc của tổng đài. Hãy thử lại khi xong.",
        "This phone is on a call of the hotline. Try again when it is over.",
    ),
    "no_second_number": Text(
        "Tổng đài chưa có số thứ hai để gọi.", "The hotline has no second number to call from."
    ),
}
