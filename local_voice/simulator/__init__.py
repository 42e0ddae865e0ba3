"""The simulator: the same local Alexa as `talk` uses, on a page in the browser."""
