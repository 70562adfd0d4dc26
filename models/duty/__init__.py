"""The roster's tables: nothing is deleted in them, only withdrawn."""
