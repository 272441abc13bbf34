"""The dialog "Organize…": a rule, a way and a destination; what they will make; doing and undoing it.

`form` says what is wished, `preview` makes plain rows and folders of a plan, `tree`, `table`,
`conflicts` and `compare` show them, `words` speaks, `dialog` wires all of it.
"""
