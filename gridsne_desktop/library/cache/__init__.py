"""What was computed once and need not be computed again; all of it may be lost.

`key` names a photo by its content; `cache` keeps items (vectors, thumbnails, layouts) under
such keys in one SQLite file, which `database` opens, or sets aside when it is broken;
`upkeep` counts, checks and makes room; `thumbnails` are the JPEGs for the eye; `limit` is the
most that the person grants.
"""

from gridsne_desktop.library.cache.cache import Cache
from gridsne_desktop.library.cache.key import Key
from gridsne_desktop.library.cache.upkeep import Info, Verdict

__all__ = ["Cache", "Info", "Key", "Verdict"]
