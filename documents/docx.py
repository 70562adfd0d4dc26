"""An official document as DOCX; the library for it is heavy, and loaded when one is asked for."""

from documents.official import Paper


def as_docx(paper: Paper) -> bytes:
    """Return the file."""
    # Heavy, and only a report asks for it.
    from documents.word.paper import written  # noqa: PLC0415

    return written(paper)
