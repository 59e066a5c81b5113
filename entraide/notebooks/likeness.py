"""How alike two short texts are: words and pieces of words, rare ones count more.

A suggestion for people who code, never a decision: on French citizen arguments the nearest
neighbour shares its proposal in a third of the cases.

Mathematics: cosine of the vectors of words and of groups of three signs inside them, each weighted
by the logarithm of its rarity among the texts compared (Salton, Buckley, Term-weighting approaches
in automatic text retrieval, 1988).
"""

import math
from collections import Counter
from collections.abc import Sequence

from entraide.notebooks.french import search_words

SIGNS = 3


def parts(text: str) -> Counter[str]:
    """Return the words of a text and their groups of three signs, with how often each is there."""
    found: Counter[str] = Counter()
    for word in search_words(text):
        whole = f" {word} "
        found[whole] += 1
        found.update(whole[at : at + SIGNS] for at in range(len(whole) - SIGNS + 1))
    return found


def likeness(text: str, others: Sequence[str]) -> list[float]:
    """Return how alike each of the others is: 0 nothing in common, 1 the same words.

    >>> [round(x, 1) for x in likeness("le pain est cher", ["pains chers", "le pain", "un vélo"])]
    [1.0, 0.6, 0.0]
    """
    bags = [parts(one) for one in (text, *others)]
    held = Counter(part for bag in bags for part in bag)
    weight = {part: math.log(1 + len(bags) / count) for part, count in held.items()}
    vectors = [{part: n * weight[part] for part, n in bag.items()} for bag in bags]
    lengths = [math.sqrt(sum(x * x for x in vector.values())) for vector in vectors]
    mine, length = vectors[0], lengths[0]
    return [
        sum(x * mine[part] for part, x in other.items() if part in mine) / (length * size)
        if length and size
        else 0.0
        for other, size in zip(vectors[1:], lengths[1:], strict=True)
    ]
