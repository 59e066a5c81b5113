"""People and the groups they act in."""
