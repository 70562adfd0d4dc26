"""A desk with a roster."""

from tests.web.desk.rosters import head, roster, supervisor

__all__ = ["head", "roster", "supervisor"]
