"""Words that make mutual aid a market, or a trap: pointed out to who writes them, never refused.

A machine does not judge: it shows the writer what others may read in it, and the writer decides.
"""

import re

from django.utils.translation import gettext as _

AMOUNT = re.compile(r"\d\s?(?:€|euros?\b|eur\b|balles\b)|(?:€)\s?\d", re.IGNORECASE)
PAID = re.compile(
    r"\b(?:payer?|payé\w*|payant\w*|tarifs?|prix|rémunér\w+|facturer?|devis|acompte|virement"
    r"|western\s?union|paypal|lydia|crypto\w*|bitcoins?|iban|rib)\b",
    re.IGNORECASE,
)
SOLICITING = re.compile(
    r"\b(?:massages?\s+(?:coquins?|privés?)|rencontres?\s+(?:coquines?|discrètes?)"
    r"|célibataires?|gagne[rz]?\s+(?:de\s+l.argent|vite)|placements?|investi\w+)\b",
    re.IGNORECASE,
)
REACHED = re.compile(r"(?:\d[\s.-]?){9,}|[\w.+-]+@[\w-]+\.\w+|https?://|www\.", re.IGNORECASE)


def pointed_out(text: str) -> list[str]:
    """Return what to tell the writer about these words; nothing when there is nothing."""
    found = []
    if AMOUNT.search(text) or PAID.search(text):
        found.append(
            _("Il est question d'argent. L'entraide n'est ni un achat ni un travail payé.")
        )
    if SOLICITING.search(text):
        found.append(
            _("Ces mots ressemblent à une sollicitation. Relisez ce que d'autres y liront.")
        )
    if REACHED.search(text):
        found.append(
            _("Un numéro ou une adresse est écrit. On se parle d'abord ici : rien n'est révélé.")
        )
    return found
