"""The words of the phone page, in both languages."""

WORDS: dict[str, tuple[str, str]] = {}


def words_in(language: str) -> dict[str, str]:
    """Return all words in one language."""
    return {key: both[language == "en"] for key, both in WORDS.items()}
