"""Official documents as Word files; all of it is imported only when one is asked for."""
