"""What an officer hears: on a call that is put through, when we call, and by keypad.

Always in Vietnamese; the English is there so that every sentence exists in every language.
"""

from ivr.flow.steps import Prompt
from ivr.flow.words import Text

OFFICERS: dict[Prompt, Text] = {
    Prompt.WHISPER: Text(
        "Tổng đài cải cách hành chính, {branch}.",
        "Administrative reform hotline, {branch}.",
    ),
    Prompt.WHISPER_ENGLISH: Text(
        "Người gọi chọn tiếng Anh.",
        "The caller chose English.",
    ),
    Prompt.WHISPER_ACCEPT: Text("Nghe máy, bấm phím một.", "To accept, press one."),
    Prompt.WHISPER_DECLINE: Text("Bận, bấm phím hai.", "If busy, press two."),
    Prompt.WHISPER_LATE: Text(
        "Người gọi đã gác máy, hoặc có cán bộ khác nhận cuộc gọi.",
        "The caller has hung up, or another officer took the call.",
    ),
    Prompt.CHECK: Text(
        "Tổng đài cải cách hành chính gọi kiểm tra số máy trực.",
        "The administrative reform hotline is checking this duty number.",
    ),
    Prompt.CHECK_PRESS: Text("Xin bấm phím một.", "Please press one."),
    Prompt.VERIFY: Text("Để xác minh, xin bấm ba số: {digits}.", "To verify, press: {digits}."),
    Prompt.CHECK_AGAIN: Text("Phím vừa bấm chưa đúng.", "That was not right."),
    Prompt.CHECK_DONE: Text("Số máy đạt. Cảm ơn và chào.", "This number passed. Thank you."),
    Prompt.THROUGH: Text(
        "Tổng đài kiểm tra đường dây. Xin cảm ơn, xin gác máy.",
        "This is a check of the hotline. Thank you, please hang up.",
    ),
    Prompt.CHECK_NOT_DONE: Text(
        "Chưa xác nhận được số máy. Xin chào.", "This number could not be confirmed. Goodbye."
    ),
    Prompt.PIN_ASK: Text(
        "Xin bấm mã PIN sáu số của cán bộ, rồi phím thăng. Danh mục cho người dân, bấm phím sao.",
        "Please enter your six digit officer's PIN, then hash. For the public menu, press star.",
    ),
    Prompt.PIN_WRONG: Text("Mã PIN chưa đúng.", "That PIN is not right."),
    Prompt.PIN_SIX: Text("Mã PIN gồm đúng sáu số.", "A PIN has six digits."),
    Prompt.PIN_LOCKED: Text(
        "Mã PIN đang bị khóa vì bấm sai nhiều lần. Xin báo người quản lý tổng đài.",
        "Your PIN is locked after several wrong tries. Please tell your supervisor.",
    ),
    Prompt.OFFICER_MENU: Text("Danh mục dành cho cán bộ.", "Officers' menu."),
    Prompt.OFFICER_NEXT: Text(
        "Gọi lại người dân gọi nhỡ, bấm phím một.", "To call a missed caller back, press one."
    ),
    Prompt.OFFICER_DUTY: Text(
        "Báo vắng hoặc trực trở lại, phím hai.", "To go off duty or come back, two."
    ),
    Prompt.OFFICER_RESULT: Text(
        "Ghi kết quả cuộc gọi vừa qua, phím ba.", "For the result of your last call, three."
    ),
    Prompt.OFFICER_MINE: Text(
        "Các cuộc anh chị đã nhận gọi lại, phím bốn.", "For callbacks that you have taken, four."
    ),
    Prompt.OFFICER_VERIFY: Text("Xác minh số máy này, phím chín.", "To verify this number, nine."),
    Prompt.OFFICER_UP: Text(
        "Danh mục cho người dân, phím sao.",
        "For the public menu, star.",
    ),
    Prompt.OFFICER_NAV: Text(
        "Nghe lại, phím chín. Quay lại, phím sao.", "To repeat, nine. To go back, star."
    ),
    Prompt.OFFICER_NO_INPUT: Text("Chưa nhận được phím bấm.", "No key was received."),
    Prompt.OFFICER_NOTED: Text("Đã ghi nhận.", "That is noted."),
    Prompt.OFFICER_BYE: Text("Cảm ơn anh chị. Xin chào.", "Thank you. Goodbye."),
    Prompt.OWED: Text("Cuộc gọi nhỡ, {branch}.", "A missed call, {branch}."),
    Prompt.OWED_MISSES: Text(
        "Đã gọi {count}, lần cuối lúc {when}.", "They called {count}, last at {when}."
    ),
    Prompt.OWED_PASSED_ON: Text(
        "Do cán bộ khác chuyển đến lúc {when}.", "Passed on by another officer at {when}."
    ),
    Prompt.OWED_DUE: Text("Hạn gọi lại là {when}.", "To be called back by {when}."),
    Prompt.OWED_LATE: Text("Đã quá hạn gọi lại, hạn là {when}.", "Overdue since {when}."),
    Prompt.OWED_TRIES: Text("Đã gọi lại {count}, chưa gặp.", "Called back {count}, in vain."),
    Prompt.OWED_MESSAGE: Text("Lời nhắn của người gọi.", "The caller's message."),
    Prompt.OWED_CALL: Text("Gọi lại ngay, bấm phím một.", "To call back now, press one."),
    Prompt.OWED_SKIP: Text("Bỏ qua, phím hai.", "To skip, two."),
    Prompt.OWED_NONE: Text(
        "Đã hết danh sách chờ anh chị gọi lại.", "That is the end of your list."
    ),
    Prompt.OWED_TAKEN: Text(
        "Cuộc này đã xong, hoặc có cán bộ khác vừa nhận.",
        "This one is settled, or another officer has just taken it.",
    ),
    Prompt.CITIZEN_CALLED: Text(
        "Tổng đài đang gọi người dân. Nói xong, xin bấm phím sao để ghi kết quả.",
        "Calling the citizen. When you have spoken, press star to note the result.",
    ),
    Prompt.CITIZEN_NOT_THERE: Text(
        "Người dân không nghe máy, tổng đài đã ghi lại.", "There was no answer. That is noted."
    ),
    Prompt.CITIZEN_BARRED: Text(
        "Lúc này tổng đài không gọi số đó: số nước ngoài, số dịch vụ, hoặc đã gọi nhiều lần.",
        "We do not dial that number now: it is abroad, costs extra, or was called too often.",
    ),
    Prompt.SPOKEN_YES: Text(
        "Đã nói chuyện với người dân, bấm phím một.", "If you spoke with the citizen, press one."
    ),
    Prompt.SPOKEN_NO: Text(
        "Gặp hộp thư hoặc người khác, phím hai.", "If it was a mailbox or somebody else, two."
    ),
    Prompt.SPOKEN_LATER: Text(
        "Người dân hẹn gọi lúc khác, phím ba.", "If they asked for another time, three."
    ),
    Prompt.LATER_ASK: Text(
        "Xin bấm giờ hẹn bốn số, hoặc ngày tháng giờ phút tám số, rồi phím thăng.",
        "Please enter the time in four digits, or day, month and time in eight, then hash.",
    ),
    Prompt.LATER_BAD: Text(
        "Giờ hẹn chưa đúng, hoặc quá ba mươi ngày.", "That is no time within thirty days."
    ),
    Prompt.LATER_BACK: Text("Hẹn gọi lại lúc {when}.", "To be called at {when}."),
    Prompt.DUTY_ON: Text("Anh chị đang trực {branch}.", "You are on duty for {branch}."),
    Prompt.DUTY_NOT: Text("Hiện chưa đến ca trực của anh chị.", "It is not your turn of duty now."),
    Prompt.DUTY_AWAY: Text("Anh chị đang báo vắng, đến {when}.", "You are away until {when}."),
    Prompt.DUTY_MISSION: Text(
        "Báo vắng đi công tác, bấm phím một.", "To be away on a mission, press one."
    ),
    Prompt.DUTY_STUDY: Text("Đi học, phím hai.", "For study, two."),
    Prompt.DUTY_MEETING: Text("Đi họp, phím ba.", "For a meeting, three."),
    Prompt.DUTY_LEAVE: Text("Nghỉ phép, phím bốn.", "For leave, four."),
    Prompt.DUTY_BACK: Text("Trực trở lại, bấm phím một.", "To be back on duty, press one."),
    Prompt.DUTY_ENTERED: Text("Đã ghi anh chị vắng đến {when}.", "You are away until {when}."),
    Prompt.DUTY_STAND_IN: Text("Người trực thay là {post}.", "Standing in: {post}."),
    Prompt.DUTY_RETURNED: Text("Đã ghi anh chị trực trở lại.", "You are back on duty."),
    Prompt.DUTY_GAP: Text(
        "Chưa ghi được: {branch}, sẽ không có ai trực từ {when}.",
        "Not entered: there would be nobody for {branch} from {when}.",
    ),
    Prompt.DUTY_REFUSED: Text(
        "Lịch trực không nhận thay đổi này. Xin báo người quản lý tổng đài.",
        "The roster does not take this change. Please tell your supervisor.",
    ),
    Prompt.STAND_IN_ASK: Text(
        "Vắng đến {when}. Xin chọn người trực thay.",
        "Away until {when}. Please choose who stands in.",
    ),
    Prompt.STAND_IN: Text("{post}, phím {key}.", "{post}, {key}."),
    Prompt.STAND_IN_NONE: Text("Không có ai trực thay, phím không.", "For nobody, zero."),
    Prompt.TALK: Text(
        "Cuộc gọi {branch}, kết thúc lúc {when}.", "Your call for {branch}, ended at {when}."
    ),
    Prompt.TALK_SOLVED: Text("Đã giải đáp xong, bấm phím một.", "If solved, press one."),
    Prompt.TALK_NOTED: Text("Đã ghi nhận để giải quyết, phím hai.", "If noted for later, two."),
    Prompt.TALK_PASS_ON: Text("Chuyển nhánh khác, phím ba.", "To pass it on, three."),
    Prompt.TALK_NUISANCE: Text("Cuộc gọi quấy rối, phím bốn.", "If it was a nuisance, four."),
    Prompt.TALK_NONE: Text(
        "Không có cuộc gọi nào chờ ghi kết quả.", "No call waits for its result."
    ),
    Prompt.TALK_TO_BRANCH: Text("Xin chọn nhánh tiếp nhận.", "Please choose the branch."),
    Prompt.VERIFY_SOON: Text(
        "Xin gác máy. Tổng đài sẽ gọi lại để xác minh số máy này.",
        "Please hang up. We will call you back to verify this number.",
    ),
    Prompt.CALLED: Text(
        "Tổng đài cải cách hành chính. Có người dân chờ gọi lại, {branch}.",
        "Administrative reform hotline. A citizen waits to be called back, {branch}.",
    ),
    Prompt.CALLED_NOT_NOW: Text("Chưa gọi được, phím hai.", "If you cannot now, two."),
    Prompt.CALLED_MESSAGE: Text("Nghe lời nhắn, phím ba.", "For their message, three."),
    Prompt.CALLED_SETTLED: Text(
        "Tổng đài cải cách hành chính. Việc gọi lại này đã xong.",
        "Administrative reform hotline. This has been settled already.",
    ),
    Prompt.CALLED_RELEASED: Text(
        "Cuộc này được trả lại danh sách chờ.", "It goes back to the waiting list."
    ),
    Prompt.CALLED_WRAP_UP: Text(
        "Tổng đài cải cách hành chính. Xin cho biết kết quả cuộc gọi vừa qua.",
        "Administrative reform hotline. Please tell us the result of your last call.",
    ),
    Prompt.BOOKS_AWAY: Text(
        "Hệ thống đang gặp sự cố, chưa tra cứu được.", "Our records cannot be reached just now."
    ),
    Prompt.BOOKS_AGAIN: Text("Thử lại, bấm phím một.", "To try again, press one."),
    Prompt.BOOKS_DESK: Text("Gặp cán bộ trực, phím không.", "For the duty officer, zero."),
}
