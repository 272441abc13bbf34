"""Photos to where a person wants them on the disk: copied, moved or linked.

`rules` say what goes where → `gathering` finds all files that belong to each photo → `placing` and
`sequence` find names and an order → `plan` (touches nothing) → shown to the person → `execute`,
which does exactly that plan and keeps a `journal`. `names` makes names legal, `compare` knows equal
content.
"""
