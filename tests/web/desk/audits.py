"""What the audit says, as tests read it."""

import sqlalchemy as sa

from models.audit import AuditRow


def audited(hotline, subject):
    """Return who did it, to what, and how, of one subject, in order."""
    with hotline.hotline.database.reading() as session:
        query = sa.select(AuditRow).where(AuditRow.subject == subject).order_by(AuditRow.id)
        return [(row.actor, row.key, row.after) for row in session.scalars(query)]
