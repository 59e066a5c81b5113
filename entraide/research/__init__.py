"""The three-year action-research: a collective, its actions, their logbooks, what peers change."""
