"""The loupe: one photo shown large.

`loupe` asks a thread (`qt.background`) for the photo and its smaller copies (`levels`);
`photo_view` paints the level that is at hand at once, and asks for the exact pixels of what is
seen (`levels.rendered`) as soon as the hand rests. `frame` is the geometry: which part of the
photo lies where in the window.
"""
