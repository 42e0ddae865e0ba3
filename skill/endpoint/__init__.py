"""Whether a web request is really from Alexa."""
