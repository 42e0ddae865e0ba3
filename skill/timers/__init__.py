"""The timer's own rules, pure, and the port to the device."""
