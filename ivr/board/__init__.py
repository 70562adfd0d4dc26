"""The board of a web process, kept fresh: what every decision may know beside its request."""
