"""Keeps the fallback document true to the roster.

Without it the document names officers who are no longer on duty: found on the day on which
everything else is down. It is looked at every minute, and written only when it has changed, so that
whatever carries it to its host sees a change only where there is one.
"""

import logging
import os
from pathlib import Path

from ivr.fallback.document import fallback_document
from ivr.hotline import Hotline

log = logging.getLogger(__name__)


def run(hotline: Hotline) -> int:
    """Write the document where it has changed; return how many were written."""
    file = hotline.settings.fallback_file
    if file is None or is_current(hotline, file):
        return 0
    try:
        keep(file, wanted(hotline))
    except OSError as error:
        log.error("fallback document not written", extra={"error": type(error).__name__})
        return 0
    log.info("fallback document written")
    return 1


def wanted(hotline: Hotline) -> bytes:
    """Return the document as it must be now."""
    return fallback_document(hotline.board.board, hotline.clock())


def is_current(hotline: Hotline, file: Path) -> bool:
    """Say whether a file holds the document as it must be now; no if it cannot be read."""
    try:
        return file.read_bytes() == wanted(hotline)
    except OSError:
        return False


def keep(file: Path, document: bytes) -> None:
    """Write a document whole or not at all; raises OSError where that cannot be done.

    Everybody may read it: it is meant for a public host.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    new = file.with_name(f".{file.name}.{os.getpid()}.new")
    try:
        new.write_bytes(document)
        new.chmod(0o644)
        new.replace(file)
    finally:
        new.unlink(missing_ok=True)
