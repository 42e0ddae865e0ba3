"""Alexa's interaction model, read, and varied for each locale."""
