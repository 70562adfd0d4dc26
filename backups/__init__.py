"""Backups: the whole hotline in one file, and back again, on whichever engine."""
