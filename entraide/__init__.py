"""Entraide: meet, listen, act, help each other, hold."""

__version__ = "0.2.0"
