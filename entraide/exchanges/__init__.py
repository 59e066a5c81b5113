"""Mutual aid: offers and needs, what was done together, loops, rights; nobody is counted."""
