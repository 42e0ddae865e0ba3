"""The console commands, each a face of the local voice; `local_voice.cli` gathers them."""
