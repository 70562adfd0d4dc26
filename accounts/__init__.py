"""Who may do what: users, their passwords and sessions, and the rights of each role."""
