"""The loupe: one photo shown large; a few side by side; one after the other.

`loupe`, the panes of a `comparison` and the `slideshow` ask a `source` for a photo and its smaller
copies (`levels`): kept from before, decoded ahead, or decoded now, always on a thread.
`photo_view` paints the level that is at hand at once, and asks for the exact pixels of what is
seen (`levels.rendered`) as soon as the hand rests. `frame` is the geometry: which part of the
photo lies where in the window, and where it lies in one that follows.
"""
