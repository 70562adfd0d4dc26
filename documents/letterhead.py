"""Who issues an official document, and to whom it goes; what is not known stays blank on paper."""

from dataclasses import dataclass

from ivr.flow.switchboard import Branch, Switchboard
from ivr.flow.words import AgencyKind

LEVELS = ("tỉnh ", "thành phố ")
UNSAID = frozenset({"và", "của"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Letterhead:
    """The frame of an official document.

    `parent` is the body above the agency, empty where there is none. `mark` is what stands behind
    the number, such as SNV. `place` is where it is issued. `to` are the recipients, `copies` those
    in the list at its end; `unit` drafted it; `signer` is the post that signs.
    """

    parent: str
    agency: str
    mark: str
    place: str
    to: tuple[str, ...]
    copies: tuple[str, ...] = ("Như trên",)
    unit: str = ""
    signer: str = ""


def letterhead_of(switchboard: Switchboard, branch: Branch | None = None) -> Letterhead:
    """Return the frame of what a branch's agency issues; the duty desk's where none is given."""
    owner = branch or switchboard.desk
    province = switchboard.province.vi
    kinds = {agency.id: agency.kind for agency in switchboard.agencies}
    is_state = kinds.get(owner.agency) is not AgencyKind.ASSOCIATION
    return Letterhead(
        parent=f"UBND {province}" if is_state else "",
        agency=owner.lead.vi,
        mark=initials(owner.lead.vi),
        place=place_of(province),
        to=(f"Ủy ban nhân dân {province}",),
    )


def initials(name: str) -> str:
    """Return a body's initials as they stand in the number of its documents: `SNV`."""
    return "".join(word[0] for word in name.split() if word not in UNSAID).upper()


def place_of(province: str) -> str:
    """Return a province's bare name, as it stands before a date: `Hậu Giang`."""
    for level in LEVELS:
        if province.lower().startswith(level):
            return province[len(level) :]
    return province
