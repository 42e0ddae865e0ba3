"""How well people are understood and answered: real questions with what should come of each."""
