"""Alexa's part in a talk, played."""
