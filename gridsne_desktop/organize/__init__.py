"""Copies of the photos on disk, in the order of the grid.

`plan` (touches nothing) → shown to the person → `execute`, which does exactly that plan and keeps
a `journal`. `rules` decide the names, `names` makes them legal, `compare` knows equal content.
"""
