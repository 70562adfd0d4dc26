"""The page of days off and days worked instead."""

from ivr.flow.words import Text

DAYS = {
    "title": Text("Ngày nghỉ – làm bù", "Days off and days worked instead"),
    "tabs": Text("Các trang của lịch trực", "Pages of the roster"),
    "lead": Text(
        "Ngày nghỉ lễ theo luật đã có sẵn. Ở đây ghi những ngày khác đi, kèm số văn bản."
        " Nhánh trực 24/24 không theo lịch này.",
        "Public holidays by law are here already. Enter what differs, with the document. Branches"
        " that are on duty around the clock do not follow it.",
    ),
    "new": Text("Thêm ngày nghỉ hoặc làm bù", "Add a day off or a day worked"),
    "edit_title": Text("Sửa ngày {day}", "Change {day}"),
    "day": Text("Ngày", "Day"),
    "name": Text("Tên", "Name"),
    "what": Text("Là ngày", "Is"),
    "document": Text("Văn bản", "Document"),
    "source": Text("Nguồn", "Source"),
    "state": Text("Tình trạng", "State"),
    "in_force": Text("đang có hiệu lực", "in force"),
    "off": Text("nghỉ", "off"),
    "worked": Text("làm bù, theo giờ {weekday}", "worked, with the hours of a {weekday}"),
    "law": Text("luật", "the law"),
    "guess": Text("phỏng đoán, chờ thông báo nghỉ Tết", "a guess, until Tết leave is announced"),
    "file": Text("tệp nhánh", "the branches file"),
    "here": Text("trang này", "this page"),
    "edit": Text("Sửa", "Change"),
    "none": Text("Không có ngày nào sắp tới.", "No such days are known."),
    "caption": Text("Các ngày khác thường", "Days that differ"),
    "show_past": Text(
        "Xem cả những ngày đã qua, đã thôi, kể từ", "Show also days that are over or ended, from"
    ),
    "show": Text("Xem", "Show"),
    "only_now": Text("Chỉ xem những gì còn hiệu lực", "Show only what is in force"),
    # The form.
    "kind": Text("Ngày này là ngày gì", "What this day is"),
    "is_off": Text("Nghỉ", "Off"),
    "is_worked": Text("Làm bù, theo giờ {weekday}", "Worked, with the hours of a {weekday}"),
    "name_vi": Text("Tên ngày", "What the day is called, in Vietnamese"),
    "name_vi_hint": Text(
        "Người gọi nghe: “Hôm nay cơ quan nghỉ …”. Ví dụ: Quốc khánh",
        "Callers hear it: “Hôm nay cơ quan nghỉ …”. For example: Quốc khánh",
    ),
    "name_en": Text("Tên tiếng Anh (trống: như tiếng Việt)", "In English (empty: as above)"),
    "document_label": Text("Số, ngày của văn bản", "Number and date of the document"),
    "document_hint": Text(
        "Ví dụ: 12729/VPCP-KGVX ngày 25/12/2025", "For example: 12729/VPCP-KGVX of 25/12/2025"
    ),
    "save": Text("Lưu", "Save"),
    "save_new": Text("Vẫn ghi, thành mục mới", "Save it all the same, as a new entry"),
    "cancel": Text("Thôi, không ghi", "Cancel"),
    "end": Text("Thôi mục này", "End this"),
    "end_note": Text(
        "Ngày này trở lại như luật và tệp nhánh ghi. Vẫn xem lại được trong phần đã qua.",
        "The day is as the law and the branches file have it again. It can still be seen.",
    ),
    "history": Text("Đã ghi những gì", "What was written down"),
    "is_ended": Text(
        "Mục này đã hết hiệu lực, nên không sửa được nữa.",
        "This is no longer in force and cannot be changed.",
    ),
    "saved": Text("Đã lưu.", "Saved."),
    "was_ended": Text("Đã thôi. Lịch sử vẫn giữ nguyên.", "Ended. Its history stays."),
    "is_there": Text(
        "Ngày này đã có: {name}. Hãy sửa mục đó.", "This day is there already: {name}. Change it."
    ),
}
