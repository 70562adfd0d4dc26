"""Keeping the roster: changes to it, checked and audited, and files it comes from and goes to."""
