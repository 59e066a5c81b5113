"""The mathematical core: pure functions of a problem, without Django, clock or hidden state.

Each package has the same face: a frozen `Problem` and `Solution`, `solve(problem, *, seed)` and
`check(problem, solution)`, an independent verifier that returns every violation as a sentence.
"""
