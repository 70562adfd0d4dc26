"""The pages of one's own account."""

from ivr.flow.words import Text

ACCOUNT = {
    "title": Text("Tài khoản của tôi", "My account"),
    "login": Text("Tên đăng nhập", "Login"),
    "post": Text("Chức danh", "Post"),
    "role": Text("Vai trò", "Role"),
    "branches": Text("Nhánh", "Branches"),
    "officer": Text("Là cán bộ trực", "Duty officer"),
    "all": Text("mọi nhánh", "all branches"),
    "nobody": Text("không", "none"),
    "password_title": Text("Mật khẩu", "Password"),
    "password_link": Text("Đổi mật khẩu", "Change the password"),
    "step_title": Text("Bước thứ hai khi đăng nhập", "Second step when signing in"),
    "step_on": Text(
        "Đang bật: khi đăng nhập phải nhập thêm mã từ điện thoại.",
        "On: signing in also takes a code from your phone.",
    ),
    "step_off": Text(
        "Chưa bật. Nên bật nếu bạn xem được số người gọi hoặc quản lý người dùng.",
        "Off. Switch it on if you see callers' numbers or manage users.",
    ),
    "step_enrol": Text("Bật bước thứ hai", "Switch the second step on"),
    "step_remove": Text("Tắt bước thứ hai", "Switch the second step off"),
    "sessions_title": Text("Các phiên đang mở", "Open sessions"),
    "session": Text("Đăng nhập lúc", "Signed in"),
    "seen": Text("Dùng lần cuối", "Last used"),
    "this_one": Text("máy này", "this one"),
    "end_others": Text("Đăng xuất khỏi mọi máy khác", "Sign out everywhere else"),
    "others_ended": Text("Đã đăng xuất khỏi mọi máy khác.", "Signed out everywhere else."),
    "change_title": Text("Đổi mật khẩu", "Change the password"),
    "must_change": Text(
        "Mật khẩu hiện tại do người khác cấp. Hãy đặt mật khẩu của riêng bạn để tiếp tục.",
        "The password was given to you by somebody else. Choose your own to go on.",
    ),
    "current": Text("Mật khẩu hiện tại", "Current password"),
    "new": Text("Mật khẩu mới", "New password"),
    "new_hint": Text(
        "Ít nhất 12 ký tự. Vài từ không liên quan ghép lại thì dễ nhớ và khó đoán.",
        "12 characters or more. A few unrelated words are easy to remember and hard to guess.",
    ),
    "again": Text("Mật khẩu mới, nhập lần nữa", "New password once more"),
    "change_button": Text("Đổi mật khẩu", "Change the password"),
    "change_note": Text(
        "Sau khi đổi, các máy khác đang đăng nhập sẽ bị đăng xuất.",
        "Other devices that are signed in will be signed out.",
    ),
    "changed": Text("Đã đổi mật khẩu.", "The password was changed."),
    "enrol_lead": Text(
        "Cài một ứng dụng mã xác thực (TOTP) trên điện thoại, quét hình này, rồi nhập mã mà ứng"
        " dụng hiện ra.",
        "Install an authenticator app (TOTP) on your phone, scan this picture, and type the code"
        " that the app shows.",
    ),
    "picture": Text("Mã QR cho ứng dụng xác thực", "QR code for the authenticator app"),
    "by_hand": Text("Không quét được? Nhập khóa này bằng tay:", "Cannot scan? Type this key:"),
    "code": Text("Mã 6 chữ số ứng dụng đang hiện", "The 6 digits that the app shows"),
    "enrol_button": Text("Bật", "Switch it on"),
    "enrolled": Text(
        "Đã bật bước thứ hai. Các máy khác đã bị đăng xuất.",
        "The second step is on. Other devices were signed out.",
    ),
    "remove_lead": Text(
        "Sau khi tắt, chỉ cần mật khẩu là đăng nhập được.",
        "Afterwards the password alone is enough to sign in.",
    ),
    "removed": Text("Đã tắt bước thứ hai.", "The second step is off."),
}
