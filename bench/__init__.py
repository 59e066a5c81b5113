"""Measures, side by side with a bound or a peer. Never a test: machines are noisy."""
