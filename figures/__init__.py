"""What the books have on a period, gathered for the measures; and the digest of a day."""
