"""The dialog "Organize…": a rule, a way, a destination; what they will make; done and undone.

`form` says what is wished, `preview` makes plain rows and folders of a plan, `tree`, `table`,
`conflicts` and `compare` show them, `words` speaks, `dialog` wires all of it.
"""
