"""The loupe: one photo shown large.

A request walks `loupe` → `photo_view` → `newest` (a thread) → `levels` (the photo and its smaller
copies) → back to `photo_view`, which paints the level that is at hand at once and asks for the
exact pixels of what is seen (`levels.rendered`) as soon as the hand rests. `frame` is the
geometry: which part of the photo lies where.
"""
