"""What must happen at its hour even when nobody looks: lapsed offers, draws, erasure."""

from datetime import datetime

from entraide.gatherings.actions import composing, memory, print_outs, sign_up, waiting
from entraide.gatherings.queries import due


def housekeep(*, now: datetime) -> dict[str, int]:
    """Do everything that is due; return how much of each was done."""
    done = {"lapsed": 0, "drawn": 0, "purged": 0, "lost": composing.lose(now=now)}
    print_outs.expire(now=now)
    memory.forget_old(now=now)
    for gathering in due.with_late_offers(now):
        done["lapsed"] += waiting.lapse_offers(gathering, now=now)
    for gathering in due.to_draw(now):
        done["drawn"] += waiting.draw_lots(gathering, now=now)
    for gathering in due.to_purge(now):
        sign_up.purge(gathering)
        done["purged"] += 1
    return done
