"""Calls: found, and one of them with all that happened in it."""
