"""Parts that have nobody in common, and a first answer for all of them at once."""

from dataclasses import replace

import numpy as np

from .graph import Flags, Ints
from .listing import NOBODY, Rings


def parts_of(rings: Rings, people: int) -> Ints:
    """Return the part of each loop or chain, numbered from 0: parts share nobody.

    Everyone takes the smallest number met, again and again, and the number of that number.
    """
    # Nobody, number -1, is the last place: larger than everyone, and never changed.
    label = np.arange(people + 1)
    while True:
        least = label[rings.who].min(axis=1, initial=people)
        new = label.copy()
        for column in rings.who.T:
            np.minimum.at(new, column, least)
            np.minimum.at(new, label[column], least)
        new[NOBODY] = people
        new = new[new]
        if (new == label).all():
            break
        label = new
    part: Ints = np.unique(label[rings.who[:, 0]], return_inverse=True)[1]
    return part


def taken_in_order(rings: Rings, people: int, order: Ints) -> Flags:
    """Return which loops and chains are taken when they come in this order, if nobody is taken yet.

    In each round, those that come first for all of their people are taken, and those that meet them
    leave: the same as one after the other.
    """
    turn = np.empty(len(rings), np.int64)
    turn[order] = np.arange(len(rings))
    taken = np.zeros(len(rings), bool)
    left = np.arange(len(rings))
    while len(left):
        who = rings.who[left]
        first = np.full(people + 1, len(rings))
        for column in who.T:
            np.minimum.at(first, column, turn[left])
        first[NOBODY] = len(rings)
        # Nobody comes before it at any of its people.
        now = ((first[who] == turn[left][:, None]) | (who == NOBODY)).all(axis=1)
        taken[left[now]] = True
        busy = np.zeros(people + 1, bool)
        busy[who[now]] = True
        busy[NOBODY] = False
        left = left[~busy[who].any(axis=1)]
    return taken


def hardest_first(rings: Rings, people: int) -> Ints:
    """Return an order: those whose people are in few others first, for each person served.

    Among equals, as they come.
    """
    times = np.bincount(rings.who.ravel() + 1, minlength=people + 1)
    # Place 0 counts nobody; shifted to the end, where number -1 finds it.
    times = np.append(times[1:], 0)
    weight = times[rings.who].sum(axis=1) / rings.served
    order: Ints = np.argsort(weight, kind="stable")
    return order


def reach(rings: Rings, part: Ints, people: int, asking: int) -> Ints:
    """Return, for each part, how many people could be served: no answer serves more."""
    count = int(part.max(initial=-1)) + 1
    of_person = np.full(people + 1, count)
    of_person[rings.who] = part[:, None]
    found: Ints = np.bincount(of_person[:asking], minlength=count + 1)[:count]
    return found


def renumbered(rings: Rings) -> tuple[Rings, Ints]:
    """Return the same with their people numbered from 0, and who these are."""
    people, place = np.unique(rings.who, return_inverse=True)
    nobody = int(people[0] == NOBODY)
    return replace(rings, who=place.reshape(rings.who.shape) - nobody), people[nobody:]
