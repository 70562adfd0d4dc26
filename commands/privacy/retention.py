"""`flask retention`: how long what is kept, what was deleted, and deleting now."""

import click

from commands import period, told
from duty.labels import both
from ivr.flow.retention import RULES, Kind, Terms
from ivr.spool import Spool
from models.privacy import deletions
from privacy.deleting import deleter_of

PLAN = {
    "kind": "Loại · kind",
    "days": "Giữ · days",
    "until": "Xóa trước · older than",
    "last": "Lần cuối · last time",
    "what": "Là gì · what",
    "why": "Vì sao · why",
}
LOG = {
    "kind": "Loại · kind",
    "until": "Cũ hơn · older than",
    "count": "Đã xóa · deleted",
    "begun_at": "Bắt đầu · begun",
    "done_at": "Xong · done",
}


@click.group()
def retention() -> None:
    """Thời hạn giữ dữ liệu · how long personal data is kept, and what was deleted."""


@retention.command()
@click.option("--format", "form", type=told.FORMATS, default="table", show_default=True)
def plan(*, form: str) -> None:
    """Thời hạn của từng loại · the term of each kind (setting RETENTION)."""
    running = period.hotline()
    now, terms = running.clock(), running.settings.terms
    with period.books() as session:
        last = {kind: deletions.last(session, kind) for kind in Kind}
    rows = []
    for kind, rule in RULES.items():
        row, term = last[kind], terms[kind]
        rows.append(
            {
                "kind": kind.value,
                "days": term.days if term else "mãi · forever",
                "until": period.local(now - term) if term else None,
                "last": period.local(row.done_at) if row else None,
                "what": both(rule.what),
                "why": both(rule.why),
            }
        )
    told.tell(rows, PLAN, form, names=tuple(PLAN))


@retention.command()
@click.option("--limit", type=click.IntRange(min=1), default=50, show_default=True)
@click.option("--format", "form", type=told.FORMATS, default="table", show_default=True)
def log(*, limit: int, form: str) -> None:
    """Nhật ký xóa · the log of deletions, newest first."""
    with period.books() as session:
        rows = [
            {
                "kind": row.kind.value,
                "until": period.local(row.until),
                "count": row.count,
                "begun_at": period.local(row.begun_at),
                "done_at": period.local(row.done_at),
            }
            for row in deletions.latest(session, limit=limit)
        ]
    if rows or form != "table":
        told.tell(rows, LOG, form, names=tuple(LOG))
    else:
        click.echo("Chưa xóa gì · nothing was deleted yet")


@retention.command()
@click.option(
    "--kind",
    "kinds",
    type=click.Choice([kind.value for kind in Kind]),
    multiple=True,
    help="Chỉ loại này · this kind only.",
)
def run(*, kinds: tuple[str, ...]) -> None:
    """Xóa ngay thứ đã quá hạn · delete now what is past its term; else it is done each night."""
    running = period.hotline()
    with period.database_needed():
        deleter = deleter_of(running, Spool(running.settings.var_dir / "spool"))
        for kind in map(Kind, kinds or [each.value for each in Kind]):
            count = deleter.run(kind, now=running.clock())
            click.echo(f"✓ {kind.value}: {count} ({_kept(running.settings.terms, kind)})")


def _kept(terms: Terms, kind: Kind) -> str:
    term = terms[kind]
    if term is None:
        return "giữ mãi · kept for ever"
    return f"cũ hơn {term.days} ngày · older than {term.days} days"
