"""Neighbourhoods, places, rooms."""
