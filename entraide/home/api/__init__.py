"""An open read-only interface for other programs: published things only."""
