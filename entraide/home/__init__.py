"""Pages where several parts meet."""
