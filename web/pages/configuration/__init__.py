"""The pages of the configuration: the branches file as it is in force, and what is said."""
