"""What the desk's pages about duty ask of the tables."""

from datetime import date, timedelta

from ivr.flow.words import AgencyKind, CheckKind, Grade
from models.audit import AuditRow, endings
from models.duty.calendar_days import CalendarDayRow, entered_days
from models.duty.officers import AgencyRow, agency_by_code
from models.line_checks import LineCheck, latest, number_last_passed, way_last_passed
from tests.harness import NINE_ON_MONDAY as NOW

NUMBER, NEW = "+84500000141", "+84500000149"


def check(grade, *, hours_ago, officer="an", number=NUMBER, kind=CheckKind.LINE, branch=None):
    return LineCheck(
        kind=kind,
        officer=officer,
        branch=branch,
        number=number,
        call_sid=f"CA{officer}{kind}{branch}{hours_ago}",
        placed_at=NOW - timedelta(hours=hours_ago),
        answered_at=None,
        keyed_at=None,
        ended_at=None,
        grade=grade,
        seconds=None,
    )


def test_when_a_number_last_passed_is_told_by_number(database):
    with database.transaction() as session:
        session.add_all(
            [
                check(Grade.PASSED, hours_ago=30),
                check(Grade.PASSED, hours_ago=20),
                check(Grade.MAILBOX, hours_ago=10),
                check(None, hours_ago=1),
                check(Grade.PASSED, hours_ago=40, number=NEW),
                check(Grade.PASSED, hours_ago=5, kind=CheckKind.VERIFY),
                check(Grade.BUSY, hours_ago=5, officer="binh", number="+84500000142"),
            ]
        )
    with database.reading() as session:
        assert number_last_passed(session) == {
            ("an", NUMBER): NOW - timedelta(hours=20),
            ("an", NEW): NOW - timedelta(hours=40),
        }
        last = latest(session, "an", kind=CheckKind.LINE)
        assert last is not None
        assert (last.grade, last.placed_at) == (None, NOW - timedelta(hours=1))
        assert latest(session, "chi", kind=CheckKind.LINE) is None


def test_when_a_way_last_passed_is_told_by_branch(database):
    way = {"officer": "", "kind": CheckKind.THROUGH}
    with database.transaction() as session:
        session.add_all(
            [
                check(Grade.PASSED, hours_ago=30, branch="tu-phap", **way),
                check(Grade.NO_ANSWER, hours_ago=6, branch="tu-phap", **way),
                check(Grade.PASSED, hours_ago=2, branch="tai-chinh", **way),
                check(Grade.PASSED, hours_ago=1),
            ]
        )
    with database.reading() as session:
        assert way_last_passed(session) == {
            "tu-phap": NOW - timedelta(hours=30),
            "tai-chinh": NOW - timedelta(hours=2),
        }


def test_who_ended_something_is_known_and_who_only_changed_it_is_not_named(database):
    def row(actor, key, after, subject="shifts"):
        return AuditRow(
            at=NOW, actor=actor, subject=subject, key=key, before={"id": 1}, after=after
        )

    with database.transaction() as session:
        session.add_all(
            [
                row("an", "7", None),
                row("binh", "8", {"id": 8}),
                row("chi", "9", None, subject="swaps"),
            ]
        )
    with database.reading() as session:
        assert endings(session, "shifts", ["7", "8", "9"]) == {"7": "an"}


def test_the_entries_about_days_are_told_by_day_also_those_that_were_withdrawn(database):
    def day(number, **given):
        said = {"name_vi": "Nghỉ", "name_en": "Off", "worked_as": None, "document": "1"}
        entered = {"entered_at": NOW, "withdrawn_at": None}
        return CalendarDayRow(day=date(2026, 12, number), **(said | entered | given))

    with database.transaction() as session:
        session.add_all([day(3), day(1), day(2, withdrawn_at=NOW)])
    with database.reading() as session:
        found = entered_days(session, since=date(2026, 12, 2))
        assert [row.day.day for row in found] == [2, 3]


def test_an_agency_is_found_by_its_code(database):
    with database.transaction() as session:
        session.add(
            AgencyRow(
                code="so-y-te",
                name_vi="Sở Y tế",
                name_en="Department of Health",
                kind=AgencyKind.STATE,
                valid_from=date(2026, 1, 1),
                valid_to=None,
            )
        )
    with database.reading() as session:
        found = agency_by_code(session, "so-y-te")
        assert found is not None
        assert found.name_vi == "Sở Y tế"
        assert agency_by_code(session, "so-khac") is None
