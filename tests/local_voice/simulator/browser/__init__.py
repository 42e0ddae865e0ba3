"""The simulator in the system's Chromium: no mock, and nothing but loopback."""
