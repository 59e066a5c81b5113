"""Files of researchers: REFI-QDA, tables, JSON. Plain values in and out, no database."""
