"""The list of calls, and one call's page."""

from ivr.flow.words import EventKind, Text

CALLS = {
    "title": Text("Cuộc gọi", "Calls"),
    "lead": Text("Mọi cuộc gọi vào tổng đài, mới nhất trước.", "All calls, the newest first."),
    "search": Text("Tìm cuộc gọi", "Find calls"),
    "number": Text("Số gọi", "Caller's number"),
    "number_hint": Text(
        "Cả số, hoặc {digits} số cuối. Số không bao giờ nằm trong địa chỉ trang.",
        "The whole number, or its last {digits} digits. It is never part of an address.",
    ),
    "digits_hint": Text("{digits} số cuối.", "The last {digits} digits."),
    "why": Text("Lý do tìm theo cả số", "Why a whole number is looked for"),
    "code": Text("Mã cuộc gọi", "Call's code"),
    "branch": Text("Nhánh", "Branch"),
    "verdict": Text("Kết quả", "Result"),
    "officer": Text("Đã đổ chuông cho", "Rang for"),
    "period": Text("Kỳ", "Period"),
    "since": Text("Từ ngày", "From"),
    "until": Text("Đến ngày", "To"),
    "tests": Text("Cả cuộc gọi kiểm tra của tổng đài", "Test calls of the hotline too"),
    "apply": Text("Tìm", "Find"),
    "clear": Text("Bỏ lọc", "Clear"),
    "any": Text("tất cả", "all"),
    "any_time": Text("mọi lúc", "any time"),
    "same_number": Text(
        "Các cuộc của cùng một số với cuộc {code}.", "Calls from the same number as {code}."
    ),
    "of_ending": Text("Số kết thúc bằng {ending}.", "Numbers that end in {ending}."),
    "total": Text("{count} cuộc", "{count} calls"),
    "caption": Text("Danh sách cuộc gọi", "Calls"),
    "at": Text("Lúc", "At"),
    "wait": Text("Chờ", "Waited"),
    "talk": Text("Nói chuyện", "Talked"),
    "rung": Text("Đã đổ tới", "Rung"),
    "message": Text("Lời nhắn", "Message"),
    "no_branch": Text("chưa chọn nhánh", "no branch chosen"),
    "none": Text("Không có cuộc gọi nào khớp.", "No call fits."),
    "next_page": Text("Cũ hơn", "Older"),
    "first_page": Text("Về trang đầu", "First page"),
    "lost": Text("Không nhận ra trang này; đây là trang đầu.", "Unknown page; this is the first."),
    "sample": Text("dữ liệu mẫu", "sample"),
    "back": Text("Các cuộc gọi", "Calls"),
    "call_title": Text("Cuộc gọi lúc {at}", "Call at {at}"),
    "facts": Text("Tóm tắt", "In short"),
    "show_number": Text("Hiện số", "Show the number"),
    "why_number": Text("Lý do cần xem số", "Why the number must be seen"),
    "looked": Text("Việc xem được ghi vào nhật ký.", "That you looked is audited."),
    "others": Text("Các cuộc khác của số này", "Other calls from this number"),
    "cause": Text("Vì sao", "Why"),
    "began": Text("Vào tổng đài", "Began"),
    "ended": Text("Kết thúc", "Ended"),
    "on_going": Text("đang diễn ra", "going on"),
    "language": Text("Ngôn ngữ", "Language"),
    "vi": Text("Tiếng Việt", "Vietnamese"),
    "en": Text("Tiếng Anh", "English"),
    "seconds": Text("{count} giây", "{count} s"),
    "owed": Text("Gọi lại", "Callback"),
    "owed_link": Text("{state}, xem việc gọi lại", "{state}; see the callback"),
    "result": Text("Cán bộ ghi", "The officer noted"),
    "timeline": Text("Diễn biến", "What happened"),
    "zone": Text("Giờ {zone} (UTC{offset}), đến giây.", "Times of {zone} (UTC{offset})."),
    "what": Text("Việc", "What"),
    "source": Text("Nguồn", "Source"),
    "carrier_at": Text("nhà mạng ghi {at}", "the carrier says {at}"),
    "legs": Text("Các máy đã đổ chuông", "Phones rung"),
    "no_legs": Text("Chưa đổ chuông cho máy nào.", "No phone was rung."),
    "officer_head": Text("Cán bộ", "Officer"),
    "rang_at": Text("Bắt đầu đổ", "Rang at"),
    "picked_up": Text("Nhấc máy", "Picked up"),
    "accepted": Text("Bấm nhận", "Accepted"),
    "messages": Text("Lời nhắn", "Message"),
    "message_at": Text("Lúc {at}, dài {length}", "At {at}, {length} long"),
    "why_message": Text("Lý do cần nghe", "Why it must be heard"),
    "hear": Text("Nghe", "Hear it"),
    "play_note": Text("Việc nghe được ghi vào nhật ký.", "Hearing it is audited."),
    "play_label": Text("Lời nhắn lúc {at}", "The message of {at}"),
    "no_player": Text("Trình duyệt không phát được.", "The browser cannot play it."),
    "may_not_hear": Text("Vai trò của bạn không gồm việc nghe.", "You may not hear it."),
    "viewers": Text("Ai đã xem số, nghe lời nhắn", "Who saw the number or heard the message"),
    "nobody_yet": Text("Chưa có ai.", "Nobody yet."),
    "saw_number": Text("xem số", "saw the number"),
    "heard": Text("nghe lời nhắn", "heard the message"),
    "for_reason": Text("lý do: {why}", "reason: {why}"),
    "origin": Text("Nguồn", "Origin"),
    "code_note": Text("Mã cuộc gọi của nhà mạng", "The carrier's code"),
}
VERDICT_GROUPS = {
    "offered": Text("Mọi cuộc trong giờ đã chọn nhánh", "All that chose an open branch"),
    "missed": Text("Nhỡ", "Missed"),
}
PERIODS = {
    "hour": Text("Một giờ qua", "The last hour"),
    "today": Text("Hôm nay", "Today"),
    "yesterday": Text("Hôm qua", "Yesterday"),
    "7-days": Text("7 ngày", "7 days"),
    "30-days": Text("30 ngày", "30 days"),
    "90-days": Text("90 ngày", "90 days"),
    "this-month": Text("Tháng này", "This month"),
    "last-month": Text("Tháng trước", "Last month"),
}
FAULTS = {
    "digits": Text(
        "Nhập cả số, hoặc từ 3 đến 6 số cuối.", "Type the whole number, or its last 3 to 6 digits."
    ),
    "three": Text("Nhập đúng 3 số cuối.", "Type the last 3 digits."),
    "three_or_whole": Text(
        "Nhập cả số, hoặc đúng 3 số cuối.", "Type the whole number, or its last 3 digits."
    ),
    "no_number": Text("Không có cuộc gọi nào từ số này.", "No call came from this number."),
    "no_code": Text("Không có cuộc gọi nào mang mã này.", "No call has this code."),
}
SOURCES = {
    "webhook": Text("nhà mạng báo ngay", "webhook"),
    "spool": Text("sổ tạm khi mất cơ sở dữ liệu", "spool"),
    **dict.fromkeys(("sweep", "reconciliation"), Text("đối soát với nhà mạng", "reconciliation")),
}
EVENTS = {
    EventKind.CALL_STARTED: Text("Vào tổng đài", "The call came in"),
    EventKind.KEY: Text("Bấm phím", "Pressed a key"),
    EventKind.RESUMED: Text("Tổng đài đi tiếp", "The hotline went on"),
    EventKind.LEG_ENDED: Text("Thôi đổ chuông, hoặc gác máy", "The phone's turn ended"),
    EventKind.LEG_PROGRESS: Text("Nhà mạng báo về máy cán bộ", "News of the officer's phone"),
    EventKind.WHISPERED: Text("Cán bộ nhấc máy, nghe lời báo", "Picked up, hears the whisper"),
    EventKind.LEG_KEY: Text("Cán bộ bấm phím", "The officer pressed a key"),
    EventKind.MESSAGE_RECORDED: Text("Để lại lời nhắn", "Left a message"),
    EventKind.RECORDING_DONE: Text("Bản ghi âm đã xong", "The recording is there"),
    EventKind.CALL_PROGRESS: Text("Nhà mạng báo về cuộc gọi", "News of the call"),
    EventKind.CALL_ENDED: Text("Kết thúc", "The call ended"),
    EventKind.LISTED: Text("Chỉ có trong danh sách của nhà mạng", "Only in the carrier's list"),
    EventKind.CHECK_ANSWERED: Text("Máy được kiểm tra nhấc máy", "The checked phone picked up"),
    EventKind.CHECK_KEY: Text("Bấm phím xác nhận", "Pressed the key of the check"),
    EventKind.CHECK_ENDED: Text("Kiểm tra xong", "The check ended"),
    EventKind.OFFICER_CALLED: Text("Gọi cho cán bộ", "The officer was called"),
    EventKind.OFFICER_KEY: Text("Cán bộ bấm phím", "The officer pressed a key"),
    EventKind.OFFICER_DIALED: Text("Cán bộ được nối với người dân", "The officer was joined"),
    EventKind.OFFICER_ENDED: Text("Cán bộ gác máy", "The officer hung up"),
    EventKind.FAULT: Text("Lỗi hệ thống", "A fault of the system"),
}
PRESSED = Text("{what} {digits}", "{what} {digits}")
BY = Text("{what}: {who}", "{what}: {who}")
LED = Text("{what} → {led}", "{what} → {led}")
RINGS = Text("gọi {who}", "ring {who}")
LASTED = Text("{what}, {count} giây", "{what}, {count} s")
ACCEPTS = {
    "1": Text("Cán bộ bấm 1, nhận cuộc gọi", "The officer pressed 1: accepted"),
    "2": Text("Cán bộ bấm 2, từ chối", "The officer pressed 2: declined"),
}
