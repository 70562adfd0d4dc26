"""Files that are handed out: what browsers are told of them."""

from collections.abc import Iterable

from flask import Response

TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "csv": "text/csv",
    "pdf": "application/pdf",
    "ics": "text/calendar",
}


def download(content: bytes | Iterable[bytes], name: str) -> Response:
    """Return a file to be saved under a name, which tells its kind and nobody's number."""
    response = Response(content, mimetype=TYPES[name.rpartition(".")[2]])
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response
