"""Base templates, tags, style; no models."""
