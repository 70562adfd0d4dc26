"""What missed callers are owed, and how that is worked off."""
