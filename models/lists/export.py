"""All calls of a period for a file: in small parts, so that a month of any size fits."""

from collections.abc import Iterator

from sqlalchemy.orm import Session

from models.lists.calls import CallFilter, CallLine, list_calls

AT_ONCE = 1000


def each_call(session: Session, wanted: CallFilter) -> Iterator[CallLine]:
    """Yield the calls that are wanted, newest first, a part at a time.

    Each part is a query of its own that begins where the last one ended: none is held open while
    a slow reader is waited for. A call that begins meanwhile is not in it.
    """
    after = None
    while True:
        page = list_calls(session, wanted, after=after, limit=AT_ONCE)
        yield from page.rows
        after = page.next
        if after is None:
            return
