"""The report's page, and the page of its files."""

from ivr.flow.words import Text

PRESETS = {
    "today": Text("Hôm nay", "Today"),
    "yesterday": Text("Hôm qua", "Yesterday"),
    "7-days": Text("7 ngày", "7 days"),
    "30-days": Text("30 ngày", "30 days"),
    "90-days": Text("90 ngày", "90 days"),
    "this-month": Text("Tháng này", "This month"),
    "last-month": Text("Tháng trước", "Last month"),
}
REPORTS = {
    "title": Text("Báo cáo", "Reports"),
    "presets": Text("Kỳ báo cáo", "Period"),
    "other_period": Text("Chọn ngày và nhánh", "Choose days and a branch"),
    "since": Text("Từ ngày", "From"),
    "until": Text("Đến hết ngày", "Until, included"),
    "branch": Text("Nhánh", "Branch"),
    "all_branches": Text("Cả tổng đài", "The whole hotline"),
    "own_branches": Text("Các nhánh của tôi", "All my branches"),
    "no_branch": Text("Chưa chọn nhánh", "No branch chosen"),
    "show": Text("Xem báo cáo", "Show the report"),
    "not_shown": Text("Chưa xem được. Cần sửa:", "Nothing to show yet. To be mended:"),
    "files": Text("Tải về (Excel, Word, PDF)", "Download (Excel, Word, PDF)"),
    "lead": Text("{branches}, {period}.", "{branches}, {period}."),
    "so_far": Text(
        "Kỳ này chưa hết: số liệu đến {at}.", "This period goes on: figures until {at}."
    ),
    "compared": Text("So với kỳ trước: {period}.", "The period before: {period}."),
    "sample": Text("Dữ liệu mẫu", "Sample data"),
    "has_sample": Text("CÓ, không phải cuộc gọi thật", "YES, these are no real calls"),
    "sample_note": Text(
        "Sổ đang có dữ liệu mẫu: các số dưới đây không phải của cuộc gọi thật.",
        "The books hold sample data: the figures below are not those of real calls.",
    ),
    "headlines": Text("Chỉ số chính", "Main figures"),
    "was": Text("kỳ trước {figure}", "before: {figure}"),
    "before": Text("Kỳ trước", "The period before"),
    "change": Text("Thay đổi", "Change"),
    "points": Text("điểm", "pts"),
    "identities": Text("Các số này cộng khớp:", "These add up:"),
    "identity_offered": Text(
        "{0} gọi đến trong giờ = {1} trả lời + {2} người gọi bỏ + {3} không ai nghe",
        "{0} offered = {1} answered + {2} abandoned + {3} not answered",
    ),
    "identity_total": Text(
        "{0} tổng cuộc gọi = {1} gọi đến trong giờ + {2} dừng ở lời chào + {3} ngoài giờ"
        " + {4} bị chặn + {5} gọi kiểm tra",
        "{0} calls = {1} offered + {2} ended in the menu + {3} out of hours + {4} blocked"
        " + {5} tests",
    ),
    "seconds": Text("giây", "s"),
    "callers_note": Text(
        "Đếm người, không đếm cuộc: một người gọi nhiều nhánh chỉ tính một lần ở dòng tổng.",
        "People, not calls: who called several branches counts once in the first line.",
    ),
    "nameless": Text(
        "Ngoài ra {count} cuộc nhỡ ẩn số, không biết của ai.",
        "Besides, {count} calls were missed without a number.",
    ),
    "level_note": Text(
        "Mức phục vụ kiểu 2: trả lời trong 20, 30 hoặc 60 giây, tính trên mọi cuộc gọi đến trong"
        " giờ; người gọi bỏ tính là không được phục vụ.",
        "Service level type 2: answered within 20, 30 or 60 s, of all offered calls; callers who"
        " gave up count against us.",
    ),
    "sideways": Text("Kéo ngang để xem hết bảng →", "Move sideways to see it all →"),
    "charts": Text("Biểu đồ", "Charts"),
    "as_table": Text("Xem bằng số", "The same in figures"),
    "how": Text("Mỗi chỉ số tính thế nào", "How each figure is made"),
    "definitions": Text("Bản định nghĩa chỉ số: {version}.", "Definitions: {version}."),
    "busy_title": Text("Xin chờ một lát", "Please wait a moment"),
    "busy_report": Text(
        "Đang có hai báo cáo khác được lập. Để cuộc gọi của người dân không bị chậm, tổng đài chỉ"
        " lập hai báo cáo một lúc. Hãy thử lại sau vài giây.",
        "Two other reports are being made. So that citizens' calls are not slowed down, only two"
        " are made at once. Try again in some seconds.",
    ),
    "again": Text("Thử lại", "Try again"),
}
FILES = {
    "title": Text("Tải về", "Download"),
    "lead": Text("{branches}, {period}.", "{branches}, {period}."),
    "back": Text("Về báo cáo, chọn kỳ khác", "Back to the report, choose another period"),
    "figures": Text("Số liệu của báo cáo", "The figures of the report"),
    "figures_note": Text(
        "Mọi chỉ số, từng nhánh, kỳ này và kỳ trước; mỗi tỷ lệ kèm tử số và mẫu số.",
        "Every figure by branch, of this period and the one before; each share with its counts.",
    ),
    "monthly": Text("Báo cáo theo mẫu văn bản", "The report in the official form"),
    "monthly_note": Text(
        "Bản thảo Word đúng thể thức, có nguyên nhân cuộc gọi nhỡ. Số, ngày và chữ ký để trống.",
        "A draft in Word, in Vietnamese, with the causes of missed calls. Number, day and signature"
        " are left blank.",
    ),
    "calls": Text("Danh sách cuộc gọi", "The calls"),
    "calls_note": Text(
        "Mỗi dòng một cuộc gọi, mới nhất trước.", "A row for each call, newest first."
    ),
    "missed": Text("Danh sách người gọi nhỡ", "The missed callers"),
    "missed_note": Text(
        "Mỗi dòng một người gọi ở một nhánh, với hạn và kết quả gọi lại.",
        "A row for each caller and branch, with the deadline and what came of it.",
    ),
    "lists": Text("Danh sách từng cuộc", "Lists, row by row"),
    "full_numbers": Text("Ghi đủ số điện thoại", "With full telephone numbers"),
    "full_numbers_note": Text(
        "Để trống thì số được che: 0505•••001. Chỉ ghi đủ khi thật cần.",
        "Left open, numbers are masked: 0505•••001. Only where they are really needed.",
    ),
    "reason": Text("Lý do cần số đầy đủ", "Why full numbers are needed"),
    "reason_note": Text(
        "Bắt buộc với vai trò của bạn, và được ghi vào nhật ký.",
        "Needed in your role, and kept in the audit.",
    ),
    "needs_reason": Text(
        "Hãy nêu lý do, hoặc bỏ chọn “Ghi đủ số điện thoại”.",
        "State why, or take away “With full telephone numbers”.",
    ),
    "audited": Text(
        "Mỗi lần tải về được ghi vào nhật ký: ai, lúc nào, tải gì.",
        "Each download is kept in the audit: who, when, what.",
    ),
    "busy": Text(
        "Đang có hai tệp khác được lập, nên tệp này chưa lập. Hãy chờ một lát rồi bấm lại.",
        "Two other files are being made, so this one is not made yet. Wait a moment, then press the"
        " button again.",
    ),
    "file": Text("Tệp", "File"),
    "too_long": Text("Chưa tải được: {why}.", "Not made: {why}."),
    "numbers": Text("Số điện thoại", "Telephone numbers"),
    "numbers_full": Text("đầy đủ", "full"),
    "numbers_masked": Text("đã che", "masked"),
}
