"""The hotline called from a browser and answered in another, as a new user would.

One file, so that one test process has one hotline and one browser.
"""

import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from simulator.audio import media_seconds
from tests.browser.conftest import PATIENCE_MS, Running
from tests.browser.phone_page import FIRST, NIGHT, NINE_ON_MONDAY, SECOND, PhonePage

# Phones ring in real time here: on a machine whose cores are all taken a browser may be late.
pytestmark = pytest.mark.flaky(reruns=1)


@pytest.fixture
def phones(page: Page, hotline: Running) -> PhonePage:
    """Return the page at nine on a Monday, every phone in its officer's hand."""
    phones = PhonePage(page, hotline.phone).open()
    phones.pretend(NINE_ON_MONDAY)
    return phones


def test_the_second_officer_answers(phones):
    show_branch(phones)
    phones.phone(FIRST).set("no-answer")
    phones.phone(SECOND).set("by-hand")

    phones.call()
    phones.press("4")
    phones.phone(FIRST).expect_phase("ringing")
    phones.pace(10)
    phones.phone(SECOND).expect_phase("ringing")
    phones.pace(1)
    expect(phones.phone(SECOND).card).to_contain_text("0500 000 000")
    phones.phone(SECOND).do("answer")
    phones.phone(SECOND).do("key-1")
    phones.phone(SECOND).expect_phase("joined")
    expect(phones.state).to_have_attribute("data-phase", "joined")
    phones.page.click("#hang-up")

    box = phones.expect_verdict("answered")
    expect(box).to_contain_text("đã trả lời")
    expect(phones.page.locator("#steps")).to_contain_text("/voice/dial")


def show_branch(phones: PhonePage) -> None:
    """Let the phones of branch four be seen."""
    option = phones.page.locator("#branch option", has_text=re.compile(r"^\s*4\b"))
    phones.page.select_option("#branch", value=option.get_attribute("value"))
    expect(phones.phone(SECOND).card).to_be_visible()


def test_at_night_a_message_is_left_and_heard_again(phones, hotline):
    phones.pretend(NIGHT)
    page = phones.page
    before = stored(hotline)

    phones.call()
    phones.press("4")
    phones.press("1")
    expect(page.locator("#message")).to_be_visible()
    began = seconds(page, "#call-timer")
    expect(page.locator("#microphone-state")).not_to_be_empty()
    page.wait_for_function(
        "began => { const [m, s] = document.querySelector('#call-timer')"
        ".textContent.split(':').map(Number); return m * 60 + s >= began + 6; }",
        arg=began,
    )
    page.click('[data-key="#"]')
    spoken_s = seconds(page, "#call-timer") - began
    expect(page.locator("#message")).to_be_hidden()
    with page.expect_response(re.compile("/phone/sounds/.*"), timeout=PATIENCE_MS):
        phones.press("2")
    expect(phones.transcript).to_contain_text("một đoạn ghi âm")
    phones.press("1")

    box = phones.expect_verdict("out_of_hours")
    expect(box).to_contain_text(".mp3")
    (message,) = stored(hotline) - before
    assert media_seconds(message.read_bytes()) == pytest.approx(spoken_s, abs=2.0)


def stored(hotline: Running) -> set[Path]:
    """Return the messages that the hotline keeps."""
    return set(hotline.recordings.rglob("*.mp3"))


def seconds(page: Page, timer: str) -> int:
    """Return what a timer of the page shows."""
    minutes, rest = page.locator(timer).inner_text().split(":")
    return int(minutes) * 60 + int(rest)


def test_everything_can_be_done_with_the_keyboard(phones):
    page = phones.page
    show_branch(phones)
    page.focus("#caller-number")
    page.keyboard.press("Control+A")
    page.keyboard.type("0505 000 007")
    tab_to(page, "#call")
    page.keyboard.press("Enter")
    expect(page.locator("#listens")).to_be_visible()
    page.keyboard.press("4")
    phones.phone(FIRST).expect_phase("ringing")
    tab_to(page, f'[data-phone="{FIRST}"] [data-do="answer"]')
    page.keyboard.press("Enter")
    phones.phone(FIRST).expect_phase("picked-up")
    accept = page.locator(f'[data-phone="{FIRST}"] [data-do="key-1"]')
    expect(accept).not_to_have_attribute("aria-disabled", "true")
    page.keyboard.press("1")
    phones.phone(FIRST).expect_phase("joined")
    tab_to(page, f'[data-phone="{FIRST}"] [data-do="hang-up"]')
    page.keyboard.press("Space")

    phones.expect_verdict("answered")


def tab_to(page: Page, selector: str) -> None:
    """Move the focus with Tab until it is there; as often as there could be anything to focus."""
    for _ in range(400):
        if page.evaluate("s => document.activeElement?.matches(s)", selector):
            return
        page.keyboard.press("Tab")
    pytest.fail(f"Tab never reaches {selector}")


def test_two_tabs_really_talk(phones, context, hotline):
    show_branch(phones)
    phones.phone(FIRST).set("by-hand")
    officer = PhonePage(context.new_page(), hotline.phone).open(officer=FIRST)

    phones.call()
    phones.press("4")
    officer.phone(FIRST).do("answer")
    officer.phone(FIRST).do("key-1")
    officer.phone(FIRST).expect_phase("joined")

    for tab in (phones.page, officer.page):
        expect(tab.locator("#talk")).to_have_attribute("data-talk", "connected")
    officer.phone(FIRST).do("hang-up")
    phones.expect_verdict("answered")
    expect(phones.page.locator("#talk")).not_to_have_attribute("data-talk", "connected")


def test_a_phone_that_is_busy_is_passed_over(phones):
    show_branch(phones)
    phones.phone(FIRST).set("busy")
    phones.phone(SECOND).set("talk-until-caller")

    phones.call()
    phones.press("4")
    phones.phone(SECOND).expect_phase("joined")
    phones.page.click("#hang-up")

    phones.expect_verdict("answered")
    phones.phone(FIRST).set("by-hand")
    phones.phone(SECOND).set("by-hand")


def test_a_withheld_number_is_told_as_such(phones):
    phones.page.check("#withheld")
    phones.call()
    phones.page.click("#hang-up")

    phones.expect_verdict("menu_ended")
    expect(phones.page.locator("#steps")).to_contain_text("anonymous")


def test_a_step_is_copied_as_a_shell_command(phones, context):
    context.grant_permissions(["microphone", "clipboard-read", "clipboard-write"])
    phones.call()
    step = phones.page.locator("#steps .exchange").first
    step.locator("summary").click()
    step.locator(".copy").click()
    expect(step.locator(".copied")).not_to_be_empty()

    command = phones.page.evaluate("navigator.clipboard.readText()")
    phones.page.click("#hang-up")
    assert command.startswith("curl -X POST -H ")
    assert "/voice" in command


def test_tet_can_be_heard_at_once(phones):
    phones.pretend("2027-02-06T09:00")
    phones.call()
    phones.press("4")

    expect(phones.transcript).to_contain_text("Tết")
    phones.page.click("#hang-up")
    phones.expect_verdict("out_of_hours")


def test_the_callers_wait_is_told_while_the_clock_may_not_jump(phones):
    phones.call()

    expect(phones.page.locator("#may-not-pretend")).to_be_visible()
    phones.page.click("#hang-up")
    expect(phones.page.locator("#may-not-pretend")).to_be_hidden()


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(page, hotline, lang, scheme):
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    phones = PhonePage(page, hotline.phone).open(lang=lang)
    phones.pretend(NINE_ON_MONDAY)
    show_branch(phones)
    phones.phone(FIRST).set("by-hand")
    expect_no_violation(page)

    phones.call()
    phones.press("4")
    phones.phone(FIRST).expect_phase("ringing")
    expect_no_violation(page)
    phones.phone(FIRST).do("answer")
    phones.phone(FIRST).do("key-1")
    phones.phone(FIRST).expect_phase("joined")
    page.locator("#steps summary").first.click()
    expect_no_violation(page)
    page.click("#hang-up")
    phones.expect_verdict("answered")
    expect_no_violation(page)


def test_axe_finds_nothing_while_a_message_is_recorded(phones):
    phones.pretend(NIGHT)
    phones.call()
    phones.press("4")
    phones.press("1")
    expect(phones.page.locator("#message")).to_be_visible()

    expect_no_violation(phones.page)
    phones.page.click("#hang-up")
    phones.expect_verdict("out_of_hours")


def test_axe_finds_nothing_on_an_officers_own_page(page, hotline):
    PhonePage(page, hotline.phone).open(officer=FIRST)

    expect_no_violation(page)


def expect_no_violation(page: Page) -> None:
    """Fail with what axe has to say."""
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize("width", [360, 768, 1280, 1600])
def test_nothing_is_wider_than_the_screen(page, hotline, width):
    page.set_viewport_size({"width": width, "height": 800})
    phones = PhonePage(page, hotline.phone).open()
    phones.pretend(NINE_ON_MONDAY)
    phones.call()
    page.locator("#steps summary").first.click()

    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.click("#hang-up")
    phones.expect_verdict("menu_ended")


def test_the_hotlines_first_page_leads_here(page, hotline):
    page.goto(hotline.web)
    page.click(f'a[href^="{hotline.phone}"]')

    expect(page.locator("#call")).to_be_visible()


def test_who_comes_at_night_is_led_into_office_hours(phones):
    phones.pretend(NIGHT)
    expect(phones.page.locator("#closed")).to_be_visible()

    phones.page.click("#pretend-open")

    expect(phones.page.locator("#closed")).to_be_hidden()
