"""`python -m local_voice` is the console command."""

from local_voice.cli import console

console()
