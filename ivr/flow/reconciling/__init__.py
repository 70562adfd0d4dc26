"""What the carrier's own list says beside our books; standard library only."""
