"""Numbers, times and dates as they are said, in Vietnamese and in English.

A speech engine reads `0939` as a quantity and `07:00` as it likes, so everything is spelled out.
Source: the project's field notes on reading aloud (digit by digit never "mốt", "tư" or "lăm"; in
quantities 15 is "mười lăm", 21 "hai mươi mốt"; the fourth month is "tháng tư", the fourth weekday
"thứ Tư").
"""

from datetime import date, datetime, time

from ivr.flow.words import Language

_VI = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_EN = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    *("eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen"),
    *("eighteen", "nineteen"),
)
_EN_TENS = ("", "", "twenty", "thirty", "forty", "fifty")
_EN_ORDINALS = {1: "first", 2: "second", 3: "third", 5: "fifth", 8: "eighth", 9: "ninth"}
_EN_ORDINALS |= {12: "twelfth", 20: "twentieth", 30: "thirtieth"}
_VI_DAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")
_EN_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_EN_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
_KEYS = {"*": ("sao", "star"), "#": ("thăng", "hash")}


def said_key(key: str, language: Language) -> str:
    """Return the name of one telephone key: `không` … `chín`, `sao`, `thăng`."""
    if key in _KEYS:
        return _KEYS[key][language is Language.EN]
    return (_VI if language is Language.VI else _EN)[int(key)]


def said_branch(key: str, name: str, language: Language) -> str:
    """Return a branch by key and name: `nhánh bốn, …`; one that has no key by its name alone."""
    if not key:
        return name
    word = "nhánh" if language is Language.VI else "branch"
    return f"{word} {said_key(key, language)}, {name}"


def said_digits(digits: str, language: Language) -> str:
    """Return digits said one by one, in groups as on a page (4-3-3), a comma between groups."""
    groups = [digits[:4], digits[4:7], digits[7:10], digits[10:]]
    return ", ".join(" ".join(said_key(d, language) for d in group) for group in groups if group)


def said_number(number: int, language: Language) -> str:
    """Return a quantity from 0 to 59 in words.

    Raises ValueError outside that range: nothing that is said needs more.
    """
    if not 0 <= number <= 59:
        raise ValueError(f"{number} is not in 0-59")
    return _vietnamese(number) if language is Language.VI else _english(number)


def said_count(times: int, language: Language) -> str:
    """Return how often: `ba lần`, `three times`; more than 59 times is `nhiều lần`."""
    if language is Language.VI:
        return f"{said_number(times, language) if times <= 59 else 'nhiều'} lần"
    if times in (1, 2):
        return ("once", "twice")[times - 1]
    return f"{said_number(times, language) if times <= 59 else 'many'} times"


def said_time(at: time, language: Language) -> str:
    """Return a time of day in words: `mười ba giờ ba mươi`, `thirteen thirty`, `seven oh five`."""
    hour = said_number(at.hour, language)
    minute = said_number(at.minute, language) if at.minute else ""
    if language is Language.VI:
        return f"{hour} giờ {minute}".strip()
    if not at.hour and not at.minute:
        return "midnight"
    return f"{hour} {'oh ' if 0 < at.minute < 10 else ''}{minute}".strip()


def said_day(day: date, language: Language) -> str:
    """Return a day in words: `thứ Năm, ngày ba tháng chín`; `Thursday, the third of September`."""
    if language is Language.VI:
        month = "tư" if day.month == 4 else _vietnamese(day.month)
        return f"{_VI_DAYS[day.weekday()]}, ngày {_vietnamese(day.day)} tháng {month}"
    month = _EN_MONTHS[day.month - 1]
    return f"{_EN_DAYS[day.weekday()]}, the {_english_ordinal(day.day)} of {month}"


def said_moment(at: datetime, today: date, language: Language) -> str:
    """Return a local moment in words, `today` and tomorrow by name, any other day by its date."""
    when = said_time(at.time(), language)
    if at.date() == today:
        return f"{when}, hôm nay" if language is Language.VI else f"{when} today"
    if (at.date() - today).days == 1:
        return f"{when}, ngày mai" if language is Language.VI else f"{when} tomorrow"
    day = said_day(at.date(), language)
    return f"{when}, {day}" if language is Language.VI else f"{when} on {day}"


def _vietnamese(number: int) -> str:
    tens, ones = divmod(number, 10)
    if tens == 0:
        return _VI[ones]
    head = "mười" if tens == 1 else f"{_VI[tens]} mươi"
    if ones == 0:
        return head
    if ones == 5:
        return f"{head} lăm"
    return f"{head} mốt" if ones == 1 and tens > 1 else f"{head} {_VI[ones]}"


def _english(number: int) -> str:
    if number < 20:
        return _EN[number]
    tens, ones = divmod(number, 10)
    return f"{_EN_TENS[tens]} {_EN[ones]}" if ones else _EN_TENS[tens]


def _english_ordinal(number: int) -> str:
    if number in _EN_ORDINALS:
        return _EN_ORDINALS[number]
    if number > 20:
        return (
            f"{_EN_TENS[number // 10]} {_EN_ORDINALS.get(number % 10) or _EN[number % 10] + 'th'}"
        )
    return _EN[number] + "th"
