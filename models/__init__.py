"""What the project remembers: one table a file, with its queries below it."""
