"""Missed callers: the work list, one caller, and all that is done about them."""
