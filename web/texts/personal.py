"""The page about personal data: how long what is kept, what was deleted, and what is held."""

from ivr.flow.words import Text

PERSONAL = {
    "title": Text("Dữ liệu cá nhân", "Personal data"),
    "tabs": Text("Các trang cấu hình", "Pages of the configuration"),
    "lead": Text(
        "Mỗi đêm tổng đài xóa những gì đã quá hạn; việc đang chờ gọi lại và thứ có lệnh giữ thì"
        " không đụng đến. Đổi thời hạn: RETENTION trong cài đặt máy chủ.",
        "What is past its term is deleted each night; what is still owed or held is not touched."
        " Terms are changed by RETENTION in the server's settings.",
    ),
    "terms": Text("Thời hạn giữ", "How long what is kept"),
    "kind": Text("Loại dữ liệu", "Kind of data"),
    "term": Text("Giữ bao lâu", "Kept for"),
    "why": Text("Vì sao", "Why"),
    "last": Text("Lần xóa gần nhất", "Last deletion"),
    "days": Text("{count} ngày", "{count} days"),
    "forever": Text("giữ mãi", "for ever"),
    "never": Text("chưa lần nào", "none yet"),
    "deleted": Text("{at}: {count}", "{at}: {count}"),
    "going_on": Text("đang dở từ {at}: {count}", "going on since {at}: {count}"),
    "sealed": Text(
        "Lời nhắn được niêm phong bằng khóa trong SEALING_KEYS.",
        "Messages are sealed with the keys in SEALING_KEYS.",
    ),
    "not_sealed": Text(
        "Lời nhắn chưa được niêm phong trên đĩa: SEALING_KEYS chưa có khóa nào.",
        "Messages are not sealed on the disk: SEALING_KEYS has no key.",
    ),
    "holds": Text("Lệnh giữ đang có hiệu lực", "Holds that stand"),
    "no_holds": Text("Không có lệnh giữ nào.", "Nothing is held."),
    "id": Text("Số", "No."),
    "of": Text("Giữ gì", "What is held"),
    "of_call": Text("cuộc gọi {sid}", "call {sid}"),
    "reason": Text("Lý do", "Reason"),
    "by": Text("Ai đặt, từ lúc nào", "By whom, since when"),
}
