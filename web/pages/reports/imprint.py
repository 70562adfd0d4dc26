"""What an export says of itself: its period, its filters, who made it and when."""

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from accounts.people import Person
from documents.table import Imprint
from figures.definitions import VERSION
from ivr.flow.words import Language
from web.pages.reports.scope import Scope
from web.texts.reports import FILES, REPORTS


def imprint_of(scope: Scope, person: Person, language: Language) -> Imprint:
    """Return the imprint of what somebody exports."""
    return Imprint(
        since=scope.since,
        until=scope.until,
        made_at=scope.now,
        made_by=f"{person.post} ({person.login})",
        definitions=VERSION,
        reconciled_until=scope.reconciled_until,
        zone=scope.switchboard.calendar.zone,
        filters=(
            (REPORTS["branch"], scope.title.in_(language)),
            *(((REPORTS["sample"], REPORTS["has_sample"].in_(language)),) * scope.has_sample),
        ),
    )


def with_numbers(imprint: Imprint, language: Language, *, are_full: bool) -> Imprint:
    """Return the imprint of a list, which says whether its telephone numbers are masked."""
    said = FILES["numbers_full"] if are_full else FILES["numbers_masked"]
    return replace(imprint, filters=(*imprint.filters, (FILES["numbers"], said.in_(language))))


def period_said(since: datetime, until: datetime, zone: ZoneInfo, language: Language) -> str:
    """Return a period in words, as an export says it."""
    nobody = Imprint(since=since, until=until, made_at=until, made_by="", definitions="", zone=zone)
    return nobody.period(language)


def file_name(scope: Scope, what: str, kind: str) -> str:
    """Return what a file is called: what it is of, and never whom."""
    branch = f"-{scope.chosen.id}" if scope.chosen else ""
    return f"{what}-{scope.stretch.first}-{scope.stretch.last}{branch}.{kind}"


def filters_audited(scope: Scope) -> dict[str, object]:
    """Return what the audit keeps of an export's period and branches."""
    return {
        "since": scope.since.isoformat(),
        "until": scope.until.isoformat(),
        "branches": None if scope.branches is None else sorted(scope.branches),
    }
