"""Roles and rights as people read them, on pages and in commands."""

from collections.abc import Mapping

from accounts.rights import Right, Scope
from ivr.flow.words import Text
from models.users.roles import UserRole

ROLES: Mapping[UserRole, Text] = {
    UserRole.ADMINISTRATOR: Text("Quản trị", "Administrator"),
    UserRole.SUPERVISOR: Text("Giám sát", "Supervisor"),
    UserRole.BRANCH_HEAD: Text("Phụ trách nhánh", "Head of a branch"),
    UserRole.OFFICER: Text("Cán bộ trực", "Duty officer"),
    UserRole.INSPECTOR: Text("Thanh tra", "Inspector"),
}
RIGHTS: Mapping[Right, Text] = {
    Right.OWN_ACCOUNT: Text("Sửa tài khoản của mình", "Change one's own account"),
    Right.SEE_TODAY: Text("Xem trang Hôm nay", "See Today"),
    Right.SEE_MISSED: Text("Xem người gọi nhỡ", "See missed callers"),
    Right.SEE_CALLS: Text("Xem các cuộc gọi", "See calls"),
    Right.WORK_CALLBACKS: Text("Nhận việc gọi lại", "Work off callbacks"),
    Right.CLOSE_CALLBACKS: Text("Đóng việc khi chưa gặp", "Close callbacks not reached"),
    Right.HEAR_MESSAGES: Text("Nghe lời nhắn", "Hear messages"),
    Right.SEE_NUMBERS: Text("Xem đủ số người gọi", "See callers' full numbers"),
    Right.EXPORT: Text("Xuất dữ liệu", "Export"),
    Right.SEE_ROSTER: Text("Xem lịch trực", "See the roster"),
    Right.EDIT_ROSTER: Text("Sửa lịch trực", "Change the roster"),
    Right.EDIT_WHOLE_ROSTER: Text(
        "Sửa ngày nghỉ, cơ quan; nhập lịch từ tệp",
        "Change days off and agencies; import the roster",
    ),
    Right.SEE_CHECKS: Text("Xem kiểm tra đầu số", "See line checks"),
    Right.RUN_CHECKS: Text("Gọi kiểm tra đầu số", "Run line checks"),
    Right.SEE_REPORTS: Text("Xem báo cáo", "See reports"),
    Right.SEE_CONDUCT: Text(
        "Đọc phản ánh về thái độ, sách nhiễu (phải được chỉ định đích danh)",
        "Read reports about conduct (named persons only)",
    ),
    Right.SEE_POSTERS: Text(
        "Xem, in tờ niêm yết; xem sổ niêm yết", "See and print the poster; see where it hangs"
    ),
    Right.EDIT_POSTERS: Text("Ghi sổ niêm yết", "Keep the posting register"),
    Right.SEE_CONFIGURATION: Text("Xem cấu hình", "See the configuration"),
    Right.MANAGE_USERS: Text("Quản lý người dùng", "Manage users"),
    Right.SEE_AUDIT: Text("Xem nhật ký kiểm tra", "See the audit"),
}
SCOPES: Mapping[Scope, Text] = {
    Scope.ALL: Text("mọi nhánh", "all branches"),
    Scope.OWN: Text("nhánh mình", "own branches"),
    Scope.NONE: Text("không", "no"),
}
YES = Text("có", "yes")
A_REASON = Text("nêu lý do", "with a reason")
EVERY_BRANCH = Text("mọi nhánh", "all branches")
