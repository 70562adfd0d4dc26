"""What officers say came of the talks that they had."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from ivr.flow.words import CallResult, Channel
from models.base import Base


class CallResultRow(Base):
    """The result of one answered call, as its officer told it last; `to_branch` where passed on."""

    __tablename__ = "call_results"

    id: Mapped[int] = mapped_column(primary_key=True)
    call_sid: Mapped[str] = mapped_column(unique=True)
    result: Mapped[CallResult]
    at: Mapped[datetime]
    officer: Mapped[str]
    channel: Mapped[Channel]
    to_branch: Mapped[str | None]
