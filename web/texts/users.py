"""The users pages."""

from ivr.flow.words import Text

USERS = {
    "title": Text("Người dùng", "Users"),
    "lead": Text(
        "Tài khoản gắn với chức danh, không gắn với người. Khi đổi người, hãy cấp mật khẩu mới.",
        "An account belongs to a post, not to a person. When the person changes, give it a new"
        " password.",
    ),
    "new": Text("Thêm người dùng", "Add a user"),
    "rights_link": Text("Vai trò nào được làm gì", "Which role may do what"),
    "login": Text("Tên đăng nhập", "Login"),
    "login_hint": Text(
        "Chữ thường không dấu, số, dấu chấm, gạch nối; không đổi được. Ví dụ: so-noi-vu.cchc",
        "Small letters, digits, dots, hyphens; it cannot be changed. For example: so-noi-vu.cchc",
    ),
    "post": Text("Chức danh", "Post"),
    "post_hint": Text(
        "Ví dụ: Trưởng phòng Cải cách hành chính", "For example: Head of administrative reform"
    ),
    "role": Text("Vai trò", "Role"),
    "branches": Text("Nhánh", "Branches"),
    "branches_hint": Text(
        "Chỉ với Phụ trách nhánh và Cán bộ trực; các vai trò khác luôn là mọi nhánh.",
        "For heads of branches and duty officers only; other roles always have all.",
    ),
    "every_branch": Text("Mọi nhánh, cả nhánh thêm sau này", "All branches, also those to come"),
    "these_branches": Text("Chỉ những nhánh này:", "Only these:"),
    "officer": Text("Là cán bộ trực", "Duty officer"),
    "officer_hint": Text(
        "Để việc gọi lại làm ở đây và làm bằng phím điện thoại tính chung cho một người.",
        "So that callbacks worked off here and by telephone keys count as one officer's.",
    ),
    "no_officer": Text("– không phải cán bộ trực –", "– not a duty officer –"),
    "conduct": Text(
        "Được chỉ định đọc phản ánh về thái độ, sách nhiễu",
        "Named to read reports about conduct and harassment",
    ),
    "conduct_hint": Text(
        "Chỉ có tác dụng với vai trò Giám sát và Thanh tra.",
        "Counts for supervisors and inspectors only.",
    ),
    "step": Text("Bước thứ hai", "Second step"),
    "state": Text("Trạng thái", "State"),
    "active": Text("đang dùng", "active"),
    "deactivated": Text("đã ngừng từ {at}", "deactivated {at}"),
    "must_change": Text("chờ đổi mật khẩu", "password to be changed"),
    "all": Text("mọi nhánh", "all"),
    "none": Text("không nhánh nào", "none"),
    "on": Text("bật", "on"),
    "off": Text("tắt", "off"),
    "edit": Text("Sửa người dùng {login}", "Change user {login}"),
    "create_button": Text("Tạo và lấy mật khẩu", "Create, and get a password"),
    "create_note": Text(
        "Mật khẩu do hệ thống sinh ra, hiện một lần, và phải đổi ở lần đăng nhập đầu.",
        "The password is generated, shown once, and changed at the first sign-in.",
    ),
    "saved": Text("Đã lưu.", "Saved."),
    "password_title": Text("Mật khẩu mới của {login}", "New password of {login}"),
    "password_lead": Text(
        "Hãy trao tận tay hoặc đọc qua điện thoại. Trang này không hiện lại được.",
        "Hand it over in person or read it out. This page cannot be shown again.",
    ),
    "password": Text("Mật khẩu", "Password"),
    "back": Text("Về danh sách người dùng", "Back to the users"),
    "reset": Text("Cấp mật khẩu mới", "Give a new password"),
    "reset_note": Text(
        "Mật khẩu cũ mất hiệu lực ngay, mọi máy đang đăng nhập bị đăng xuất.",
        "The old one is void at once, and all devices are signed out.",
    ),
    "remove_step": Text("Xóa bước thứ hai", "Remove the second step"),
    "remove_step_note": Text(
        "Khi mất điện thoại. Mọi máy đang đăng nhập bị đăng xuất.",
        "When the phone was lost. All devices are signed out.",
    ),
    "step_removed": Text("Đã xóa bước thứ hai.", "The second step was removed."),
    "deactivate": Text("Ngừng tài khoản", "Deactivate"),
    "deactivate_note": Text(
        "Không đăng nhập được nữa; nhật ký vẫn giữ nguyên. Có thể mở lại.",
        "They sign in no more; the audit stays. It can be undone.",
    ),
    "was_deactivated": Text("Đã ngừng tài khoản.", "The account was deactivated."),
    "reactivate": Text("Mở lại tài khoản", "Reactivate"),
    "was_reactivated": Text("Đã mở lại tài khoản.", "The account is active again."),
    "actions": Text("Việc khác", "Other actions"),
    "rights_title": Text("Vai trò nào được làm gì", "Which role may do what"),
    "rights_lead": Text(
        "“Nhánh mình” là những nhánh ghi ở người dùng. Bảng này là một phần của chương trình, không"
        " sửa ở đây được.",
        "“Own branches” are those of the user. This table is part of the program and is not"
        " changed here.",
    ),
    "right": Text("Việc", "Right"),
}
