"""A lock on an open file that ends with its process, however that ends."""

import sys

if sys.platform == "win32":
    import msvcrt
    import os

    _LOCKED_BYTE = 1 << 40
    """Far behind the end: Windows forbids others to read what is locked."""

    def lock(descriptor: int) -> bool:
        """Lock the file, if nobody else has; whether it is ours now."""
        os.lseek(descriptor, _LOCKED_BYTE, os.SEEK_SET)
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        finally:
            os.lseek(descriptor, 0, os.SEEK_END)
        return True

else:
    import errno
    import fcntl

    _HELD_BY_ANOTHER = (errno.EWOULDBLOCK, errno.EACCES)

    def lock(descriptor: int) -> bool:
        """Lock the file, if nobody else has; whether it is ours now.

        A file system without locks (some network folders) counts as ours.
        """
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            return error.errno not in _HELD_BY_ANOTHER
        return True
