"""Whatever stands in the roster: exported and imported again, it changes nothing."""

import io
from datetime import date, datetime, time, timedelta

import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from sqlalchemy.orm import Session

from duty.changes import Change
from duty.files.exporting import Days, tables_of
from duty.files.importing import Outcome, take
from duty.files.kinds import LAYOUTS
from duty.files.layout import Kind
from duty.files.reading import read_file
from duty.files.rows import Names
from duty.files.template import lists_of
from duty.files.write_csv import write_csv
from duty.files.write_xlsx import Book, Sheet, write_xlsx
from ivr.flow.words import AbsenceReason, AgencyKind, Role
from models.audit import AuditRow
from models.duty.calendar_days import CalendarDayRow
from models.duty.entries import AbsenceRow, ShiftRow, SwapRow
from models.duty.officers import AgencyRow, OfficerRow
from models.session import Database
from tests.duty.conftest import ZONE
from tests.harness import NINE_ON_MONDAY

CODES = ("an", "binh", "chi-2")
LETTERS = st.sampled_from("aZ0 .,;:'\"=+-@\t\n|/ăâđêôơưảãọếữ·–«%")
texts = st.text(LETTERS, max_size=12)
words = st.text(LETTERS, min_size=1, max_size=12).filter(str.strip)
days = st.dates(date(2020, 1, 1), date(2035, 12, 31))
clocks = st.times()
entered = st.builds(
    lambda h: {"entered_at": NINE_ON_MONDAY - timedelta(hours=h)}, st.integers(0, 9)
)
moments = st.datetimes(
    datetime(2020, 1, 1),  # noqa: DTZ001 - hypothesis puts the zone to it
    datetime(2035, 1, 1),  # noqa: DTZ001
    timezones=st.just(ZONE),
) | st.builds(lambda day: datetime.combine(day, time(0), ZONE), days)


@st.composite
def periods(draw):
    since, until = sorted((draw(moments), draw(moments)))
    return {"since": since, "until": until if until > since else until + timedelta(days=1)}


def with_entered(strategy):
    return st.builds(lambda values, more: values | more, strategy, entered)


shifts = with_entered(
    st.fixed_dictionaries(
        {
            "branch": st.sampled_from(["thu-tuc-hanh-chinh", "truc-ban", "a-branch-that-is-gone"]),
            "officer": st.sampled_from(CODES),
            "role": st.sampled_from(Role),
            "position": st.integers(1, 99),
            "weekdays": st.sets(st.integers(0, 6), min_size=1).map(
                lambda found: "".join(map(str, sorted(found)))
            ),
            "start": clocks,
            "end": clocks,
            "valid_from": days,
            "valid_to": st.none() | st.just(date(9999, 12, 31)) | days,
        }
    )
)
absences = with_entered(
    st.builds(
        lambda values, period: values | period,
        st.fixed_dictionaries(
            {
                "officer": st.sampled_from(CODES),
                "reason": st.sampled_from(AbsenceReason),
                "stand_in": st.none() | st.sampled_from(CODES),
                "note": texts,
            }
        ),
        periods(),
    )
)
swaps = with_entered(
    st.builds(
        lambda values, period: values | period,
        st.fixed_dictionaries(
            {
                "branch": st.sampled_from(["thu-tuc-hanh-chinh", "truc-ban"]),
                "giver": st.sampled_from(CODES),
                "taker": st.sampled_from(CODES),
                "reason": words,
            }
        ),
        periods(),
    )
)
calendar_days = with_entered(
    st.fixed_dictionaries(
        {
            "day": days,
            "name_vi": words,
            "name_en": words,
            "worked_as": st.none() | st.integers(0, 6),
            "document": words,
        }
    )
)
officers = st.tuples(
    *(
        st.fixed_dictionaries(
            {
                "code": st.just(code),
                "agency": st.sampled_from(["", "so-noi-vu", "an-agency-that-is-gone"]),
                "post_vi": words,
                "post_en": texts,
                "person": texts,
                "number": st.just(f"+8450000014{at}"),
                "languages": st.sampled_from(["vi", "vi,en", "en,vi", "en"]),
                "active_from": days,
                "active_to": st.none() | days,
                "verified_at": st.none() | moments.map(lambda at: min(at, NINE_ON_MONDAY)),
                "out_since": st.none() | moments,
                "entered_at": st.just(NINE_ON_MONDAY),
            }
        )
        for at, code in enumerate(CODES)
    )
)
agencies = st.lists(
    st.fixed_dictionaries(
        {
            "code": st.sampled_from(["so-noi-vu", "so-moi"]),
            "name_vi": words,
            "name_en": words,
            "kind": st.sampled_from(AgencyKind),
            "valid_from": days,
            "valid_to": st.none() | days,
        }
    ),
    max_size=2,
    unique_by=lambda agency: agency["code"],
)
rosters = st.fixed_dictionaries(
    {
        AgencyRow: agencies,
        OfficerRow: officers,
        ShiftRow: st.lists(shifts, max_size=4),
        AbsenceRow: st.lists(absences, max_size=4),
        SwapRow: st.lists(swaps, max_size=3),
        CalendarDayRow: st.lists(calendar_days, max_size=3),
    }
)


@pytest.fixture(scope="module")
def some_database(sqlite_template):
    database = Database(f"sqlite:///{sqlite_template}")
    yield database
    database.close()


def put(session, roster):
    """Put rows straight into the tables, sensible or not: officers first."""
    for kind in (AgencyRow, OfficerRow, ShiftRow, AbsenceRow, SwapRow, CalendarDayRow):
        session.add_all(kind(**values) for values in roster[kind])
        session.flush()


def as_workbook(tables, switchboard):
    sheets = tuple(Sheet(LAYOUTS[kind], rows) for kind, rows in tables.items())
    return [write_xlsx(Book(sheets=sheets, made_at=NINE_ON_MONDAY, **lists_of(switchboard)))]


def as_csv(tables, _):
    return [write_csv(LAYOUTS[kind], rows) for kind, rows in tables.items() if rows]


def changes_of_coming_back(database, switchboard, roster, write):
    """Return what is audited when a roster is exported and imported again; nothing is kept."""
    with Session(database.engine) as session, session.begin() as transaction:
        put(session, roster)
        session.expire_all()
        change = Change(session, switchboard, NINE_ON_MONDAY, "a")
        for content in write(tables_of(session, ZONE, list(Kind), Days()), switchboard):
            take(change, read_file(content), Names.of(switchboard, []), Outcome())
        audited = [
            (row.subject, row.before, row.after) for row in session.scalars(sa.select(AuditRow))
        ]
        transaction.rollback()
    return audited


@given(roster=rosters)
@settings(max_examples=60)
def test_a_workbook_that_comes_back_changes_nothing(some_database, switchboard, roster):
    assert changes_of_coming_back(some_database, switchboard, roster, as_workbook) == []


@given(roster=rosters)
@settings(max_examples=100)
def test_csv_that_comes_back_changes_nothing(some_database, switchboard, roster):
    assert changes_of_coming_back(some_database, switchboard, roster, as_csv) == []


@given(roster=rosters)
@settings(max_examples=30)
def test_nothing_in_a_workbook_is_computed_or_a_link(some_database, switchboard, roster):
    with Session(some_database.engine) as session, session.begin() as transaction:
        put(session, roster)
        (content,) = as_workbook(tables_of(session, ZONE, list(Kind), Days()), switchboard)
        transaction.rollback()

    book = load_workbook(io.BytesIO(content))

    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n", "d", "inlineStr"}
    assert [cell for cell in cells if cell.hyperlink] == []


def test_a_number_in_a_workbook_is_text_and_keeps_its_zero(some_database, switchboard):
    cells = {"code": "an", "number": "0500 000 141", "active_from": date(2026, 11, 1)}
    (content,) = as_workbook({Kind.OFFICERS: [cells]}, switchboard)

    sheet = load_workbook(io.BytesIO(content))["Cán bộ"]

    number, first = sheet["E2"], sheet["I2"]
    assert (number.value, number.data_type, number.number_format) == ("0500 000 141", "s", "@")
    assert (first.value, first.number_format) == (datetime(2026, 11, 1), "dd/mm/yyyy")  # noqa: DTZ001
    assert sheet.freeze_panes == "B2"


def test_a_sheet_alone_offers_no_list_of_a_sheet_that_is_not_there(switchboard):
    (content,) = as_workbook({Kind.SHIFTS: []}, switchboard)

    book = load_workbook(io.BytesIO(content))

    offers = [each.formula1 for each in book["Ca trực"].data_validations.dataValidation]
    assert '"chính,phó,lãnh đạo"' in offers
    assert not any("Cán bộ" in str(offer) for offer in offers)
    assert "'Danh mục'!$A$2:$A$10" in offers
