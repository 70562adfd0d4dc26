"""The tables of those who sign in to the pages."""
