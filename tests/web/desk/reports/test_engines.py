"""The report and its files from SQLite and from PostgreSQL: the same golden day."""

import pytest

from models import recount
from models.users.roles import UserRole
from tests.figures.rows import owed, v2
from tests.web.desk.conftest import Browser
from tests.web.desk.reports.pages import figures, lines, paragraphs, sheet


@pytest.fixture
def supervisor(make_hotline, database_url, password_hash):
    """Return a supervisor's browser in the evening of the golden day, two callers being owed."""
    hotline = make_hotline(database_url)
    database, calls = hotline.hotline.database, v2()
    with database.transaction() as session:
        for call in calls:
            call.is_counted = True
        session.add_all(calls)
        session.flush()
        session.add_all([owed(calls[3]), owed(calls[4])])
    with database.transaction() as session:
        for day in [*recount.days(session)]:
            recount.rebuild(session, day)
    hotline.pass_time(hours=9)
    browser = Browser(hotline, password_hash=password_hash)
    return browser.enter(browser.add_user("giam.sat", UserRole.SUPERVISOR))


def taken(browser, file):
    address = "/bao-cao/tep?period=today"
    answer = browser.post(address, page=address, file=file)
    assert answer.status_code == 200
    data = answer.data
    answer.close()
    return data


def test_the_report_is_the_same_from_either_engine(supervisor):
    page = supervisor.get("/bao-cao?period=today").text

    told = figures(page, "Cả tổng đài")
    assert (told["Tổng cuộc gọi"], told["Tỷ lệ trả lời"]) == ("13", "40,00 % 4/10")
    assert told["Gọi lại đúng hạn"] == "0,00 % 0/2"
    assert "Đã nghe: 40,00 % (4/10)" in page


def test_its_files_are_the_same_from_either_engine(supervisor):
    _, *figures_told = sheet(taken(supervisor, "figures.xlsx"))
    (_, *calls), _ = lines(taken(supervisor, "calls.csv"))
    _, *missed = sheet(taken(supervisor, "missed.xlsx"))
    told, _ = paragraphs(taken(supervisor, "monthly.docx"))

    assert len(figures_told) == 2 * (1 + 9) + 1  # all, the branches and the desk; none chosen, once
    assert len(calls) == 13
    assert [row[1] for row in missed] == ["0505•••104", "0505•••103"]
    assert any("Đã nghe 4/10, chiếm 40,00 %" in paragraph for paragraph in told)
