"""Databases that were never migrated, on both engines."""

from tests.models.conftest import empty_url

__all__ = ["empty_url"]
