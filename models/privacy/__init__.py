"""The tables of what is held, and of what was deleted."""
