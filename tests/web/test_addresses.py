"""Addresses from outside: where they may lead, and whose they are."""

import pytest

from web.addresses import client_address, own_path, path_of

ROOT = "/desk"


@pytest.mark.parametrize("path", ["/desk", "/desk/", "/desk/users", "/desk/users?x=1&y=%2F"])
def test_paths_of_our_own_are_followed(path):
    assert own_path(path, ROOT) == path


@pytest.mark.parametrize(
    "path",
    [
        None,
        "",
        "/",
        "/desktop",
        "desk/users",
        "//example.com/desk/",
        "/\\example.com/desk",
        "https://example.com/desk/",
        "/desk/../voice",
        "/desk/..",
        "/desk/\r\nSet-Cookie: a=b",
        "/desk/\t/example.com",
        "/desk/ơ",
        "javascript:alert(1)",
    ],
)
def test_others_are_not(path):
    assert own_path(path, ROOT) is None


@pytest.mark.parametrize(
    ("referrer", "path"),
    [
        ("https://hotline.example/desk/users/new", "/desk/users/new"),
        ("https://10.0.0.5:8080/desk/users?x=1", "/desk/users?x=1"),
        ("https://hotline.example/", None),
        ("", None),
        (None, None),
    ],
)
def test_the_page_that_a_form_was_on_is_known_by_its_path(referrer, path):
    assert path_of(referrer, ROOT) == path


@pytest.mark.parametrize(
    ("peer", "forwarded", "trusted", "client"),
    [
        ("192.0.2.1", [], ["127.0.0.1"], "192.0.2.1"),
        ("127.0.0.1", [], ["127.0.0.1"], "127.0.0.1"),
        ("127.0.0.1", ["192.0.2.1"], ["127.0.0.1"], "192.0.2.1"),
        ("127.0.0.1", ["198.51.100.1, 192.0.2.1"], ["127.0.0.1"], "192.0.2.1"),
        ("127.0.0.1", ["198.51.100.1", "192.0.2.1"], ["127.0.0.1"], "192.0.2.1"),
        ("10.0.0.2", ["192.0.2.1, 10.0.0.1"], ["10.0.0.1", "10.0.0.2"], "192.0.2.1"),
        ("192.0.2.9", ["198.51.100.1"], ["127.0.0.1"], "192.0.2.9"),
        ("", ["192.0.2.1"], ["127.0.0.1"], "192.0.2.1"),
        ("10.0.0.2", ["198.51.100.1, 192.0.2.1"], ["*"], "192.0.2.1"),
        ("10.0.0.2", [], ["*"], "10.0.0.2"),
    ],
)
def test_a_client_is_known_behind_proxies_that_are_believed_and_no_others(
    peer, forwarded, trusted, client
):
    assert client_address(peer, forwarded, trusted) == client
