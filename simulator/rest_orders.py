"""What a request for an outgoing call must say, and the carrier's error where it does not.

Source: [CallResource], "Create a Call", and [Errors] for the codes. What the carrier takes and the
simulator does not play is refused by name, rather than passed over.
"""

import re
from collections.abc import Callable
from typing import Any

from werkzeug.datastructures import MultiDict

from simulator.calls.desk import CarrierConfig
from simulator.calls.outgoing import Order
from simulator.twiml_rules import METHOD, Rule, one_of, url, whole

Form = MultiDict[str, str]
EVENTS = ("initiated", "ringing", "answered", "completed")
BAD_REQUEST = 20001


class BadOrder(Exception):
    """A call that is not placed; `code` is the carrier's error number."""

    def __init__(self, code: int, message: str) -> None:
        super().__init__(message)
        self.code = code


def _document(value: str) -> str:
    if len(value) > 4000:
        raise ValueError("must not be longer than 4000 characters")
    return value


# Each parameter: the field of the order, what it must be, and the error where it is not.
RULES: dict[str, tuple[str, Rule, int]] = {
    "Url": ("url", url, 21205),
    "Method": ("method", METHOD, 21209),
    "Twiml": ("twiml", _document, 32018),
    "FallbackUrl": ("fallback_url", url, 21205),
    "FallbackMethod": ("fallback_method", METHOD, 21209),
    "StatusCallback": ("status_callback", url, 21609),
    "StatusCallbackMethod": ("status_callback_method", METHOD, 21209),
    "Timeout": ("timeout", whole(1, 600), 21208),
    "TimeLimit": ("time_limit", whole(1, 14400), BAD_REQUEST),
    "MachineDetection": ("machine_detection", one_of("Enable"), BAD_REQUEST),
}


def parse_order(form: Form, config: CarrierConfig) -> Order:
    """Read the form of a request; raises BadOrder."""
    _check_names(form)
    _check_called(form.get("To", ""))
    _check_caller(form.get("From", ""), config)
    _check_not_itself(form["To"], form["From"])
    _check_document(form)
    values: dict[str, Any] = {
        field: _checked(name, form[name], rule, code)
        for name, (field, rule, code) in RULES.items()
        if name in form
    }
    if events := tuple(form.getlist("StatusCallbackEvent")):
        values["status_callback_event"] = _checked_events(events)
    return Order(to_number=form["To"], from_number=form["From"], **values)


def _check_names(form: Form) -> None:
    if "ApplicationSid" in form:
        raise BadOrder(21218, "ApplicationSid: this account has no applications; give Url or Twiml")
    for name in form:
        if name not in RULES and name not in ("To", "From", "StatusCallbackEvent"):
            raise BadOrder(BAD_REQUEST, f"{name} is not simulated")
        if name != "StatusCallbackEvent" and len(form.getlist(name)) > 1:
            raise BadOrder(BAD_REQUEST, f"{name} is given more than once")


def _check_called(number: str) -> None:
    if not number:
        raise BadOrder(21201, "No 'To' number is specified")
    if not _is_e164(number):
        raise BadOrder(21211, f"The 'To' number {number} is not a valid phone number.")


def _check_caller(number: str, config: CarrierConfig) -> None:
    """[CallResource]: a number of the account, or one whose owner lets it be shown."""
    if not number:
        raise BadOrder(21213, "A 'From' phone number is required.")
    if config.owns(number):
        return
    if not _is_e164(number):
        raise BadOrder(21212, f"The 'From' number {number} is not a valid phone number.")
    raise BadOrder(21210, f"The source phone number provided, {number}, is not yet verified.")


def _check_not_itself(called: str, caller: str) -> None:
    """[Errors] 21211, "Possible causes": a number cannot call itself."""
    if called == caller:
        raise BadOrder(21211, f"The 'To' number {called} is the 'From' number as well.")


def _check_document(form: Form) -> None:
    """[CallResource]: Twiml is ignored beside Url, so both together are a mistake."""
    if not form.get("Url") and not form.get("Twiml"):
        raise BadOrder(21205, "Url parameter is required.")
    if "Url" in form and "Twiml" in form:
        raise BadOrder(BAD_REQUEST, "Url and Twiml are both given; Twiml would be ignored")


def _checked(name: str, value: str, rule: Callable[[str], object], code: int) -> object:
    try:
        return rule(value)
    except ValueError as error:
        raise BadOrder(code, f"{name} {value[:200]!r} {error}") from None


def _checked_events(events: tuple[str, ...]) -> tuple[str, ...]:
    """[CallResource]: one parameter for each event; several words in one are a mistake."""
    for event in events:
        if event not in EVENTS:
            raise BadOrder(21626, f"StatusCallbackEvent {event!r} must be {', '.join(EVENTS)}")
    return events


def _is_e164(number: str) -> bool:
    return re.fullmatch(r"\+[1-9][0-9]{6,14}", number) is not None
