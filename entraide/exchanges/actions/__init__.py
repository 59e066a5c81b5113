"""Writes with consequences; each is one transaction."""
