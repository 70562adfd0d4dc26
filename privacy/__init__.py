"""Personal data: how long it is kept, what must be held, what one person may see or have erased."""
