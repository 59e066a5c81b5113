"""Writes: polls, ballots, votes, what comes from files, counting."""
