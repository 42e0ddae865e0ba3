"""Benchmarks: every figure beside its peer, measured side by side in one run. `make bench`."""
