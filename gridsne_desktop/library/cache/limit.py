"""How large the cache may grow: one figure that the window and the command line share."""

import json
import logging
from pathlib import Path
from typing import Final

from gridsne_desktop.files import whole_file

GIGABYTE: Final = 10**9
DEFAULT_LIMIT: Final = 4 * GIGABYTE
"""About 230,000 photos with the built-in model."""
LEAST_LIMIT: Final = 10**7
"""Room for some hundred photos; less would only churn."""

_NAME: Final = "cache.json"
_log = logging.getLogger(__name__)


def read_limit(config: Path) -> int:
    """Bytes that the cache may take, as kept in the folder `config`; the default if none is."""
    try:
        limit = json.loads((config / _NAME).read_bytes())["limit_bytes"]
    except FileNotFoundError:
        return DEFAULT_LIMIT
    except (OSError, ValueError, KeyError, TypeError):
        _log.warning("the cache's limit cannot be read: the default holds", exc_info=True)
        return DEFAULT_LIMIT
    return max(LEAST_LIMIT, limit) if isinstance(limit, int) else DEFAULT_LIMIT


def write_limit(config: Path, limit: int) -> None:
    """Keep `limit` (bytes) in the folder `config`.

    Raises:
        GridsneError: It cannot be written.
    """
    with whole_file(config / _NAME) as file:
        file.write(json.dumps({"limit_bytes": max(LEAST_LIMIT, limit)}).encode())
