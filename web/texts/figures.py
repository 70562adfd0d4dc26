"""What the figures of a report are called, and how each is made."""

from ivr.flow.words import Text

GROUPS = {
    "counts": Text("Số cuộc gọi", "Calls"),
    "answers": Text("Trả lời và mức phục vụ", "Answers and service level"),
    "waits": Text("Người gọi chờ bao lâu", "How long callers waited"),
    "callers": Text("Người gọi nhỡ và gọi lại", "Missed callers and callbacks"),
    "duty": Text("Cán bộ trực và đường dây", "Officers on duty and lines"),
    "annex": Text("Phụ lục: tính theo cách khác", "Annex: counted in other ways"),
}
NAMES = {
    "offered": Text("Gọi đến trong giờ", "Offered"),
    "answered": Text("Trả lời", "Answered"),
    "abandoned": Text("Người gọi bỏ", "Abandoned"),
    "short": Text("– trong đó dưới 5 giây", "– of these under 5 s"),
    "not_answered": Text("Không ai nghe", "Not answered"),
    "menu_ended": Text("Dừng ở lời chào", "Ended in the menu"),
    "out_of_hours": Text("Ngoài giờ", "Out of hours"),
    "blocked": Text("Bị chặn", "Blocked"),
    "test": Text("Gọi kiểm tra", "Tests"),
    "total": Text("Tổng cuộc gọi", "All calls"),
    "missed": Text("Nhỡ", "Missed"),
    "answer_rate": Text("Tỷ lệ trả lời", "Answer rate"),
    "missed_rate": Text("Tỷ lệ nhỡ", "Missed rate"),
    "abandonment": Text("Tỷ lệ bỏ", "Abandonment"),
    "level_20": Text("Mức phục vụ kiểu 2, 20 giây", "Service level type 2, 20 s"),
    "level_30": Text("Mức phục vụ kiểu 2, 30 giây", "Service level type 2, 30 s"),
    "level_60": Text("Mức phục vụ kiểu 2, 60 giây", "Service level type 2, 60 s"),
    "asa": Text("Chờ trung bình (ASA)", "Mean wait (ASA)"),
    "median": Text("Chờ, trung vị", "Median wait"),
    "p90": Text("Chờ, 90 % không quá", "90 % waited no longer than"),
    "longest": Text("Chờ lâu nhất", "Longest wait"),
    "not_served": Text("Người gọi chưa ai gặp", "Callers not served"),
    "repeat_missed": Text("Người bị nhỡ từ 2 lần", "Missed twice or more"),
    "flagged": Text("Người bị nhỡ từ 3 lần", "Missed three times or more"),
    "callbacks_kept": Text("Gọi lại đúng hạn", "Called back in time"),
    "callback_median": Text("Giờ làm việc đến khi gọi lại", "Working time to the callback"),
    "officer_answers": Text("Cán bộ nghe máy", "Officers' answer rate"),
    "lines": Text("Kiểm tra đường dây đạt", "Line checks passed"),
    "coverage": Text("Giờ trực có người", "Duty hours covered"),
    "level_20_type_1": Text("Mức phục vụ kiểu 1, 20 giây", "Service level type 1, 20 s"),
    "level_20_type_3": Text("Mức phục vụ kiểu 3, 20 giây", "Service level type 3, 20 s"),
    "level_20_answered": Text("Trong số đã trả lời, 20 giây", "Of the answered only, 20 s"),
    "abandonment_without_short": Text(
        "Tỷ lệ bỏ, không kể dưới 5 giây", "Abandonment without those under 5 s"
    ),
}
HOW = {
    "offered": Text(
        "Cuộc gọi đã chọn một nhánh trong giờ làm việc của nhánh đó, không kể gọi kiểm tra.",
        "Calls that chose a branch within its hours, without tests.",
    ),
    "answered": Text(
        "Cán bộ bấm phím nhận và hai bên được nối. Hộp thư thoại nhấc máy không phải là trả lời.",
        "An officer pressed the key and both were connected. A mailbox is no answer.",
    ),
    "abandoned": Text(
        "Người gọi dừng sau khi chọn nhánh, trước khi có cán bộ nhận. Dưới 5 giây được nêu riêng,"
        " không trừ đi.",
        "The caller left after choosing a branch, before an officer accepted. Those under 5 s are"
        " shown, and never taken away.",
    ),
    "not_answered": Text(
        "Đổ hết danh sách, không ai trực, chỉ có máy trả lời, số hỏng, hoặc lỗi của tổng đài.",
        "All were rung in vain, nobody was on duty, a mailbox, a bad number, or our own fault.",
    ),
    "missed": Text("Người gọi bỏ + không ai nghe.", "Abandoned + not answered."),
    "answer_rate": Text("Trả lời / gọi đến trong giờ.", "Answered / offered."),
    "missed_rate": Text(
        "(Người gọi bỏ + không ai nghe) / gọi đến trong giờ.",
        "(Abandoned + not answered) / offered.",
    ),
    "abandonment": Text("Người gọi bỏ / gọi đến trong giờ.", "Abandoned / offered."),
    "level_20": Text(
        "Kiểu 2: trả lời trong 20 (30, 60) giây / gọi đến trong giờ. Người gọi bỏ tính là không"
        " được phục vụ.",
        "Type 2: answered within 20 (30, 60) s / offered. Callers who gave up count against us.",
    ),
    "asa": Text(
        "Từ lúc chọn nhánh đến lúc cán bộ bấm phím nhận, kể cả vài giây cán bộ nghe lời nhắc; chỉ"
        " các cuộc đã trả lời.",
        "From choosing the branch to the officer's key, the prompt that the officer hears included;"
        " of answered calls only.",
    ),
    "median": Text(
        "Một nửa (90 %) số cuộc đã trả lời không chờ lâu hơn thế.",
        "Half (90 %) of the answered waited no longer than that.",
    ),
    "not_served": Text(
        "Người bị nhỡ mà chưa ai nói chuyện với họ khi hạn gọi lại cuối cùng của kỳ đã qua / người"
        " bị nhỡ. Đếm người, không đếm cuộc.",
        "Missed callers to whom nobody had spoken when the last callback of the period was due /"
        " missed callers. People, not calls.",
    ),
    "repeat_missed": Text(
        "Người bị nhỡ lần thứ hai (thứ ba) trong 7 ngày mà giữa các lần chưa ai gặp / người bị"
        " nhỡ.",
        "Callers missed for the second (third) time in 7 days with no contact between / missed"
        " callers.",
    ),
    "callbacks_kept": Text(
        "Đã gặp được người dân trước hạn / các lượt đến hạn trong kỳ. Quá hạn mà chưa gọi là không"
        " đạt.",
        "Reached in time / due in the period. What is overdue and open counts as a failure.",
    ),
    "callback_median": Text(
        "Từ lần nhỡ cuối đến khi cán bộ gặp được, chỉ tính giờ làm việc của nhánh; trung vị.",
        "From the last miss until an officer got through, in the branch's working time; median.",
    ),
    "officer_answers": Text(
        "Lượt đổ chuông được cán bộ bấm phím nhận / lượt đổ chuông. Không kể lượt đổ khi cán bộ"
        " đang nghe cuộc gọi khác của tổng đài, và số hỏng.",
        "Rings accepted by key / rings. Left out are rings during another hotline call, and bad"
        " numbers.",
    ),
    "lines": Text(
        "Lượt gọi kiểm tra có người bấm phím trong 45 giây / lượt gọi kiểm tra. Hộp thư thoại là"
        " không đạt.",
        "Line checks with a key within 45 s / line checks. A mailbox fails.",
    ),
    "coverage": Text(
        "Giờ trực có ít nhất một người với số máy đã xác minh / giờ trực.",
        "Duty hours with at least one verified number on duty / duty hours.",
    ),
    "level_20_type_1": Text(
        "Kiểu 1: không kể người bỏ trong 20 giây đầu. Kiểu 3: tính họ là đã được phục vụ. Chỉ để so"
        " với hệ thống khác.",
        "Type 1 leaves out those who gave up within 20 s; type 3 counts them as served. Only to"
        " compare with other systems.",
    ),
}
