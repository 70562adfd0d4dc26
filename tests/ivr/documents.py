"""Steps of every kind, and the whole document that each of them must be."""

import xml.etree.ElementTree as ET

from ivr.flow.position import Position
from ivr.flow.scene import say
from ivr.flow.steps import (
    AskDigits,
    Goodbye,
    Join,
    Listen,
    MessageAudio,
    Nothing,
    Option,
    Pause,
    PressKeys,
    Prompt,
    RecordMessage,
    Ring,
)
from ivr.flow.switchboard import Officer
from ivr.flow.words import Language, Stage, Text
from ivr.prompts import Prompts
from ivr.twiml import PLAYBACK, Renderer
from tests.harness import PUBLIC_URL

VI = 'language="vi-VN" voice="Google.vi-VN-Neural2-A"'
EN = 'language="en-US" voice="Google.en-US-Neural2-C"'
RETRIED = "#rc=3&amp;rp=all"
OFFICER = Officer("vp-1", "+84500000041", Text("Chuyên viên", "Officer"))
START, ENGLISH = Position(), Position(lang=Language.EN)
PROVINCE = Text("tỉnh Sông Mây", "Song May")


def renderer(recorded=None):
    prompts = Prompts(PROVINCE, recorded or {})
    return Renderer(PUBLIC_URL, prompts, lambda sid: f"r={sid}&e=1800000000&t=abc")


def plain(xml):
    return ET.canonicalize(xml)


def url(path, query=""):
    return f"{PUBLIC_URL}{path}{query.replace('&', '&amp;')}"


def menu(lang, at):
    """Return the step of a small menu: a greeting, one choice, and how to go on."""
    choice = {"choice": "một cửa" if lang is Language.VI else "one-stop service"}
    key = {"key": "bốn" if lang is Language.VI else "four"}
    announced = say(at, Prompt.MENU_CHOICE, variant="mot-cua", **choice, **key)
    return Listen(
        lead=(say(at, Prompt.GREET),),
        options=(Option("4", announced), Option("9", None)),
        then=at.to(Stage.MENU),
        timeout_s=5,
        nav=(say(at, Prompt.MENU_NAV),),
    )


KEY_1 = url("/voice/key", "?n=1")
KEY_1_EN = url("/voice/key", "?n=1&l=en")
STEPS = {
    "a menu": (
        menu(Language.VI, START),
        (
            f'<Gather action="{KEY_1}" method="POST" numDigits="1" finishOnKey="" timeout="5">'
            f"<Say {VI}>Kính chào ông bà. Đây là Tổng đài Cải cách hành chính tỉnh Sông Mây.</Say>"
            f"<Say {VI}>một cửa, bấm phím bốn.</Say>"
            f"<Say {VI}>Nghe lại, phím chín. Gặp cán bộ trực, phím không.</Say>"
            f'</Gather><Redirect method="POST">{KEY_1}</Redirect>'
        ),
    ),
    "a menu in English": (
        menu(Language.EN, ENGLISH),
        (
            f'<Gather action="{KEY_1_EN}" method="POST" numDigits="1" finishOnKey="" timeout="5">'
            f"<Say {EN}>Welcome to the Song May administrative reform hotline.</Say>"
            f"<Say {EN}>one-stop service, press four.</Say>"
            f"<Say {EN}>To repeat, press nine. For the duty officer, zero.</Say>"
            f'</Gather><Redirect method="POST">{KEY_1_EN}</Redirect>'
        ),
    ),
    "a menu of the second level": (
        Listen(
            (say(START, Prompt.MENU_INTRO),),
            (Option("1", None),),
            Position(n=4, menu="dat-dai"),
            7,
        ),
        (
            f'<Gather action="{url("/voice/key", "?n=4&m=dat-dai")}" method="POST" numDigits="1"'
            f' finishOnKey="" timeout="7"><Say {VI}>Xin chọn nội dung.</Say></Gather>'
            f'<Redirect method="POST">{url("/voice/key", "?n=4&m=dat-dai")}</Redirect>'
        ),
    ),
    "a whisper": (
        Listen(
            (say(START, Prompt.WHISPER, branch="nhánh bốn, Một cửa"),),
            (
                Option("1", say(START, Prompt.WHISPER_ACCEPT)),
                Option("2", say(START, Prompt.WHISPER_DECLINE)),
            ),
            Position(n=2, stage=Stage.WHISPER, branch="mot-cua", tried=("vp-1",), call="CA1"),
            8,
            hang_up_on_silence=True,
        ),
        (
            f'<Gather action="{url("/voice/accept", "?n=2&s=whisper&b=mot-cua&t=vp-1&c=CA1")}"'
            ' method="POST" numDigits="1" finishOnKey="" timeout="8">'
            f"<Say {VI}>Tổng đài cải cách hành chính, nhánh bốn, Một cửa.</Say>"
            f"<Say {VI}>Nghe máy, bấm phím một.</Say><Say {VI}>Bận, bấm phím hai.</Say>"
            "</Gather><Hangup/>"
        ),
    ),
    "a question for a number": (
        AskDigits((say(START, Prompt.ASK_NUMBER),), Position(n=6, stage=Stage.NUMBER), 8, 15),
        (
            f'<Gather action="{url("/voice/key", "?n=6&s=number")}" method="POST" numDigits="15"'
            ' finishOnKey="#" timeout="8">'
            f"<Say {VI}>Xin bấm số điện thoại cần gọi lại, rồi bấm phím thăng.</Say></Gather>"
            f'<Redirect method="POST">{url("/voice/key", "?n=6&s=number")}</Redirect>'
        ),
    ),
    "an officer who is rung": (
        Ring(
            (say(START, Prompt.HOLD),),
            OFFICER,
            timeout_s=20,
            talk_s=3600,
            caller_id="+84500000000",
            then=Position(n=2, stage=Stage.HUNT, branch="mot-cua", tried=("vp-1",)),
            whisper=Position(
                n=2, stage=Stage.WHISPER, branch="mot-cua", tried=("vp-1",), call="C1"
            ),
        ),
        (
            f"<Say {VI}>Cán bộ đang bận. Xin ông bà vui lòng giữ máy.</Say>"
            f'<Dial action="{url("/voice/dial", "?n=2&s=hunt&b=mot-cua&t=vp-1")}" method="POST"'
            ' timeout="20" timeLimit="3600" callerId="+84500000000" answerOnBridge="true">'
            f'<Number url="{url("/voice/whisper", "?n=2&s=whisper&b=mot-cua&t=vp-1&c=C1")}"'
            ' method="POST" statusCallback='
            f'"{url("/voice/leg", "?n=2&s=whisper&b=mot-cua&t=vp-1&c=C1")}{RETRIED}"'
            ' statusCallbackMethod="POST" statusCallbackEvent="answered completed">'
            "+84500000041</Number></Dial>"
        ),
    ),
    "a pause": (
        Pause((say(ENGLISH, Prompt.ONE_MOMENT),), 10, Position(n=3, stage=Stage.HUNT, branch="b")),
        (
            f'<Say {EN}>One moment, please.</Say><Pause length="10"/>'
            f'<Redirect method="POST">{url("/voice/next", "?n=3&s=hunt&b=b")}</Redirect>'
        ),
    ),
    "a wait of a check of the whole way": (
        Pause((say(START, Prompt.THROUGH),), 3, Position(n=3, stage=Stage.THROUGH, branch="b")),
        (
            f"<Say {VI}>Tổng đài kiểm tra đường dây. Xin cảm ơn, xin gác máy.</Say>"
            f'<Pause length="3"/><Redirect method="POST">'
            f"{url('/voice/check/through', '?n=3&s=through&b=b')}</Redirect>"
        ),
    ),
    "a moment's patience in a check of a number": (
        Pause((say(START, Prompt.ONE_MOMENT),), 1, Position(n=1, stage=Stage.CHECK, tried=("an",))),
        (
            f'<Say {VI}>Xin ông bà chờ trong giây lát.</Say><Pause length="1"/>'
            f'<Redirect method="POST">{url("/voice/check", "?n=1&s=check&t=an")}</Redirect>'
        ),
    ),
    "keys that are pressed": (
        PressKeys("241", 2, 4, Position(n=1, stage=Stage.THROUGH, branch="b", waits=1)),
        (
            '<Play digits="WW2WWWW4WWWW1"/><Redirect method="POST">'
            f"{url('/voice/check/through', '?n=1&s=through&b=b&w=1')}</Redirect>"
        ),
    ),
    "a message": (
        RecordMessage(
            (say(START, Prompt.VM_EMPTY),), 180, 5, Position(n=5, stage=Stage.RECORD, errors=1)
        ),
        (
            f"<Say {VI}>Tổng đài chưa nghe được lời nhắn. Xin ông bà nói lại sau tiếng bíp.</Say>"
            f'<Record action="{url("/voice/message", "?n=5&s=record&e=1")}" method="POST"'
            ' maxLength="180" timeout="5" finishOnKey="#" playBeep="true" trim="trim-silence"'
            f' recordingStatusCallback="{url("/voice/recording", "?n=5&s=record&e=1")}{RETRIED}"'
            ' recordingStatusCallbackMethod="POST"'
            ' recordingStatusCallbackEvent="completed absent"/>'
        ),
    ),
    "a message played back": (
        Listen(
            (MessageAudio("RE1"),),
            (Option("1", say(START, Prompt.VM_SEND)),),
            Position(n=7, stage=Stage.CONFIRM, recording="RE1"),
            5,
        ),
        (
            f'<Gather action="{url("/voice/key", "?n=7&s=confirm&a=RE1")}" method="POST"'
            ' numDigits="1" finishOnKey="" timeout="5">'
            f"<Play>{url(PLAYBACK, '?r=RE1&e=1800000000&t=abc')}</Play>"
            f"<Say {VI}>Gửi lời nhắn, bấm phím một.</Say></Gather>"
            f'<Redirect method="POST">{url("/voice/key", "?n=7&s=confirm&a=RE1")}</Redirect>'
        ),
    ),
    "a goodbye": (
        Goodbye((say(START, Prompt.VM_SENT), say(START, Prompt.BYE)), START),
        (
            f"<Say {VI}>Lời nhắn đã được ghi nhận.</Say>"
            f"<Say {VI}>Cảm ơn ông bà đã gọi. Xin kính chào.</Say><Hangup/>"
        ),
    ),
    "a goodbye without a word": (Goodbye((), START), "<Hangup/>"),
    "a join": (Join(START), ""),
    "nothing": (Nothing(START), ""),
}
