"""Comparisons with the carrier's list."""
