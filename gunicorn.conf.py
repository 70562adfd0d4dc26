"""How the web process serves: every setting of gunicorn that this project relies on, and why.

A buffering reverse proxy belongs in front of any real deployment: a thread waits up to 5 s for the
first byte of a new connection, so a few idle ones would hold up the webhooks of waiting callers.
"""

import ctypes
import gc
import os
import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from dotenv import load_dotenv

# The application reads .env too: where they differed, it would serve on another port than it says.
load_dotenv(Path(__file__).parent / ".env")

M_ARENA_MAX = -8  # Source: malloc.h of glibc.

# A hotline on a loopback address is somebody's trial: it stays invisible to the network.
_local = urlsplit(os.environ.get("PUBLIC_URL", "")).hostname in ("127.0.0.1", "localhost")
bind = f"{'127.0.0.1' if _local else '0.0.0.0'}:{os.environ.get('PORT', '8080')}"

# One process, since SQLite wants one writer; with PostgreSQL, set WEB_CONCURRENCY to the cores.
workers = int(os.environ.get("WEB_CONCURRENCY", "1"))
# Threads: webhooks spend their time in the database's fsync, which frees the interpreter. 4 a core.
worker_class = "gthread"
threads = int(os.environ.get("WEB_THREADS", "8"))
# Each worker builds its own application: a thread or a connection opened before a fork would be
# shared, or dead, after it. What preloading would save is some memory and half a second.
preload_app = False

# The carrier gives up on a webhook after 15 s; a worker silent for 30 s is stuck and is replaced.
timeout = 30
# At a restart, callers' requests that are under way are finished first.
graceful_timeout = 20
# Longer than the usual 60 s of proxies, so that it is never us who close a connection in use.
keepalive = 75
# The workers' sign of life is a file: on a disk that stalls, healthy workers would be killed.
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None

# Webhooks have short lines and few headers; the limits are gunicorn's own, written down.
limit_request_line = 4094
limit_request_fields = 64
limit_request_field_size = 8190
# Whose X-Forwarded-* headers are believed: the proxy's, on this machine unless set otherwise.
forwarded_allow_ips = os.environ.get("FORWARDED_ALLOW_IPS", "127.0.0.1,::1")

# No access log: a line for each request would put positions of calls, and on pages numbers searched
# for, into files that nobody deletes. The application logs what happened, without numbers.
accesslog = None
errorlog = "-"
loglevel = os.environ.get("WEB_LOG_LEVEL", "info")
# Its own lines are written as ours are, as it quotes the address of a request that failed.
_lines = "JsonLines" if os.environ.get("LOG_FORMAT") == "json" else "Fields"
_handler = {"class": "logging.StreamHandler", "formatter": "ours", "stream": "ext://sys.stderr"}
logconfig_dict = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"ours": {"()": f"ivr.logs.{_lines}"}},
    "handlers": {"ours": _handler},
    "root": {"handlers": [], "level": "INFO"},
    "loggers": {
        "gunicorn.error": {"handlers": ["ours"], "level": loglevel.upper(), "propagate": False},
        "gunicorn.access": {"handlers": [], "propagate": False},
    },
}

# Two gunicorns of one user would share the control socket's path, and nothing here uses it.
control_socket_disable = True


def post_fork(server: Any, worker: Any) -> None:
    """Let threads take turns ten times as often.

    With the default of 5 ms, a page that computes holds each webhook back for several turns.
    """
    sys.setswitchinterval(0.0005)
    if sys.platform == "linux":
        # One heap for all threads: with one for each, as glibc would have it, what the start has
        # freed lies about in all of them.
        ctypes.CDLL(None).mallopt(M_ARENA_MAX, 1)


def post_worker_init(worker: Any) -> None:
    """Spare what the start has made from being looked through whenever garbage is collected."""
    gc.collect()
    gc.freeze()
