"""The timer by voice: what it does, what it keeps, what it says."""
