"""The measures of the hotline: pure functions from rows of the past to figures of a report."""
