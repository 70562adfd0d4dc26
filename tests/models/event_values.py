"""Events of every kind, with everything in them that an event may carry."""

from datetime import UTC, datetime, timedelta, timezone
from string import ascii_letters, digits

from hypothesis import strategies as st

from ivr.flow.events import Event
from ivr.flow.position import Position
from ivr.flow.words import EventKind, Language, LegOutcome, Reason, Stage
from tests.harness import HANOI

WORDS = (
    "Nguyễn Thị Ánh",
    "đất đai",
    "Thủ tục hành chính, một cửa",
    "anonymous",
    "%c3%a1+&=",
    '"\\',
)

ids = st.text(ascii_letters + digits + "_-", min_size=1, max_size=20)
counts = st.integers(0, 9999)
texts = st.one_of(
    st.sampled_from(WORDS),
    st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=30),
)
moments = st.datetimes(
    datetime.fromisoformat("2000-01-01"),
    datetime.fromisoformat("2100-01-01"),
    timezones=st.sampled_from([UTC, HANOI, timezone(timedelta(hours=-3, minutes=-30))]),
)
positions = st.builds(
    Position,
    n=counts,
    stage=st.sampled_from(Stage),
    lang=st.sampled_from(Language),
    menu=st.just("") | ids,
    branch=st.just("") | ids,
    desk=st.booleans(),
    round=counts,
    tried=st.lists(ids, max_size=5).map(tuple),
    errors=counts,
    waits=counts,
    reason=st.none() | st.sampled_from(Reason),
    recording=st.just("") | ids,
    call=st.just("") | ids,
)
events = st.builds(
    Event,
    key=texts,
    call_sid=ids,
    kind=st.sampled_from(EventKind),
    at=moments,
    position=positions,
    then=st.none() | positions,
    caller_number=texts,
    called_number=texts,
    leg_sid=st.just("") | ids,
    began_at=st.none() | moments,
    outcome=st.none() | st.sampled_from(LegOutcome),
    joined=st.none() | st.booleans(),
    picked_up=st.booleans(),
    digits=st.text("0123456789*#?", max_size=8),
    seconds=st.none() | st.integers(0, 99999),
    recording_sid=st.just("") | ids,
    recording_url=texts,
    absent=st.booleans(),
    rung_number=texts,
    gone=st.booleans(),
    carrier_at=st.none() | moments,
)
forms = st.dictionaries(texts, texts, max_size=4)
