"""A bucket on this machine: as much of the S3 protocol as storing, reading and deleting needs."""

import hashlib
import threading
from dataclasses import dataclass, field

from werkzeug.serving import make_server
from werkzeug.wrappers import Request, Response

MISSING = "<Error><Code>NoSuchKey</Code></Error>"


@dataclass
class Bucket:
    """What was sent, by path; and whether the store is out of order just now."""

    objects: dict[str, bytes] = field(default_factory=dict)
    signed_by: set[str] = field(default_factory=set)
    is_broken: bool = False

    def __call__(self, environ, start_response):
        """Answer one request."""
        request = Request(environ)
        signature = request.headers.get("Authorization", "")
        self.signed_by.add(signature.partition("Credential=")[2].partition("/")[0])
        return self._answer(request)(environ, start_response)

    def _answer(self, request: Request) -> Response:
        if self.is_broken:
            return Response(status=403)
        if request.method == "PUT":
            self.objects[request.path] = request.get_data()
            return Response(headers={"ETag": _etag(self.objects[request.path])})
        if request.method == "DELETE":
            self.objects.pop(request.path, None)
            return Response(status=204)
        audio = self.objects.get(request.path)
        if audio is None:
            return Response(MISSING, status=404)
        modified = {"Last-Modified": "Mon, 23 Nov 2026 02:00:00 GMT", "ETag": _etag(audio)}
        return Response(audio, headers=modified)


def _etag(audio: bytes) -> str:
    return f'"{hashlib.sha256(audio).hexdigest()}"'


class BucketServer:
    """A bucket behind a socket."""

    def __init__(self) -> None:
        self.bucket = Bucket()
        self._server = make_server("127.0.0.1", 0, self.bucket, threaded=True)
        self._thread = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.01}
        )
        self._thread.start()
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def close(self) -> None:
        """Stop serving."""
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()
