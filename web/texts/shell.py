"""What all pages of the desk share: the frame, forms, and what is said when something fails."""

from ivr.flow.words import Text

SHELL = {
    "product": Text("Tổng đài Cải cách hành chính", "Administrative reform hotline"),
    "skip": Text("Đến nội dung chính", "Skip to the content"),
    "navigation": Text("Các trang", "Pages"),
    "menu": Text("Mục lục", "Menu"),
    "account": Text("Tài khoản của tôi", "My account"),
    "sign_out": Text("Đăng xuất", "Sign out"),
    "sign_in": Text("Đăng nhập", "Sign in"),
    "other_language": Text("English", "Tiếng Việt"),
    "save": Text("Lưu", "Save"),
    "cancel": Text("Thôi", "Cancel"),
    "fault": Text("Lỗi", "Error"),
    "faults": Text("Chưa lưu được. Cần sửa:", "Not saved. To be mended:"),
    "kept": Text(
        "Phiên đăng nhập đã hết giữa chừng. Những gì đã nhập còn nguyên dưới đây, nhưng chưa được"
        " gửi: hãy xem lại rồi bấm nút lần nữa.",
        "The session was over before this was sent. What was typed is all here, but not sent yet:"
        " look it over, and press the button again.",
    ),
    "filtered": Text("đang lọc", "filtered"),
    "yes": Text("có", "yes"),
    "no": Text("không", "no"),
    "printed": Text("In lúc {at}, người in: {login}", "Printed {at} by {login}"),
    "at": Text("Giờ Việt Nam", "Vietnam time"),
    "back_home": Text("Về trang Hôm nay", "Back to Today"),
}
FAULTS = {
    "400": Text("Trang này đã cũ", "This page is out of date"),
    "400_why": Text(
        "Biểu mẫu không còn hợp lệ, nên không có gì được ghi. Hãy quay lại, tải lại trang rồi gửi"
        " lại. Nếu vẫn gặp lỗi này: trình duyệt phải cho phép cookie, và phải mở trang bằng đúng"
        " địa chỉ https của tổng đài.",
        "The form is not valid any more, so nothing was saved. Go back, reload, and send it again."
        " If this comes again: the browser must allow cookies, and the page must be opened by the"
        " hotline's own https address.",
    ),
    "403": Text("Không có quyền xem trang này", "You may not see this page"),
    "403_why": Text(
        "Vai trò của bạn không gồm việc này. Nếu cần, hãy đề nghị quản trị viên.",
        "It is not part of your role. If you need it, ask an administrator.",
    ),
    "404": Text("Không tìm thấy", "Not found"),
    "404_why": Text(
        "Không có trang hay mục này, hoặc nó thuộc nhánh khác.",
        "There is no such page or thing, or it belongs to another branch.",
    ),
    "405": Text("Không làm được như vậy", "This cannot be done like that"),
    "405_why": Text("Hãy quay lại và dùng nút trên trang.", "Go back and use the page's button."),
    "413": Text("Quá nhiều dữ liệu", "Too much data"),
    "413_why": Text("Nội dung gửi lên quá lớn.", "What was sent is too large."),
    "500": Text("Có lỗi của hệ thống", "Something went wrong here"),
    "500_why": Text(
        "Lỗi đã được ghi lại. Tổng đài vẫn nhận cuộc gọi bình thường.",
        "It was written down. The hotline goes on answering calls.",
    ),
    "503": Text("Chưa tới được cơ sở dữ liệu", "The database cannot be reached"),
    "503_why": Text(
        "Tổng đài vẫn nhận cuộc gọi; chỉ các trang này phải chờ. Hãy thử lại sau một phút.",
        "The hotline goes on answering calls; only these pages have to wait. Try again in a"
        " minute.",
    ),
}
# Who does something without being a user or an officer.
ACTORS = {
    "system": Text("tự động", "the system"),
    "command line": Text("dòng lệnh", "command line"),
    "sample-data": Text("dữ liệu mẫu", "sample data"),
    "flood guard": Text("chặn gọi phá tự động", "the guard against floods"),
}
