"""The sign-in pages."""

from ivr.flow.words import Text

SIGNING_IN = {
    "title": Text("Đăng nhập", "Sign in"),
    "lead": Text(
        "Bàn làm việc của người giám sát và cán bộ trực.",
        "The desk of supervisors and duty officers.",
    ),
    "login": Text("Tên đăng nhập", "Login"),
    "password": Text("Mật khẩu", "Password"),
    "button": Text("Đăng nhập", "Sign in"),
    "with_issuer": Text(
        "Đăng nhập bằng tài khoản tỉnh (SSO)", "Sign in with the province's account (SSO)"
    ),
    "or_here": Text("hoặc bằng tài khoản của tổng đài", "or with an account of the hotline"),
    "issuer_away": Text(
        "Chưa kết nối được hệ thống tài khoản của tỉnh. Hãy thử lại sau ít phút, hoặc đăng nhập"
        " bằng tên và mật khẩu của tổng đài dưới đây.",
        "The province's accounts cannot be reached now. Try again in some minutes, or sign in below"
        " with your login and password of the hotline.",
    ),
    "issuer_refused": Text(
        "Chưa vào được bằng tài khoản tỉnh. Hãy thử lại. Nếu vẫn không được: tài khoản này có thể"
        " chưa được cấp quyền ở tổng đài, hãy hỏi quản trị viên; hoặc đăng nhập bằng tên và mật"
        " khẩu dưới đây.",
        "The province's account did not let you in. Try again. If that fails, it may not be known"
        " here yet: ask the administrator, or sign in below with login and password.",
    ),
    "issuer_wait": Text(
        "Đã thử nhiều lần không được. Hãy chờ ít phút rồi thử lại.",
        "Too many failures. Wait some minutes, then try again.",
    ),
    "over": Text(
        "Phiên trước đã hết. Đăng nhập lại để làm tiếp ở đúng trang đang dở.",
        "The last session is over. Sign in again to go on where you were.",
    ),
    "refused": Text(
        "Tên đăng nhập hoặc mật khẩu không đúng. Kiểm tra bộ gõ tiếng Việt và phím Caps Lock.",
        "Login or password is wrong. Check the keyboard's language and Caps Lock.",
    ),
    "forgotten": Text(
        "Quên mật khẩu: liên hệ quản trị viên của tổng đài để được cấp mật khẩu mới.",
        "Forgotten it? The hotline's administrator gives you a new password.",
    ),
    "wait": Text(
        "Đã sai nhiều lần. Có thể thử lại lúc {at}.", "Too many failures. Try again at {at}."
    ),
    "busy": Text(
        "Đang có nhiều người đăng nhập cùng lúc. Hãy thử lại sau vài giây.",
        "Many people are signing in at once. Try again in some seconds.",
    ),
    "code_title": Text("Bước thứ hai", "Second step"),
    "code_lead": Text(
        "Mở ứng dụng mã xác thực trên điện thoại và nhập mã đang hiện.",
        "Open the authenticator app on your phone and type the code it shows.",
    ),
    "code": Text("Mã 6 chữ số", "Code of 6 digits"),
    "code_button": Text("Tiếp tục", "Go on"),
    "code_refused": Text(
        "Mã không đúng hoặc đã dùng. Chờ mã kế tiếp rồi thử lại.",
        "The code is wrong or was used already. Wait for the next one.",
    ),
    "code_lost": Text(
        "Mất điện thoại: quản trị viên có thể xóa bước thứ hai cho bạn.",
        "Phone lost? An administrator can remove the second step for you.",
    ),
    "again": Text("Đăng nhập lại từ đầu", "Start again"),
}
