"""Four easy words instead of an account.

The words are drawn from the key of the form and a secret kept outside the database: sending
the same form twice gives the same words, and nothing but their digest is stored.
"""

import difflib
import hashlib
import hmac
import re
import unicodedata
from functools import cache
from pathlib import Path

from django.conf import settings

WORDS_ON_A_RECEIPT = 4


@cache
def word_list() -> tuple[str, ...]:
    """Return the list of easy French words, without accents, in alphabetical order."""
    path = Path(__file__).parent / "words" / "fr.txt"
    return tuple(path.read_text(encoding="ascii").split())


def keyed(purpose: str, text: str) -> bytes:
    """Return 64 bytes that follow from the text, and that nobody guesses without the secret."""
    message = f"{purpose}\0{text}".encode()
    return hmac.digest(settings.RECEIPT_PEPPER.encode(), message, hashlib.sha512)


def receipt_for(key: str) -> tuple[str, ...]:
    """Return the four words of the form with this idempotency key.

    512 bits are reduced to four digits in base `len(word_list())`; the bias is negligible.
    """
    number = int.from_bytes(keyed("receipt", key))
    words = []
    for _ in range(WORDS_ON_A_RECEIPT):
        number, digit = divmod(number, len(word_list()))
        words.append(word_list()[digit])
    return tuple(words)


def normalise(typed: str) -> list[str]:
    """Return the words in what was typed: no case, no accents, any separator."""
    plain = unicodedata.normalize("NFD", typed[:200].lower())
    return re.findall(r"[a-z]+", "".join(c for c in plain if not unicodedata.combining(c)))


def receipt_digest(words: list[str] | tuple[str, ...]) -> str:
    """Return what is stored of these words: a keyed digest, 64 hexadecimal digits."""
    return keyed("receipt-digest", " ".join(words)).hex()[:64]


def key_digest(key: str) -> str:
    """Return what is stored of a form's idempotency key."""
    return keyed("form-key", key).hex()[:64]


def unknown_words(words: list[str]) -> list[tuple[str, list[str]]]:
    """Return each word that is not in the list, with up to two that look like it.

    The list is public: telling a misspelt word helps the person and teaches an attacker nothing.
    """
    known = set(word_list())
    return [
        (word, difflib.get_close_matches(word, word_list(), n=2, cutoff=0.75))
        for word in words
        if word not in known
    ]


def person_digest(*parts: str) -> str:
    """Return what stands for the same person at another gathering: a keyed digest."""
    return keyed("person", "\0".join(parts)).hex()[:64]
