"""What a caller hears."""

from ivr.flow.steps import Prompt
from ivr.flow.words import Text

CITIZENS: dict[Prompt, Text] = {
    Prompt.GREET: Text(
        "Kính chào ông bà. Đây là Tổng đài Cải cách hành chính {province}.",
        "Welcome to the {province} administrative reform hotline.",
    ),
    # Said in the language that it leads to.
    Prompt.OTHER_LANGUAGE: Text("Tiếng Việt, bấm phím sao.", "For English, press star."),
    Prompt.MENU_INTRO: Text("Xin chọn nội dung.", "Please choose a topic."),
    Prompt.MENU_CHOICE: Text("{choice}, bấm phím {key}.", "{choice}, press {key}."),
    Prompt.MENU_NAV: Text(
        "Nghe lại, phím chín. Gặp cán bộ trực, phím không.",
        "To repeat, press nine. For the duty officer, zero.",
    ),
    Prompt.SUB_NAV: Text(
        "Quay lại, bấm phím sao. Nghe lại, phím chín.",
        "To go back, press star. To repeat, nine.",
    ),
    Prompt.INVALID: Text(
        "Phím vừa bấm chưa đúng. Xin ông bà chọn lại.",
        "That key is not valid. Please choose again.",
    ),
    Prompt.NO_INPUT: Text(
        "Tổng đài chưa nhận được phím bấm. Xin ông bà chọn lại.",
        "We did not receive a key. Please choose again.",
    ),
    Prompt.CHOOSE_AGAIN: Text(
        "Danh mục vừa thay đổi. Xin ông bà chọn lại.",
        "The menu has just changed. Please choose again.",
    ),
    Prompt.TO_DESK: Text(
        "Xin giữ máy, tổng đài đang chuyển đến cán bộ trực.",
        "Please hold for the duty officer.",
    ),
    Prompt.CONNECTING: Text(
        "Xin ông bà giữ máy, đang nối máy đến {lead}.",
        "Please hold. Connecting you to the {lead}.",
    ),
    Prompt.HOLD: Text(
        "Cán bộ đang bận. Xin ông bà vui lòng giữ máy.",
        "Our officers are busy. Please stay on the line.",
    ),
    Prompt.BUSY: Text("Các cán bộ đều đang bận.", "All officers are busy."),
    Prompt.NOBODY: Text(
        "Hiện chưa có cán bộ nghe máy. Tổng đài xin lỗi ông bà.",
        "No officer can take your call now. We are sorry.",
    ),
    Prompt.OFFER_MESSAGE: Text("Để lại lời nhắn, bấm phím một.", "To leave a message, press one."),
    Prompt.OFFER_CALLBACK: Text("Yêu cầu gọi lại, phím hai.", "For a call back, press two."),
    Prompt.OFFER_WAIT: Text("Chờ tiếp, phím không.", "To keep waiting, press zero."),
    Prompt.OFFER_DESK: Text(
        "Việc cần ngay, bấm phím không để gặp cán bộ trực.",
        "If it cannot wait, press zero for the duty officer.",
    ),
    Prompt.CLOSED: Text("Hiện đã ngoài giờ làm việc.", "Our office is closed now."),
    Prompt.HOLIDAY: Text("Hôm nay cơ quan nghỉ {name}.", "Today we are closed: {name}."),
    Prompt.NOT_YET_OPEN: Text(
        "Đường dây này chưa bắt đầu hoạt động.",
        "This line is not in service yet.",
    ),
    Prompt.REOPENS: Text("Tổng đài làm việc lại từ {when}.", "We reopen at {when}."),
    Prompt.EXTRA_KEY: Text(
        "Số máy này vừa gọi đến nhiều lần. Để gặp tổng đài, xin bấm phím {key}.",
        "This number has called many times. To go on, please press {key}.",
    ),
    Prompt.BLOCKED: Text(
        "Số máy này gọi đến quá nhiều lần, tổng đài tạm ngừng kết nối đến {when}.",
        "This number has called too often. Calls are suspended until {when}.",
    ),
    Prompt.BLOCKED_WRITE: Text(
        "Trong lúc đó, ông bà có thể gửi phản ánh bằng văn bản, hoặc đến bộ phận một cửa.",
        "Until then you may write to us, or come to a one-stop office.",
    ),
    Prompt.EMERGENCY: Text(
        "Việc khẩn cấp, xin gọi ngay một một ba, một một bốn, hoặc một một năm.",
        "In an emergency, call one one three, one one four or one one five now.",
    ),
    Prompt.CALLBACK_OK: Text(
        "Chúng tôi sẽ gọi lại số máy ông bà đang dùng.",
        "We will call back the number you are using.",
    ),
    Prompt.CALLBACK_YES: Text("Đúng, bấm phím một.", "If that is right, press one."),
    Prompt.CALLBACK_OTHER: Text("Đổi số khác, phím hai.", "For another number, press two."),
    Prompt.ASK_NUMBER: Text(
        "Xin bấm số điện thoại cần gọi lại, rồi bấm phím thăng.",
        "Please enter the number to call back, then press hash.",
    ),
    Prompt.NUMBER_BACK: Text("Số vừa bấm là: {digits}.", "You entered: {digits}."),
    Prompt.NUMBER_YES: Text("Đúng, bấm phím một.", "If that is right, press one."),
    Prompt.NUMBER_AGAIN: Text("Bấm lại, phím hai.", "To enter it again, press two."),
    Prompt.NUMBER_INVALID: Text(
        "Số vừa bấm chưa đúng. Xin bấm lại, bắt đầu bằng số không, rồi bấm phím thăng.",
        "That number is not valid. Please enter it again, starting with zero, then press hash.",
    ),
    Prompt.CALLBACK_NOTED: Text(
        "Tổng đài đã ghi nhận và sẽ gọi lại cho ông bà.",
        "Your request is noted. We will call you back.",
    ),
    Prompt.VOICEMAIL: Text(
        "Sau tiếng bíp, xin nói họ tên, địa chỉ, số điện thoại và nội dung."
        " Nói xong, bấm phím thăng.",
        "After the tone, please say your name, address, phone number and request. Then press hash.",
    ),
    Prompt.VM_SEND: Text("Gửi lời nhắn, bấm phím một.", "To send, press one."),
    Prompt.VM_LISTEN: Text("Nghe lại, phím hai.", "To listen, press two."),
    Prompt.VM_AGAIN: Text("Thu lại, phím ba.", "To record again, press three."),
    Prompt.VM_EMPTY: Text(
        "Tổng đài chưa nghe được lời nhắn. Xin ông bà nói lại sau tiếng bíp.",
        "We did not hear a message. Please speak again after the tone.",
    ),
    Prompt.VM_SENT: Text("Lời nhắn đã được ghi nhận.", "Your message has been received."),
    Prompt.BYE: Text(
        "Cảm ơn ông bà đã gọi. Xin kính chào.",
        "Thank you for calling. Goodbye.",
    ),
    Prompt.ONE_MOMENT: Text("Xin ông bà chờ trong giây lát.", "One moment, please."),
    Prompt.FAILURE: Text(
        "Tổng đài đang gặp sự cố, xin lỗi ông bà. Xin gọi lại sau ít phút.",
        "We have a technical problem. We are sorry. Please call again in a few minutes.",
    ),
}
