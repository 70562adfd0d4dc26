"""People's own views of the work list: saved, opened, renamed, deleted, and nobody else's."""

import re

import pytest

from models.users.roles import UserRole
from models.users.views import MOST

TABS = re.compile(r'<nav class="tabs".*?</nav>', re.DOTALL)
OVERDUE = "/nho?state=overdue&branch=tai-chinh&period=today"


@pytest.fixture
def an(signed_in):
    return signed_in(UserRole.SUPERVISOR, "giam.sat")


def save(browser, name, address=OVERDUE):
    return browser.post(address.replace("/nho", "/nho/views"), page=address, view_name=name)


def tabs(browser, address="/nho"):
    """Return name and address of the tabs, and the names of those that are open."""
    (found,) = TABS.findall(browser.get(address).text)
    links = re.findall(r'<a href="/desk([^"]+)"([^>]*)>([^<]+)</a>', found)
    here = [name for _, rest, name in links if "aria-current" in rest]
    return {name: path.replace("&amp;", "&") for path, _, name in links}, here


def test_a_view_is_one_tap_away_and_marked_while_it_is_open(an):
    answer = save(an, "  Tài chính gấp ")

    assert answer.location == "/desk/nho?state=overdue&branch=tai-chinh&period=today"
    links, here = tabs(an, OVERDUE)
    assert here == ["Tài chính gấp"]
    assert links["Tài chính gấp"] == OVERDUE
    assert tabs(an)[1] == ["Chờ gọi lại"]


def test_no_digits_of_a_number_and_nothing_foreign_is_kept(an):
    save(an, "Số này", "/nho?ending=123&misses=3&after=abc&_external=1&la=gi")

    assert tabs(an)[0]["Số này"] == "/nho?misses=3"


def test_a_view_is_renamed_and_deleted(an):
    save(an, "Một")
    (id,) = re.findall(r"/nho/views/(\d+)/delete", an.get("/nho/views").text)

    an.post(f"/nho/views/{id}", page="/nho/views", view_name="Hai <b>")
    assert "Hai &lt;b&gt;" in tabs(an)[0]
    answer = an.post(f"/nho/views/{id}/delete", page="/nho/views")
    assert answer.location == "/desk/nho/views"
    page = an.get("/nho/views").text
    assert "Đã xóa cách xem" in page
    assert "Chưa có cách xem nào" in page


@pytest.mark.parametrize(
    ("name", "why"), [("", "Chưa điền"), ("x" * 41, "Nhiều nhất 40"), ("Một", "Bạn đã có")]
)
def test_a_name_that_will_not_do_is_refused_at_its_field(an, name, why):
    save(an, "Một")
    save(an, "Hai")
    second = max(re.findall(r"/nho/views/(\d+)/delete", an.get("/nho/views").text), key=int)

    saved = save(an, name)
    renamed = an.post(f"/nho/views/{second}", page="/nho/views", view_name=name)

    assert (saved.status_code, renamed.status_code) == (422, 422)
    assert why in saved.text
    assert why in renamed.text
    assert 'action="/desk/nho/views?state=overdue&amp;branch=tai-chinh' in saved.text
    assert [name for name in tabs(an)[0] if name in ("Một", "Hai")] == ["Một", "Hai"]


def test_one_more_than_everybody_may_keep_is_refused(an):
    for n in range(MOST):
        assert save(an, f"Số {n}").status_code == 302

    answer = save(an, "Một nữa")

    assert answer.status_code == 422
    assert f"nhiều nhất {MOST}" in answer.text


def test_views_are_nobody_elses(an, another):
    save(an, "Của tôi")
    (id,) = re.findall(r"/nho/views/(\d+)/delete", an.get("/nho/views").text)
    other = another.enter(another.add_user("thanh.tra", UserRole.INSPECTOR))

    assert "Của tôi" not in other.get("/nho").text
    assert "Của tôi" not in other.get("/nho/views").text
    assert other.post(f"/nho/views/{id}", view_name="Cướp").status_code == 404
    assert other.post(f"/nho/views/{id}", view_name="").status_code == 404
    assert other.post(f"/nho/views/{id}/delete").status_code == 404
    assert "Của tôi" in tabs(an)[0]
