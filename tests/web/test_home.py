"""The first page: what a newcomer is led to."""

import re

from tests.harness import API_URL


def test_where_the_carrier_is_simulated_the_telephone_page_comes_before_the_commands(hotline):
    page = hotline.app.test_client().get("/").text

    (link,) = re.findall(r'<a class="open" href="([^"]+)">Mở trang điện thoại', page)
    assert link == f"{API_URL}/phone"
    assert page.index("Gọi thử") < page.index(link) < page.index("flask --app app call")


def test_with_a_real_carrier_nothing_is_to_be_tried_out(real_hotline):
    page = real_hotline.app.test_client().get("/").text

    assert "Gọi thử" not in page
    assert "/phone" not in page
