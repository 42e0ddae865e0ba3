"""Other smart speakers: each a face of the same guide."""
