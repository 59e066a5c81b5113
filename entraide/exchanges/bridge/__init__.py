"""From rows to problems, from results to rows."""
