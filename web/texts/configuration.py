"""The pages of the configuration: the branches file as it is in force, and what is said."""

from ivr.flow.words import TaskKind, Text

TASKS = {
    TaskKind.RECEIVE: Text("tiếp nhận", "receives"),
    TaskKind.INFORM: Text("cung cấp thông tin", "informs"),
    TaskKind.ADVISE: Text("tư vấn, hướng dẫn", "advises"),
    TaskKind.FEEDBACK: Text("phản ánh, kiến nghị", "takes feedback"),
}
NAVIGATION = Text("Cấu hình", "Configuration")
TABS = {
    "branches": Text("Nhánh", "Branches"),
    "prompts": Text("Các câu tổng đài nói", "What the hotline says"),
    "personal": Text("Dữ liệu cá nhân", "Personal data"),
}
CONFIGURATION = {
    "title": Text("Cấu hình – nhánh", "Configuration – branches"),
    "tabs": Text("Các trang cấu hình", "Pages of the configuration"),
    "lead": Text(
        "Đúng như tổng đài đang dùng lúc này. Muốn đổi: sửa tệp {file} trên máy chủ; tổng đài tự"
        " đọc lại trong vài giây.",
        "As the hotline works at this moment. To change it, edit {file} on the server; it is read"
        " again within seconds.",
    ),
    "is_good": Text("Tệp {file} đọc được, không có lỗi.", "{file} was read and has no faults."),
    "is_bad": Text(
        "Tệp {file} đang có lỗi. Tổng đài vẫn chạy bằng bản tốt gần nhất; sửa các chỗ dưới đây.",
        "{file} has faults. The hotline goes on with the last good one; mend what is below.",
    ),
    "is_refused": Text("Tệp {file} không được dùng:", "{file} is not used:"),
    "warned": Text("Nên xem lại trong tệp {file}", "To be looked at in {file}"),
    "line": Text("Dòng", "Line"),
    "column": Text("Cột", "Column"),
    "path": Text("Mục", "Field"),
    "fault": Text("Lỗi gì", "What is wrong"),
    "hotline": Text("Số tổng đài", "The hotline's number"),
    "own": Text("Các số khác của tổng đài", "Other numbers of its own"),
    "none": Text("không có", "none"),
    "menu": Text("Thực đơn phím", "The menu"),
    "key": Text("Phím {digit}", "Key {digit}"),
    "desk_key": Text("Phím 0, và khi nhánh không ai nghe", "Key 0, and where no branch answers"),
    "said": Text("Người gọi nghe", "Callers hear"),
    "lead_agency": Text("Cơ quan đầu mối", "Lead agency"),
    "head": Text("Chịu trách nhiệm", "Accountable"),
    "hours": Text("Giờ tiếp nhận", "Hours"),
    "always": Text("24/24, cả ngày lễ", "around the clock, holidays too"),
    "closed": Text("nghỉ", "closed"),
    "opens_at": Text("mở đường dây từ {at}", "the line opens on {at}"),
    "rings": Text("Đổ chuông", "Ringing"),
    "rings_for": Text(
        "{seconds} giây mỗi máy, {rounds} vòng", "{seconds} s each phone, {rounds} round(s)"
    ),
    "officers": Text("Dự phòng trong tệp nhánh", "Officers of the branches file"),
    "used": Text(
        "đang nghe máy, vì nhánh chưa có ca trực nào",
        "they answer, as the branch has no shifts",
    ),
    "not_used": Text("không dùng, vì đã có ca trực", "not used, as there are shifts"),
    "tasks": Text("Nhiệm vụ của nhánh", "What the branch is for"),
    "roster": Text("Xem lịch trực", "See the roster"),
    "limits": Text("Giới hạn và hẹn gọi lại", "Limits and callbacks"),
    "key_s": Text("Chờ người gọi bấm phím", "Waits for a key"),
    "accept_s": Text("Chờ cán bộ bấm phím nhận cuộc gọi", "Waits for the officer to accept"),
    "message_s": Text("Lời nhắn dài nhất", "Longest message"),
    "silence_s": Text("Im lặng thì hết lời nhắn", "Silence that ends a message"),
    "talk_s": Text("Cuộc nói chuyện dài nhất", "Longest talk"),
    "calls_at_once": Text("Số máy cùng lúc, nhiều nhất", "Telephones held at once, at most"),
    "extra_key_calls": Text(
        "Một số gọi trong một giờ, từ đó phải bấm thêm một phím",
        "Calls of one number in an hour, from which a key is asked for",
    ),
    "block_calls": Text(
        "Một số gọi trong một giờ, từ đó bị chặn tạm",
        "Calls of one number in an hour, from which it is blocked for a while",
    ),
    "block_hours": Text("Chặn tạm trong", "Blocked for"),
    "errors": Text("Bấm sai mấy lần thì chuyển cán bộ trực", "Errors before the duty officer"),
    "waits": Text("Được chờ tiếp mấy lần", "How often a caller may keep waiting"),
    "working_time": Text("Nhỡ trong giờ: gọi lại trong", "Missed in hours: called back within"),
    "next_day_by": Text("Nhỡ ngoài giờ: gọi lại trước", "Missed out of hours: called back by"),
    "seconds": Text("{count} giây", "{count} s"),
    "times": Text("{count} lần", "{count}"),
    "telephones": Text("{count} máy", "{count}"),
    "for_hours": Text("{count} giờ", "{count} h"),
    "working_hours": Text("{count} giờ làm việc", "{count} working hours"),
    "next_day": Text("{at} ngày làm việc kế tiếp", "{at} on the next working day"),
}
PROMPTS = {
    "title": Text("Các câu tổng đài nói", "What the hotline says"),
    "tabs": CONFIGURATION["tabs"],
    "lead": Text(
        "Câu nào có tệp thu âm thì phát tệp đó, không thì máy đọc. Chỗ … là phần thay đổi theo cuộc"
        " gọi. Cách thu âm: xem prompts/README.md.",
        "A sentence with a recording is played, any other is read by a machine. … stands for what"
        " differs from call to call. How to record: prompts/README.md.",
    ),
    "citizens": Text("Người dân nghe", "What callers hear"),
    "officers": Text("Cán bộ nghe", "What officers hear"),
    "name": Text("Tên câu", "Name"),
    "vi": Text("Tiếng Việt", "Vietnamese"),
    "en": Text("Tiếng Anh", "English"),
    "recorded": Text("Thu âm", "Recorded"),
    "by_machine": Text("máy đọc", "read by a machine"),
    "listen": Text("Nghe {name}", "Listen to {name}"),
}
