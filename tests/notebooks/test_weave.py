"""The drawing of a thread: every note once, after what it rests on; warp threads never overlap."""

from hypothesis import given, strategies as st

from entraide.notebooks.weave import DEEPEST_INDENT, Branch, Edge, Weave, branches, weave

MOST = 12


@st.composite
def threads(draw: st.DrawFn) -> tuple[int, list[Edge], list[Edge]]:
    """Draw a note and the links below and above it; a note rests on lower numbers only."""
    count = draw(st.integers(1, MOST))
    pairs = st.tuples(st.integers(0, count - 1), st.integers(0, count - 1))
    edges = {(max(pair), min(pair)) for pair in draw(st.sets(pairs, max_size=30))}
    edges = {(a, b) for a, b in edges if a != b}
    root = draw(st.integers(0, count - 1))
    below, above = reached(root, edges), reached(root, {(b, a) for a, b in edges})
    down = [(a, b) for a, b in edges if a in below]
    return root, down, [(a, b) for a, b in edges if b in above]


def reached(start: int, edges: set[Edge]) -> set[int]:
    found, grows = {start}, True
    while grows:
        more = {b for a, b in edges if a in found} - found
        grows = bool(more)
        found |= more
    return found


def overlaps(drawn: Weave) -> list[tuple[int, int]]:
    """Return the warp threads of one lane that share more than an end."""
    by_lane: dict[int, list[tuple[int, int]]] = {}
    for warp in drawn.warps:
        by_lane.setdefault(warp.lane, []).append((warp.first, warp.last))
    return [
        (one[0], other[0])
        for spans in by_lane.values()
        for number, one in enumerate(spans)
        for other in spans[number + 1 :]
        if one[0] < other[1] and other[0] < one[1]
    ]


@given(threads())
def test_every_note_is_a_line_once_and_comes_after_what_it_rests_on(
    found: tuple[int, list[Edge], list[Edge]],
) -> None:
    root, down, up = found
    drawn = weave(root, down, up)
    order = [line.note for line in drawn.lines]
    everything = {root, *(note for edge in [*down, *up] for note in edge)}
    assert sorted(order) == sorted(everything)
    place = {note: line for line, note in enumerate(order)}
    assert [(a, b) for a, b in [*down, *up] if place[a] <= place[b]] == []


@given(threads())
def test_warp_threads_of_one_lane_never_overlap_and_every_weft_has_its_warp(
    found: tuple[int, list[Edge], list[Edge]],
) -> None:
    root, down, up = found
    drawn = weave(root, down, up)
    assert overlaps(drawn) == []
    own = {line.note: line.own for line in drawn.lines}
    for line in drawn.lines:
        targets = {a for a, b in [*down, *up] if b == line.note}
        assert set(line.outs) == {own[note] for note in targets}


def test_warps_in_one_lane_would_be_seen() -> None:
    """The control: all in one lane, they overlap."""
    drawn = weave(3, [(3, 2), (3, 0), (2, 1), (2, 0)], [])
    flat = Weave(drawn.lines, [type(w)(0, w.first, w.last) for w in drawn.warps], 1)
    assert overlaps(flat) != []
    assert overlaps(drawn) == []


def test_a_chain_of_200_notes_takes_one_lane() -> None:
    chain = [(note + 1, note) for note in range(199)]
    drawn = weave(199, chain, [])
    assert (len(drawn.lines), drawn.lanes) == (200, 1)


def test_200_voices_under_one_sentence_take_one_lane() -> None:
    drawn = weave(200, [(200, voice) for voice in range(200)], [])
    assert (len(drawn.lines), drawn.lanes) == (201, 1)
    assert [(warp.first, warp.last) for warp in drawn.warps] == [(0, 200)]


def depth(found: list[Branch]) -> int:
    return 1 + max((depth(one.branches) for one in found), default=0) if found else 0


def count(found: list[Branch]) -> int:
    return sum(1 + count(one.branches) for one in found)


def test_a_list_tells_a_note_once_and_is_never_deeper_than_a_phone() -> None:
    chain = [(note + 1, note) for note in range(199)]
    found = branches(199, chain)
    assert (depth(found), count(found)) == (DEEPEST_INDENT, 199)
    diamond = branches(3, [(3, 1), (3, 2), (1, 0), (2, 0)])
    assert [(one.note, [(two.note, two.again) for two in one.branches]) for one in diamond] == [
        (1, [(0, False)]),
        (2, [(0, True)]),
    ]
