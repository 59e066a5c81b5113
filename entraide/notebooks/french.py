"""Words as they are searched: without case, accents, short words or French plurals.

The same words are searched on SQLite and on PostgreSQL, so both find the same.
"""

import re
import unicodedata

SHORTEST = 2
# Words that are in every sentence say nothing about it.
EMPTY = frozenset(
    """au aux avec ce ces cet cette dans de des du elle elles en est et eu il ils je la le les leur
    lui ma mais me mes mon ne nos notre nous on ou par pas pour qu que qui sa se ses si son sont
    sur ta te tes ton tu un une vos votre vous""".split()  # noqa: SIM905
)
# A plural and its singular, tried in this order: "journaux" is "journal", "bateaux" is "bateau".
PLURALS = (("eaux", "eau"), ("aux", "al"), ("eux", "eu"), ("s", ""), ("x", ""))
SHORTEST_PLURAL = 4


def folded(text: str) -> str:
    """Return the text in lower case without accents; ligatures are opened."""
    plain = unicodedata.normalize("NFKD", text.lower().replace("œ", "oe").replace("æ", "ae"))
    return "".join(c for c in plain if not unicodedata.combining(c))


def singular(word: str) -> str:
    """Return the word without the mark of a plural.

    >>> [singular(word) for word in ("voisins", "journaux", "bateaux", "jeux", "bus", "ses")]
    ['voisin', 'journal', 'bateau', 'jeu', 'bus', 'ses']
    """
    if len(word) < SHORTEST_PLURAL:
        return word
    for plural, one in PLURALS:
        if word.endswith(plural):
            return word.removesuffix(plural) + one
    return word


def search_words(text: str) -> list[str]:
    """Return the words of a text as they are searched, in order, repeated as they are.

    >>> search_words("Les voisines de l'Épeule s'entraident : œuvres !")
    ['voisine', 'epeule', 'entraident', 'oeuvre']
    """
    words = re.findall(r"[^\W_]+", folded(text))
    return [singular(w) for w in words if len(w) >= SHORTEST and w not in EMPTY]
