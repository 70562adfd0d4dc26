"""The officers' pages: the post first, the number masked."""

from ivr.flow.words import Language, Text

LANGUAGES = {
    Language.VI: Text("Tiếng Việt", "Vietnamese"),
    Language.EN: Text("Tiếng Anh", "English"),
}
TABS = {"officers": Text("Cán bộ", "Officers"), "agencies": Text("Cơ quan", "Agencies")}
OFFICERS = {
    "title": Text("Cán bộ", "Officers"),
    "tabs": Text("Các trang về cán bộ", "Pages about officers"),
    "lead": Text(
        "Mỗi dòng là một chức danh có máy trực. Máy chỉ được đổ chuông khi số đã xác minh.",
        "Each line is a post with a duty phone. It is rung only once its number was verified.",
    ),
    "new": Text("Thêm cán bộ", "Add an officer"),
    "files": Text("Nhập, xuất tệp", "Import, export"),
    "caption": Text("Cán bộ trực", "Duty officers"),
    "none": Text(
        "Chưa có cán bộ nào trong lịch trực. Những người ghi trong tệp nhánh vẫn nghe máy.",
        "No officers in the roster yet. Those of the branches file answer.",
    ),
    "past_link": Text("Xem cả cán bộ đã thôi trực", "Show also who has left"),
    "now_link": Text("Chỉ xem cán bộ đang trực", "Show only who serves"),
    "post": Text("Chức danh", "Post"),
    "agency": Text("Cơ quan", "Agency"),
    "number": Text("Số máy", "Number"),
    "verified": Text("Xác minh", "Verified"),
    "is_verified": Text("đã xác minh {at}", "verified {at}"),
    "not_verified": Text("chưa xác minh", "not verified"),
    "is_out": Text("không đạt kiểm tra", "fails its checks"),
    "branches": Text("Trực nhánh", "Branches"),
    "no_branch": Text("chưa có ca", "no shifts"),
    "serves": Text("Thời gian trực", "Serves"),
    "since": Text("từ {first}", "from {first}"),
    "since_until": Text("{first} – {last}", "{first} – {last}"),
    "left": Text("đã thôi", "left"),
    "pin": Text("Mã PIN", "PIN"),
    "has_pin": Text("có", "set"),
    "no_pin": Text("không", "none"),
    "back": Text("Về danh sách cán bộ", "Back to the officers"),
    # One officer.
    "code": Text("Mã", "Code"),
    "person": Text("Người giữ chức danh", "Held by"),
    "nobody": Text("chưa ghi", "not entered"),
    "languages": Text("Ngôn ngữ", "Languages"),
    "show_number": Text("Hiện đủ số", "Show the number"),
    "show_note": Text("Việc xem được ghi vào nhật ký.", "That you looked is audited."),
    "edit": Text("Sửa", "Change"),
    "actions": Text("Việc cần làm", "Actions"),
    "verify": Text("Gọi xác minh ngay", "Call to verify now"),
    "verify_note": Text(
        "Tổng đài gọi vào máy này ngay bây giờ; người nghe bấm lại ba số được đọc. Báo trước cho"
        " người giữ máy.",
        "The hotline calls this phone now; who answers keys in three digits that are read out. Tell"
        " them before.",
    ),
    "last_verify": Text("Lần gọi xác minh gần nhất: {at}, {grade}.", "Last call: {at}, {grade}."),
    "calling": Text("đang gọi; tải lại trang để xem kết quả", "calling; reload for the result"),
    "called": Text(
        "Đang gọi vào máy. Nửa phút nữa tải lại trang để xem kết quả.",
        "The phone is being called. Reload in half a minute for the result.",
    ),
    "bad_number": Text("Nhà mạng báo số này hỏng.", "The carrier says the number is no good."),
    "carrier_away": Text(
        "Nhà mạng chưa nhận cuộc gọi. Hãy thử lại sau ít phút.",
        "The carrier does not take the call. Try again in some minutes.",
    ),
    "under_way": Text(
        "Máy này vừa được gọi. Hãy chờ kết quả.", "This phone was just called. Wait for the result."
    ),
    "busy": Text(
        "Máy này đang nghe một cuộc của tổng đài. Hãy thử lại khi xong.",
        "This phone is on a call of the hotline. Try again when it is over.",
    ),
    "checks": Text("Xem kiểm tra đầu số", "See its line checks"),
    "pin_title": Text("Mã PIN của {post}", "PIN of {post}"),
    "pin_link": Text("Đặt hoặc bỏ mã PIN", "Set or remove the PIN"),
    "pin_lead": Text(
        "Sáu chữ số, để cán bộ gọi vào tổng đài từ máy trực và dùng phím: báo vắng, gọi lại người"
        " gọi nhỡ, ghi kết quả. Đặt mã mới cũng mở khóa.",
        "Six digits by which the officer calls the hotline from the duty phone and uses its keys:"
        " off duty, callbacks, results. A new one unlocks it, too.",
    ),
    "pin_locked": Text("đang khóa đến {at}", "locked until {at}"),
    "pin_now": Text("Hiện nay", "Now"),
    "pin_generate": Text("Tạo mã ngẫu nhiên", "Make a random one"),
    "pin_generate_note": Text(
        "Mã hiện ra một lần, đọc cho đúng người giữ máy.",
        "It is shown once; tell it to whoever has the phone.",
    ),
    "pin_own": Text("Hoặc đặt mã do cán bộ chọn", "Or set one that the officer chose"),
    "pin_digits": Text("Mã PIN, sáu chữ số", "PIN of six digits"),
    "pin_again": Text("Nhập lại mã PIN", "The PIN once more"),
    "pin_set": Text("Đặt mã PIN", "Set the PIN"),
    "pin_remove": Text("Bỏ mã PIN", "Remove the PIN"),
    "pin_remove_note": Text(
        "Máy này trở lại là máy của người gọi bình thường.",
        "The phone is an ordinary caller's from then on.",
    ),
    "pin_was_set": Text("Đã đặt mã PIN.", "The PIN is set."),
    "pin_was_removed": Text("Đã bỏ mã PIN.", "The PIN was removed."),
    "pin_shown": Text("Mã PIN mới của {post}", "New PIN of {post}"),
    "pin_shown_lead": Text(
        "Đọc cho người giữ máy. Trang này không hiện lại được.",
        "Tell it to whoever has the phone. This page cannot be shown again.",
    ),
    "different": Text("Hai lần nhập không giống nhau.", "The two are not the same."),
    # The form.
    "edit_title": Text("Sửa {post}", "Change {post}"),
    "code_hint": Text(
        "Đặt một lần, không đổi được: chữ thường không dấu, số, gạch nối. Ví dụ: tthc-1",
        "Given once, never changed: small letters, digits, hyphens. For example: tthc-1",
    ),
    "post_vi": Text("Chức danh", "Post, in Vietnamese"),
    "post_hint": Text(
        "Chức danh, ai giữ cũng vậy. Ví dụ: Chuyên viên trực, Phòng Một cửa",
        "The post, whoever holds it. For example: Chuyên viên trực, Phòng Một cửa",
    ),
    "post_en": Text("Chức danh tiếng Anh (trống: như trên)", "Post in English (empty: as above)"),
    "person_label": Text("Người đang giữ chức danh (không bắt buộc)", "Held by (may be empty)"),
    "number_label": Text("Số máy trực", "Duty phone's number"),
    "number_hint": Text("Ví dụ: 0500 000 041", "For example: 0500 000 041"),
    "number_keep": Text(
        "Để trống: giữ số hiện nay {number}. Số mới phải xác minh lại.",
        "Empty: keep the present one, {number}. A new one must be verified.",
    ),
    "verified_on": Text("Đã gọi thử số này ngày (nếu có)", "This number was tried on (if it was)"),
    "verified_hint": Text(
        "Ghi khi đã tự gọi thử và đúng người nghe; không thì để trống và bấm “Gọi xác minh ngay”"
        " sau khi lưu.",
        "Only where you called it and the right person answered. Else leave it empty, and press"
        " “Call to verify now” afterwards.",
    ),
    "agency_label": Text("Cơ quan", "Agency"),
    "no_agency": Text("– chưa ghi –", "– not entered –"),
    "active_from": Text("Trực từ ngày", "Serves from"),
    "active_to": Text("Đến hết ngày (nếu thôi)", "To, that day included (if they leave)"),
    "active_hint": Text(
        "Cán bộ thôi trực: ghi ngày cuối. Không bao giờ xóa.",
        "Who leaves gets a last day. Nobody is ever deleted.",
    ),
    "save": Text("Lưu", "Save"),
    "cancel": Text("Thôi, không ghi", "Cancel"),
    "saved": Text("Đã lưu.", "Saved."),
    "exists": Text("Mã này đã có.", "This code exists."),
    "faster": Text(
        "{who} vừa sửa mục này lúc {at}, nên chưa ghi gì. So lại dưới đây rồi bấm Lưu lần nữa nếu"
        " vẫn muốn ghi những gì bạn nhập.",
        "{who} changed this at {at}, so nothing was saved. Compare below, and press Save again if"
        " what you typed is to stand.",
    ),
    "now_there": Text("hiện nay: {now}", "now: {now}"),
    "you_typed": Text("bạn nhập: {typed}", "you typed: {typed}"),
    # What was.
    "history": Text("Lịch sử", "History"),
    "at": Text("Lúc", "When"),
    "by": Text("Người sửa", "By"),
    "what": Text("Đã sửa gì", "What was changed"),
    "was_entered": Text("ghi mới", "entered"),
    "renewed": Text("đặt mã PIN mới", "a new PIN was set"),
}
AGENCIES = {
    "title": Text("Cơ quan", "Agencies"),
    "tabs": OFFICERS["tabs"],
    "lead": Text(
        "Cơ quan đầu mối và các cơ quan có cán bộ trực. Mã đặt một lần, không đổi, kể cả khi cơ"
        " quan đổi tên hay sáp nhập.",
        "The bodies that lead branches, and those that have officers on duty. A code never changes,"
        " also where the body is renamed or merged.",
    ),
    "new": Text("Thêm cơ quan", "Add an agency"),
    "edit_title": Text("Sửa {name}", "Change {name}"),
    "caption": Text("Các cơ quan", "Agencies"),
    "name": Text("Tên", "Name"),
    "code": Text("Mã", "Code"),
    "kind": Text("Loại", "Kind"),
    "state": Text("Cơ quan nhà nước", "State body"),
    "association": Text("Hội, hiệp hội", "Association"),
    "leads": Text("Đầu mối nhánh", "Leads branch"),
    "officers": Text("Cán bộ trực", "Officers"),
    "valid": Text("Thời gian", "Time"),
    "source": Text("Nguồn", "Source"),
    "file": Text("tệp nhánh", "the branches file"),
    "here": Text("trang này", "this page"),
    "since": OFFICERS["since"],
    "since_until": OFFICERS["since_until"],
    "edit": Text("Sửa", "Change"),
    "code_hint": Text(
        "Đặt một lần, không đổi được: chữ thường không dấu, số, gạch nối. Ví dụ: so-noi-vu",
        "Given once, never changed: small letters, digits, hyphens. For example: so-noi-vu",
    ),
    "name_vi": Text("Tên cơ quan", "Name, in Vietnamese"),
    "name_en": Text("Tên tiếng Anh (trống: như trên)", "Name in English (empty: as above)"),
    "valid_from": Text("Từ ngày", "From"),
    "valid_to": Text("Đến hết ngày (nếu sáp nhập, giải thể)", "To (if merged or dissolved)"),
    "save": Text("Lưu", "Save"),
    "cancel": Text("Thôi, không ghi", "Cancel"),
    "saved": Text("Đã lưu.", "Saved."),
    "exists": Text("Mã này đã có.", "This code exists."),
    **{key: OFFICERS[key] for key in ("faster", "now_there", "you_typed", "history", "at", "by")},
    **{key: OFFICERS[key] for key in ("what", "was_entered", "renewed")},
}
# What the audit calls the fields of an officer and of an agency.
FIELDS = {
    "agency": OFFICERS["agency"],
    "post_vi": OFFICERS["post_vi"],
    "post_en": Text("Chức danh tiếng Anh", "Post in English"),
    "person": OFFICERS["person"],
    "number": OFFICERS["number"],
    "languages": OFFICERS["languages"],
    "active_from": OFFICERS["active_from"],
    "active_to": Text("Đến hết ngày", "To"),
    "verified_at": OFFICERS["verified"],
    "out_since": Text("Không đạt kiểm tra từ", "Failing its checks since"),
    "pin_hash": OFFICERS["pin"],
    "name_vi": AGENCIES["name_vi"],
    "name_en": Text("Tên tiếng Anh", "Name in English"),
    "kind": AGENCIES["kind"],
    "valid_from": AGENCIES["valid_from"],
    "valid_to": Text("Đến hết ngày", "To"),
}
