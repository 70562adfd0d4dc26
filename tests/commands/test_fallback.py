"""The fallback document: read by the strict carrier, rung in turn, kept true to the roster."""

from datetime import time

import pytest

from duty.changes import changing
from ivr.flow.words import Verdict
from jobs import fallback
from simulator.faults import EVENT_KINDS, FLOW_KINDS, Fault, Faults
from simulator.transport import Answer, WsgiApp, WsgiTransport
from simulator.twiml_reader import read_twiml
from simulator.verbs import Dial, Hangup, Say
from tests.duty.conftest import officer, shift
from tests.harness import TestHotline, test_settings

ELSEWHERE = "https://elsewhere.example.gov.vn/fallback.xml"
DUTY, LEADER = "+84500000091", "+84500000092"


def dialled(document):
    (dial,) = [verb for verb in read_twiml(document, "text/xml") if isinstance(verb, Dial)]
    return [number.number for number in dial.numbers]


def test_the_carrier_reads_it_and_nothing_in_it_leads_back_to_us(hotline):
    document = fallback.wanted(hotline.hotline)

    verbs = read_twiml(document, "text/xml")

    assert [type(verb) for verb in verbs] == [Say, Say, Dial, Say, Say, Hangup]
    (dial,) = [verb for verb in verbs if isinstance(verb, Dial)]
    assert (dial.sequential, dial.action, dial.caller_id) == (True, None, "+84500000000")
    assert [(n.number, n.url, n.status_callback) for n in dial.numbers] == [
        (DUTY, None, None),
        (LEADER, None, None),
    ]
    assert hotline.settings.public_url.encode() not in document


def test_it_is_printed_or_written_and_what_it_rings_is_told(type_in, tmp_path, hotline):
    printed = type_in("fallback")
    written = type_in("fallback", "--to", tmp_path / "deep" / "fallback.xml")

    document = (tmp_path / "deep" / "fallback.xml").read_bytes()
    assert document == fallback.wanted(hotline.hotline)
    assert document.decode() in printed.output
    assert "0500 000 091" in written.output
    assert [path.name for path in (tmp_path / "deep").iterdir()] == ["fallback.xml"]


def test_a_place_that_cannot_be_written_is_named(type_in, tmp_path):
    (tmp_path / "file").touch()

    told = type_in("fallback", "--to", tmp_path / "file" / "fallback.xml")

    assert told.exit_code == 1
    assert "fallback.xml" in told.output


@pytest.fixture
def keeping(make_hotline, sqlite_url, tmp_path):
    """Return a hotline that keeps the document in a file."""
    hotline = make_hotline(sqlite_url)
    kept = hotline.settings.model_copy(update={"fallback_file": tmp_path / "out" / "fallback.xml"})
    object.__setattr__(hotline.hotline, "settings", kept)
    return hotline


def test_the_worker_writes_it_once_and_again_when_the_roster_changes(keeping):
    file = keeping.hotline.settings.fallback_file
    assert [keeping.work.keep_fallback() for _ in range(2)] == [1, 0]
    assert dialled(file.read_bytes()) == [DUTY, LEADER]

    with (
        keeping.hotline.database.transaction() as session,
        changing(session, keeping.hotline.board.from_file, now=keeping.now, actor="a") as change,
    ):
        change.enter(officer("an", "+84500000141"))
        change.enter(shift("an", branch="truc-ban", start=time(0), end=time(0), weekdays="0123456"))
    keeping.hotline.board.refresh()

    assert keeping.work.keep_fallback() == 1
    assert dialled(file.read_bytes())[0] == "+84500000141"


def test_without_the_setting_nothing_is_written(hotline):
    assert hotline.work.keep_fallback() == 0


def test_a_full_disk_is_cried_out_and_tried_again(keeping, caplog):
    folder = keeping.hotline.settings.fallback_file.parent
    folder.touch()  # a file where the folder should be

    assert keeping.work.keep_fallback() == 0
    assert any("not written" in record.message for record in caplog.records)

    folder.unlink()
    assert keeping.work.keep_fallback() == 1


class Elsewhere:
    """Our application, and another host that has the document."""

    app: WsgiApp

    def __init__(self):
        self.document = b""

    def send(self, method, url, form, headers):
        if url == ELSEWHERE:
            return Answer(200, "text/xml", self.document)
        return WsgiTransport(self.app).send(method, url, form, headers)


@pytest.fixture
def fallen(tmp_path, sqlite_url):
    """Yield a hotline whose number has the document as its fallback address."""
    transport = Elsewhere()
    hotline = TestHotline(
        test_settings(tmp_path, sqlite_url), transport=transport, fallback_url=ELSEWHERE
    )
    transport.app = hotline.app
    transport.document = fallback.wanted(hotline.hotline)
    yield hotline
    hotline.close()


@pytest.mark.parametrize("from_the_start", [True, False])
def test_a_caller_whom_we_fail_reaches_the_desk_and_is_found_and_owed(fallen, from_the_start):
    kinds = (*FLOW_KINDS, *EVENT_KINDS) if from_the_start else ("gather",)
    fallen.carrier.faults = Faults([Fault(kind=k, action="drop", times=99) for k in kinds])

    call = fallen.call("4", "no-answer,accept@3/30")
    fallen.pass_time(minutes=15)
    fallen.work.reconcile()

    assert [leg.number for leg in call.truth.legs] == [DUTY, LEADER]
    assert call.truth.was_joined
    row = fallen.row(call)
    assert (row.verdict, row.cause, row.branch) == (Verdict.NOT_ANSWERED, "our_fault", "truc-ban")
    assert row.origin == ("fallback" if from_the_start else "webhook")
    assert [debt.branch for debt in fallen.callbacks()] == ["truc-ban"]
