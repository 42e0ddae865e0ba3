"""The talk on a terminal."""
