"""What the person does with the files of photos, one run after the other, and taking it back.

`verbs` wish for `work`; the `runner` does it on a thread; `following` lets the wall follow;
`timeline` remembers it among the steps of arranging; `note` tells it.
"""
