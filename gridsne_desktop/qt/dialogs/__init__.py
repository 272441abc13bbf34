"""Windows that ask or tell the person something; opened by `open()`, never `exec()`."""
