"""What a call does next and what it was: pure functions over values, standard library only."""
