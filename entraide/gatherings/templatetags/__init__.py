"""Tags and filters of gatherings."""
