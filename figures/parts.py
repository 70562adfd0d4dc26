"""The part of what was gathered that is somebody's own: some branches instead of all."""

from dataclasses import replace

from ivr.flow.measures.report import Figures, Gathered, PartT_co


def gathered_of(gathered: Gathered, branches: frozenset[str] | None) -> Gathered:
    """Return what concerns some branches, None being all of them; "" is where none was chosen."""
    if branches is None:
        return gathered
    return Gathered(
        tallies={id: tally for id, tally in gathered.tallies.items() if id in branches},
        visits=tuple(call for call in gathered.visits if call.branch in branches),
        owed=tuple(debt for debt in gathered.owed if debt.branch in branches),
        checks=tuple(check for check in gathered.checks if branches.intersection(check.branches)),
        coverage={id: part for id, part in gathered.coverage.items() if id in branches},
    )


def figures_of(found: Figures[PartT_co], branches: frozenset[str] | None) -> Figures[PartT_co]:
    """Return figures that were taken of some branches without the empty ones of all others."""
    if branches is None:
        return found
    own = {id: part for id, part in found.branches.items() if id in branches}
    return replace(found, branches=own)
