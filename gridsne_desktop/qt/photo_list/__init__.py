"""The photos one below the other, larger and with their names, as a list that scrolls.

`flow` says where each one is, `captions` writes below them, `photo_rows` shows them, `photo_list`
is what a person does with them. What is selected, and the order of the photos, are the wall's.
"""
