"""The phone page as a person uses it."""

from typing import Any

from playwright.sync_api import Locator, Page, expect

NINE_ON_MONDAY = "2026-11-23T09:00"
NIGHT = "2026-11-23T20:00"
FIRST, SECOND = "thu-tuc-hanh-chinh-1", "thu-tuc-hanh-chinh-2"


class PhonePage:
    """One tab with the page in it."""

    def __init__(self, page: Page, url: str) -> None:
        self.page, self.url = page, url

    def open(self, **query: str) -> "PhonePage":
        """Load the page, and wait until it knows the officers' phones."""
        asked = "&".join(f"{name}={value}" for name, value in query.items())
        self.page.goto(f"{self.url}?{asked}")
        expect(self.page.locator("[data-phone]").first).to_be_attached()
        return self

    def pretend(self, moment: str) -> None:
        """Pretend that it is another time, from which it passes as it does."""
        self.pace(1)
        expect(self.page.locator("#may-not-pretend")).to_be_hidden()
        details = self.page.locator("#pretending")
        if details.get_attribute("open") is None:
            details.locator("summary").click()
        self.page.fill("#pretend", moment)
        self.page.click("#pretend-set")
        expect(self.page.locator("#time-kind")).not_to_be_empty()

    def pace(self, times: int) -> None:
        """Let time pass so many times as fast.

        While keys are to be pressed that is once: at ten times it is over before a browser looks.
        """
        self.page.click(f"#speed-{times}")
        expect(self.page.locator(f"#speed-{times}")).to_have_attribute("aria-pressed", "true")

    def call(self) -> None:
        """Call the hotline, and wait until it listens."""
        self.page.click("#call")
        expect(self.state).to_have_attribute("data-phase", "connected")

    @property
    def state(self) -> Locator:
        """Where the call is."""
        return self.page.locator("#call-state")

    @property
    def transcript(self) -> Locator:
        """What the caller heard."""
        return self.page.locator("#transcript")

    def press(self, key: str) -> None:
        """Press a key of the citizen's phone once it is listened to."""
        expect(self.page.locator("#listens")).to_be_visible()
        self.page.click(f'[data-key="{key}"]')

    def phone(self, id: str) -> "Officer":
        """Return an officer's phone."""
        return Officer(self.page.locator(f'[data-phone="{id}"]'))

    def expect_verdict(self, verdict: str) -> Locator:
        """Wait for the verdict, and return where it is told."""
        box = self.page.locator("#verdict")
        expect(box).to_have_attribute("data-verdict", verdict)
        return box


class Officer:
    """An officer's phone on the page."""

    def __init__(self, card: Locator) -> None:
        self.card = card

    def set(self, mode: str) -> None:
        """Let it behave otherwise."""
        self.card.locator('[data-do="mode"]').select_option(mode)

    def expect_phase(self, phase: str) -> None:
        """Wait for a phase."""
        expect(self.card).to_have_attribute("data-phase", phase)

    def do(self, what: str, **options: Any) -> None:
        """Press one of its buttons once it can be pressed."""
        button = self.card.locator(f'[data-do="{what}"]')
        expect(button).not_to_have_attribute("aria-disabled", "true")
        button.click(**options)
