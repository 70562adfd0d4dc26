"""Which new passwords are refused, and why. Pure; length counts more than odd letters."""

import re
import unicodedata

from ivr.flow.words import Text

SHORTEST, LONGEST = 12, 200
FEWEST_DIFFERENT = 5
TOO_SHORT = Text(
    f"Mật khẩu cần ít nhất {SHORTEST} ký tự; một câu ngắn dễ nhớ là tốt nhất.",
    f"A password needs {SHORTEST} characters or more; a short sentence is best.",
)
TOO_LONG = Text(
    f"Mật khẩu dài quá {LONGEST} ký tự.", f"A password may have at most {LONGEST} characters."
)
HOLDS_NAME = Text(
    "Mật khẩu không được chứa tên đăng nhập hay chức danh.",
    "The password must not hold the login or the post.",
)
TOO_PLAIN = Text(
    "Mật khẩu này quá dễ đoán. Hãy ghép vài từ không liên quan với nhau.",
    "This password is too easy to guess. Join a few words that have nothing to do with each other.",
)
# What is left of an obvious password without its digits and signs; the longest words first.
OBVIOUS = re.compile(
    """
    caicachhanhchinh|duongdaynong|administrator|quantrivien|doimatkhau|canbotruc|iloveyou|changeme
    |anhyeuem|emyeuanh|password|tamnhanh|haugiang|quantri|matkhau|tongdai|hotline|vietnam|welcome
    |xinchao|letmein|cantho|passwd|passw|admin|pass|cchc|truc|test|abc|asd|qwe
    """,
    re.VERBOSE,
)
ROWS = (
    "0123456789",
    "9876543210",
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "abcdefghijklmnopqrstuvwxyz",
)
STEP = 4


def weakness(password: str, *, login: str, post: str) -> Text | None:
    """Return why a password is refused, or None where it will do."""
    if len(password) < SHORTEST:
        return TOO_SHORT
    if len(password) > LONGEST:
        return TOO_LONG
    plain = _plain(password)
    names = {_plain(name) for name in (login, post)}
    if any(len(name) >= 3 and name in plain for name in names):
        return HOLDS_NAME
    return TOO_PLAIN if _is_obvious(plain) else None


def _plain(text: str) -> str:
    """Return letters and digits only, without marks: what is left of `Mật-khẩu 1` is `matkhau1`."""
    bare = unicodedata.normalize("NFD", text.casefold()).replace("đ", "d")
    return "".join(letter for letter in bare if letter.isalnum())


def _is_obvious(plain: str) -> bool:
    if len(set(plain)) < FEWEST_DIFFERENT:
        return True
    return not _without_words(_without_rows(plain))


def _without_rows(plain: str) -> str:
    """Take out what runs along the keyboard, four keys or more."""
    kept, at = "", 0
    while at < len(plain):
        length = _run(plain, at)
        if length < STEP:
            kept, length = kept + plain[at], 1
        at += length
    return kept


def _run(plain: str, at: int) -> int:
    """Return how many letters from here on stand side by side on a keyboard."""
    length = 1
    while any(plain[at : at + length + 1] in row for row in ROWS) and at + length < len(plain):
        length += 1
    return length


def _without_words(plain: str) -> str:
    """Return what is left without digits once the obvious words are taken out."""
    letters = "".join(letter for letter in plain if not letter.isdigit())
    letters = OBVIOUS.sub("", letters)
    return letters if len(set(letters)) >= 3 else ""
