"""Cahiers whose sentences rest on voices, the consent they have, and what institutions answer."""
