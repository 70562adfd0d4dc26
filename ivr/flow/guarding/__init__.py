"""What keeps the hotline from being misused: whom it dials, how often, and whom it hears."""
