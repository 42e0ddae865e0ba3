"""Users' state, and the places that keep it."""
