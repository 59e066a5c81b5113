"""Who is in the mutual aid, offers and needs, words between two, deeds, loops, rights."""

from entraide.exchanges.models.circle import Block, Circle, Mediation, Neighbour, Signal
from entraide.exchanges.models.deed import Deed, Part
from entraide.exchanges.models.loop import Link, Loop, Search
from entraide.exchanges.models.post import Category, How, Need, Offer, Post
from entraide.exchanges.models.right import RightClaim
from entraide.exchanges.models.snapshot import Snapshot
from entraide.exchanges.models.talk import Message, Talk

__all__ = [
    "Block", "Category", "Circle", "Deed", "How", "Link", "Loop", "Mediation", "Message", "Need",
    "Neighbour", "Offer", "Part", "Post", "RightClaim", "Search", "Signal", "Snapshot", "Talk",
]  # fmt: skip
