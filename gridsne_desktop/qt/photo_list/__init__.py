"""The photos one below the other, larger and with their names, as a list that scrolls.

`flow` says where each one is, `captions` writes below them, `photo_list` is the widget. What is
selected, and in which order the photos come, are the wall's.
"""
