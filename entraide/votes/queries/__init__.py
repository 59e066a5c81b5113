"""Reads: polls, ballots, what votes say."""
