"""Text as paper and XML can take it."""

import re

# Control characters but for tabs and new lines, halves of letters, and what is no letter at all.
_REFUSED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def printable(text: str) -> str:
    """Return a text without what no XML may hold."""
    return _REFUSED.sub("", text)
