"""The wall: all photos as tiles that one can zoom, move, select and open.

`TileStore` takes pixels from worker threads and keeps them small; `Wall` is the widget. Between
them stand parts that know no widget: `Camera` (where the person looks), `Places` (where the
tiles belong), `Motion` (where they are on the way), `Selection`. `Frame` paints:
`Pages` of tiles at rest, a `Crowd` anywhere, a `Swarm` of very many in flight. What is selected is
`Marked` in flight, and has `Outlines` around it at rest.
"""
