"""What a report is made of, read from sums and narrow indexes instead of row by row."""
