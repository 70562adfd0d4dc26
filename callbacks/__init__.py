"""Working off what missed callers are owed: claims, tries, deadlines, and who is told."""
