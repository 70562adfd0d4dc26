"""Who issues a document."""

import pytest

from documents.letterhead import initials, letterhead_of, place_of
from tests.documents.papers import SWITCHBOARD


def test_the_desks_agency_issues_it_where_no_branch_is_named():
    head = letterhead_of(SWITCHBOARD)

    assert (head.parent, head.agency) == ("UBND tỉnh Hậu Giang", "Sở Nội vụ")
    assert (head.mark, head.place) == ("SNV", "Hậu Giang")
    assert head.to == ("Ủy ban nhân dân tỉnh Hậu Giang",)


def test_an_association_has_no_body_above_it():
    head = letterhead_of(SWITCHBOARD, SWITCHBOARD.branch("doanh-nghiep"))

    assert (head.parent, head.agency, head.mark) == ("", "Hiệp hội doanh nghiệp", "HHDN")


@pytest.mark.parametrize(
    ("name", "mark"),
    [
        ("Sở Khoa học và Công nghệ", "SKHCN"),
        ("Sở Thông tin và Truyền thông", "STTTT"),
        ("Trung tâm Đô thị", "TTĐT"),
    ],
)
def test_initials_leave_and_out(name, mark):
    assert initials(name) == mark


@pytest.mark.parametrize(
    ("province", "place"),
    [("tỉnh Hậu Giang", "Hậu Giang"), ("Thành phố Cần Thơ", "Cần Thơ"), ("Huế", "Huế")],
)
def test_a_place_is_named_without_its_level(province, place):
    assert place_of(province) == place
