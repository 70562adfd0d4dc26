"""What those who watch the hotline are given by it: counts, while it works."""
