"""What the guide says, and the one place that reads and checks it."""
