"""Pixels → vectors: photos that look alike get vectors that point the same way.

`models` lists the networks there are; `network` runs one; `crop` makes the square that a
network looks at; `embedder` takes a folder's photos through all three, on every core.
`colour` needs no network; `mixture` joins it with what a network sees.
"""
