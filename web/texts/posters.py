"""The poster's page, and the register of where posters hang."""

from ivr.flow.words import Text

POSTERS = {
    "title": Text("Niêm yết", "Posters"),
    "poster": Text("Tờ niêm yết hiện hành", "The poster in force"),
    "version": Text("Bản {version}, {at}.", "Version {version}, {at}."),
    "why": Text(
        "In từ cấu hình đang chạy. Cấu hình đổi (số, nhánh, giờ làm việc) thì số bản đổi, và các tờ"
        " đang treo thành bản cũ.",
        "Made from the configuration in force. When it changes (number, branches, hours) so does"
        " the version, and posters that hang are out of date.",
    ),
    "placeholder": Text(
        "Số trên tờ này là SỐ MẪU, chưa gọi được. Đừng treo tờ này.",
        "The number on it is a PLACEHOLDER and cannot be called. Do not hang it up.",
    ),
    "preview": Text("Xem trước", "Preview"),
    "opens": Text("(mở trang mới)", "(opens a new page)"),
    "a4": Text("Tải PDF khổ A4", "PDF, A4"),
    "a3": Text("Tải PDF khổ A3", "PDF, A3"),
    "places": Text("Đang treo ở đâu", "Where posters hang"),
    "stale": Text(
        "{count} nơi đang treo bản cũ, cần thay:", "Places with an old one, to be replaced: {count}"
    ),
    "all_current": Text("Mọi nơi đang treo đúng bản này.", "All places have this version."),
    "none": Text("Chưa ghi nơi nào.", "No place has been entered yet."),
    "add": Text("Ghi một nơi", "Enter a place"),
    "place": Text("Nơi niêm yết", "Place"),
    "place_hint": Text(
        "Ví dụ: Bộ phận một cửa phường Vị Thanh", "For example: one-stop counter, Vị Thanh ward"
    ),
    "address": Text("Địa chỉ", "Address"),
    "posted_on": Text("Ngày treo", "Hung on"),
    "on_version": Text("Bản in trên tờ", "Version printed on it"),
    "version_hint": Text(
        "8 chữ ở góc tờ niêm yết. Bản hiện hành là {version}.",
        "The 8 letters in its corner. The one in force is {version}.",
    ),
    "note": Text("Ghi chú", "Note"),
    "state": Text("Tình trạng", "State"),
    "current": Text("đúng bản", "current"),
    "old": Text("BẢN CŨ", "OLD"),
    "down": Text("đã gỡ ngày {day}", "taken down {day}"),
    "renew": Text("Đã thay bản mới", "Replaced with the new one"),
    "take_down": Text("Đã gỡ", "Taken down"),
    "edit": Text("Sửa", "Change"),
    "acts": Text("Việc", "Actions"),
    "taken_down": Text("Đã gỡ", "Taken down"),
    "taken_down_on": Text("Ngày gỡ", "Taken down on"),
    "taken_down_hint": Text("Để trống nếu đang treo.", "Left open while it hangs."),
    "new_title": Text("Ghi một nơi niêm yết", "Enter a place"),
    "edit_title": Text("Sửa nơi niêm yết", "Change a place"),
    "saved": Text("Đã ghi.", "Saved."),
    "renewed": Text("Đã ghi: bản mới treo từ hôm nay.", "Saved: the new one hangs since today."),
    "was_taken_down": Text("Đã ghi: gỡ hôm nay.", "Saved: taken down today."),
    "trail": Text("Ai đã ghi", "Who wrote it down"),
    "entered": Text("ghi", "entered"),
    "changed": Text("sửa", "changed"),
    "register": Text("Tải sổ niêm yết", "Download the register"),
    "busy": Text(
        "Đang có hai tệp khác được lập, nên tệp này chưa lập. Hãy chờ một lát rồi bấm lại.",
        "Two other files are being made, so this one is not made yet. Wait a moment, then try"
        " again.",
    ),
    "refused": Text("Chưa ghi được: {why}.", "Not saved: {why}."),
    "register_title": Text("Sổ niêm yết", "Posting register"),
    "a_version": Text("8 chữ số hoặc chữ a–f.", "8 digits or letters a–f."),
}
