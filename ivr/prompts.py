"""Everything the switchboard says, in every language, in one place.

A blank in braces is filled by the decision. Southern usage, formal address "ông bà"; topic first,
key last. No sentence may take longer than ten seconds to say (a syllable, or an English syllable's
worth of word, is a quarter of a second); sentences with blanks are measured with real names.
An operator who records a sentence drops the file into `prompts/<language>/`, named after the
prompt, or after prompt and variant where the prompt has one for each branch.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ivr.flow.steps import Prompt, Sentence
from ivr.flow.words import Language, Text

LONGEST_S = 10.0
SYLLABLES_PER_S = 4.0
SUFFIXES = (".wav", ".mp3")

TEXTS: dict[Prompt, Text] = {
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
    Prompt.CHECK: Text(
        "Tổng đài cải cách hành chính gọi kiểm tra số máy trực.",
        "The administrative reform hotline is checking this duty number.",
    ),
    Prompt.CHECK_PRESS: Text("Xin bấm phím một.", "Please press one."),
    Prompt.VERIFY: Text("Để xác minh, xin bấm ba số: {digits}.", "To verify, press: {digits}."),
    Prompt.CHECK_AGAIN: Text("Phím vừa bấm chưa đúng.", "That was not right."),
    Prompt.CHECK_DONE: Text("Số máy đạt. Cảm ơn và chào.", "This number passed. Thank you."),
    Prompt.CHECK_NOT_DONE: Text(
        "Chưa xác nhận được số máy. Xin chào.", "This number could not be confirmed. Goodbye."
    ),
    Prompt.ONE_MOMENT: Text("Xin ông bà chờ trong giây lát.", "One moment, please."),
    Prompt.FAILURE: Text(
        "Tổng đài đang gặp sự cố, xin lỗi ông bà. Xin gọi lại sau ít phút.",
        "We have a technical problem. We are sorry. Please call again in a few minutes.",
    ),
}


@dataclass(frozen=True, slots=True)
class Prompts:
    """What is said: the sentences with the province's name in them, and the recordings there are.

    `recorded` maps (language, name) to the file's name below `prompts/<language>/`.
    """

    province: Text
    recorded: Mapping[tuple[Language, str], str] = field(default_factory=dict)

    def text(self, sentence: Sentence) -> str:
        """Return what a sentence says."""
        pattern = TEXTS[sentence.prompt].in_(sentence.language)
        blanks = dict(sentence.blanks)
        return pattern.format(province=self.province.in_(sentence.language), **blanks)

    def recording(self, sentence: Sentence) -> str | None:
        """Return the path below `prompts/` of the recording to play instead, or None.

        A prompt that differs by branch is only replaced by that branch's own recording: another one
        would say the wrong name.
        """
        has_blanks = bool(sentence.blanks)
        names = [f"{sentence.prompt}.{sentence.variant}"] if sentence.variant else []
        names += [] if has_blanks else [str(sentence.prompt)]
        for name in names:
            if file := self.recorded.get((sentence.language, name)):
                return f"{sentence.language}/{file}"
        return None


def find_recordings(folder: Path) -> dict[tuple[Language, str], str]:
    """Return the recordings in `folder`, by language and prompt (and variant).

    Files that are named after no prompt are left alone; `check` tells of them.
    """
    found = {}
    for language in Language:
        for path in sorted((folder / language).glob("*")):
            if path.suffix in SUFFIXES and path.stem.partition(".")[0] in set(Prompt):
                found[language, path.stem] = path.name
    return found


def seconds(text: str, language: Language) -> float:
    """Return how long a sentence takes to say, pauses left out.

    A Vietnamese word is one syllable; an English one has about as many as it has groups of vowels.
    """
    words = re.findall(r"\w+", text)
    if language is Language.VI:
        return len(words) / SYLLABLES_PER_S
    syllables = (len(re.findall(r"[aeiouy]+", word.lower().removesuffix("e"))) for word in words)
    return sum(max(1, count) for count in syllables) / SYLLABLES_PER_S
