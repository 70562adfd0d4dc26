"""How the hotline is watched: is it fit to serve, what does it count, what do the books show."""
