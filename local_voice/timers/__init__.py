"""Alexa's timers, played here: the API that the skill calls, kept in SQLite, ringing for real."""
