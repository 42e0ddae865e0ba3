"""How well the resolver understands: real questions with the intent that each should reach."""
