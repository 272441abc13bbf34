"""A model's file from the network: whole and as pinned, or not at all.

`line` asks a server (by `opener`) and hears its answer; `part` is what has arrived, on the disk;
`fetching` goes on until the file is whole, and says why where it cannot be.
"""

from gridsne_desktop.embedding.download.fetching import Patience, fetch

__all__ = ["Patience", "fetch"]
