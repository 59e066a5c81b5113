"""Reads across tables; each says who may see what."""
