"""Run the simulated carrier: `python -m simulator --voice-url … --status-url … --number …`.

The account comes from the environment: TWILIO_ACCOUNT_SID, and the first token of
TWILIO_AUTH_TOKEN.
"""

import argparse
import logging
import os
import random
import signal
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path

from simulator.calls.desk import CarrierConfig
from simulator.carrier import SimulatedCarrier
from simulator.clock import RealClock
from simulator.phone.books import Books
from simulator.phone.pretence import Pretence
from simulator.phone.room import Room
from simulator.phone.views import phone_page
from simulator.server import SimulatorServer, fail, tell_end_of_calls
from simulator.transport import HttpTransport
from simulator.voice import Voice

LOOK_UP_S = 0.5


def read_arguments(arguments: Sequence[str] | None) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="python -m simulator", description="A simulated carrier.")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8081)
    parser.add_argument("--voice-url", default="http://127.0.0.1:8080/voice")
    parser.add_argument("--status-url", default="http://127.0.0.1:8080/voice/status")
    parser.add_argument("--fallback-url")
    parser.add_argument("--number", default="+84500000000", help="the hotline's number, E.164")
    parser.add_argument(
        "--second-number",
        default="+84500000001",
        help="another number of the account, to call the hotline from, E.164",
    )
    parser.add_argument("--api-url", help="how the application reaches this server")
    parser.add_argument("--rehearsal-url", help="where the application tells of phones and calls")
    parser.add_argument("--clock-file", type=Path, help="where it is written what the clock does")
    parser.add_argument("--seed", type=int, help="the same identifiers in every run")
    return parser.parse_args(arguments)


def config_from(options: argparse.Namespace, environ: Mapping[str, str]) -> CarrierConfig:
    """Return the carrier's settings; ends the program where the account is missing."""
    account_sid = environ.get("TWILIO_ACCOUNT_SID", "")
    auth_token = environ.get("TWILIO_AUTH_TOKEN", "").partition(",")[0].strip()
    if not account_sid or not auth_token:
        fail("set TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN, the same as for the application")
    return CarrierConfig(
        account_sid=account_sid,
        auth_token=auth_token,
        number=options.number,
        more_numbers=(options.second_number,),
        voice_url=options.voice_url,
        status_url=options.status_url,
        fallback_url=options.fallback_url,
        api_url=options.api_url or f"http://{options.host}:{options.port}",
    )


def main(arguments: Sequence[str] | None = None) -> None:
    """Serve until SIGTERM or SIGINT."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(name)s: %(message)s")
    options = read_arguments(arguments)
    config, clock, transport = config_from(options, os.environ), RealClock(), HttpTransport()
    carrier = SimulatedCarrier(config, transport, clock, random.Random(options.seed))
    voice = Voice.load()
    carrier.voice = voice.speak if voice else None
    tell_end_of_calls(carrier)
    pretence = Pretence(carrier, clock, options.clock_file)
    room = Room(carrier, pretence)
    page = phone_page(room, Books(config, transport, options.rehearsal_url))
    stopping = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopping.set())
    server = SimulatorServer(carrier, page, host=options.host, port=options.port)
    server.start()
    logging.getLogger("simulator").info("listening on http://%s:%s", options.host, server.port)
    # A signal that comes just before an endless wait is not seen until that wait ends.
    while not stopping.wait(LOOK_UP_S):
        pass
    server.stop()
    pretence.end()


if __name__ == "__main__":
    main()
