"""What the desk's pages show: typed queries that stay fast however many calls there are."""
