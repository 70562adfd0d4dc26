"""The audit, for those who may read it."""
