"""What is said once something was done about a missed caller, or could not be."""

from ivr.flow.words import Text

REFUSED = {
    "held": Text(
        "Chưa ghi gì: {who} đang gọi lại người này, đến {until}.",
        "Nothing was saved: {who} is calling this person back, until {until}.",
    ),
    "settled": Text(
        "Chưa ghi gì: việc này vừa xong rồi ({how}).",
        "Nothing was saved: this is settled by now ({how}).",
    ),
    "moment": Text(
        "Chưa ghi gì: có người khác vừa làm việc này. Hãy xem lại.",
        "Nothing was saved: somebody else was at it just now. Look again.",
    ),
}
RINGING = {
    "rings": Text(
        "Máy của bạn sắp đổ chuông. Nhấc máy, nghe tóm tắt, bấm phím 1 để nối với người dân. Nói"
        " xong, gác máy rồi bấm Đã gặp hoặc Không gặp ở dưới.",
        "Your phone is about to ring. Pick up, listen, and press 1 to be joined with the citizen."
        " When you have talked, hang up and press Reached or Not reached below.",
    ),
    "no_phone": Text(
        "Tài khoản này không gắn với máy trực nào, nên tổng đài không biết gọi máy nào. Quản trị"
        " viên gắn được ở trang Người dùng.",
        "This account belongs to no phone on duty, so the hotline does not know which one to ring."
        " An administrator can name one on the page Users.",
    ),
    "no_longer": Text(
        "Máy trực của bạn không còn trong lịch trực. Hãy báo người lập lịch.",
        "Your phone is not in the roster any more. Tell whoever keeps the roster.",
    ),
    "not_fit": Text(
        "Máy trực của bạn chưa xác minh, hoặc không đạt lần kiểm tra gần nhất, nên chưa gọi được."
        " Hãy báo người phụ trách gọi kiểm tra máy.",
        "Your phone is not verified, or failed its last check, so it is not rung. Ask who is in"
        " charge to have it checked.",
    ),
    "busy": Text(
        "Máy của bạn đang trong một cuộc của tổng đài. Hãy nghe hết cuộc ấy trước.",
        "Your phone is on a call of the hotline. Finish that one first.",
    ),
    "away": Text(
        "Nhà mạng chưa nhận cuộc gọi. Hãy thử lại sau ít phút; việc này chưa ai nhận.",
        "The carrier does not take the call. Try again in some minutes; nobody has claimed this.",
    ),
    "bad_number": Text(
        "Nhà mạng không gọi được máy trực của bạn. Hãy báo người phụ trách kiểm tra số.",
        "The carrier cannot call your phone. Ask who is in charge to check the number.",
    ),
    "is_ringing": Text("Đang gọi máy của {who}.", "Ringing the phone of {who}."),
    "talks": Text("{who} đang nghe máy.", "{who} is on the phone."),
    "rang": Text(
        "Tổng đài đã gọi máy của {who} lúc {at}: {outcome}.",
        "The phone of {who} was rung at {at}: {outcome}.",
    ),
}
DONE = {
    "claimed": Text(
        "Bạn đã nhận việc này trong 30 phút; người khác không gọi nữa.",
        "This is yours for 30 minutes; nobody else calls meanwhile.",
    ),
    "released": Text("Đã trả lại việc; ai cũng nhận được.", "Given back; anybody may take it."),
    "reached": Text("Đã ghi: đã gặp. Việc này xong.", "Saved: reached. This is settled."),
    "not_reached": Text(
        "Đã ghi: không gặp. Lần gọi tiếp theo được xếp ở dưới.",
        "Saved: not reached. When to try again stands below.",
    ),
    "postponed": Text("Đã ghi giờ hẹn.", "Saved when to call."),
    "moved": Text("Đã chuyển sang nhánh khác.", "Moved to the other branch."),
    "closed": Text("Đã đóng việc này, kèm lý do.", "Closed, with the reason."),
    "noted": Text("Đã ghi chú.", "Noted."),
}
BULK = {
    "none": Text("Chưa chọn ai trong danh sách.", "Nobody was ticked."),
    "too_many": Text(
        "Bạn chọn {count} người; mỗi lần nhiều nhất {most}. Chưa ghi gì, hãy bỏ bớt dấu chọn.",
        "You ticked {count}; {most} at once at most. Nothing was saved; take some ticks away.",
    ),
    "claimed": Text("Bạn đã nhận {count} việc trong 30 phút.", "{count} are yours for 30 minutes."),
    "given": Text(
        "Đã giao {count} việc, giữ cho người ấy trong 30 phút.",
        "Gave {count}, which stay theirs for 30 minutes.",
    ),
    "nobody_chosen": Text("Chưa chọn giao cho ai.", "It was not chosen to whom."),
    "not_serving": Text(
        "cán bộ đã chọn không trực nhánh này", "the chosen officer does not serve this branch"
    ),
    "ticked": Text("Chỉ những người đã chọn", "Only those ticked"),
    "too_long": Text(
        "Nhiều hơn {most} người thì một bảng tính không chứa hết. Hãy lọc bớt, hoặc chọn CSV.",
        "A workbook cannot hold more than {most} callers. Narrow the filter, or take CSV.",
    ),
    "busy": Text(
        "Đang có hai người tải tệp. Hãy thử lại sau ít giây.",
        "Two files are being made just now. Try again in some seconds.",
    ),
    "closed": Text("Đã đóng {count} việc, kèm lý do.", "Closed {count}, with the reason."),
    "refused": Text("{number}: {why}", "{number}: {why}"),
}
