"""Looks once a day whether the carrier is set up to call us, and raises a notice where it is not.

Without it a number that somebody changed at the carrier is found by citizens who hear nothing.
"""

import logging
from datetime import datetime

from ivr.carrier import Carrier, CarrierAway, NotThere
from ivr.carrier_setup import SetupFault, permission_faults, setup_faults
from ivr.dialing_permissions import read_permissions
from ivr.flow.switchboard import Switchboard
from ivr.flow.words import Text
from models import notices
from models.notices import Notice
from models.session import Database, lock_name

log = logging.getLogger(__name__)

NO_NUMBER = SetupFault(
    "phone_number",
    is_fatal=True,
    reason=Text("tài khoản không có số này", "the account does not have this number"),
)


def run(
    database: Database,
    carrier: Carrier,
    switchboard: Switchboard,
    public_url: str,
    *,
    now: datetime,
) -> int:
    """Look, and raise a notice a day for each fault; return how many faults there are."""
    try:
        faults = [*setup_faults(carrier.number_settings(switchboard.hotline), public_url)]
    except NotThere:
        faults = [NO_NUMBER]
    except CarrierAway as error:
        log.warning("carrier away, its set-up is not known", extra={"error": str(error)})
        return 0
    faults += _permission_faults(carrier)
    day = switchboard.calendar.local(now).date().isoformat()
    for fault in faults:
        level = logging.ERROR if fault.is_fatal else logging.WARNING
        log.log(level, "carrier is not set up right", extra={"field": fault.field})
        _raise(database, switchboard, fault, day, now)
    return len(faults)


def _permission_faults(carrier: Carrier) -> list[SetupFault]:
    """Return what is wrong with the countries; nothing where the carrier does not tell them."""
    try:
        return [*permission_faults(read_permissions(carrier))]
    except NotThere:
        return []
    except CarrierAway as error:
        fields = {"error": str(error)}
        log.warning("carrier away, its dialing permissions are not known", extra=fields)
        return []


def _raise(
    database: Database, switchboard: Switchboard, fault: SetupFault, day: str, now: datetime
) -> None:
    subject = Text(
        f"Cấu hình ở nhà mạng sai: {fault.field}", f"The carrier is not set up right: {fault.field}"
    )
    notice = Notice(
        key=f"setup:{fault.field}:{day}",
        audience=switchboard.desk.id,
        subject=subject,
        body=fault.reason,
    )
    with database.transaction() as session:
        lock_name(session, "notices")
        notices.raise_notice(session, notice, now)
