"""The pages of the roster: who is on duty when, what is entered there, days off, files."""
