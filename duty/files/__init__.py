"""The roster as files: tables that people fill in, and a calendar for their telephones."""
