"""What takes too long for `make test`: `make soak` runs it and prints what came of it."""
