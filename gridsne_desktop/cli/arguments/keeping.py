"""`cache`, `models`: what is kept between runs."""

from gridsne_desktop.cli import caching, modelling
from gridsne_desktop.cli.arguments.kinds import gigabytes
from gridsne_desktop.cli.arguments.shared import Commands


def add_cache(subparsers: Commands) -> None:
    """Add `cache`."""
    cache = subparsers.add_parser("cache", help="look after what is kept between runs")
    add = cache.add_argument
    add(
        "action",
        choices=list(caching.ACTIONS),
        help="info: what there is; clear: forget it all; verify: check all, drop the damaged",
    )
    add("--limit", type=gigabytes, metavar="GB", help="from now on keep at most so much")
    add("--json", action="store_true", help="print the answer as one JSON object")
    cache.set_defaults(command=caching.cache)


def add_models(subparsers: Commands) -> None:
    """Add `models`."""
    models = subparsers.add_parser("models", help="what turns photos into vectors")
    add = models.add_argument
    add(
        "action",
        choices=list(modelling.ACTIONS),
        help="list: what there is; download NAME; add FILE.onnx: your own; remove NAME; "
        "verify: compare all, or those named, with what they should be",
    )
    add("what", nargs="*", metavar="NAME", help="of a model; for add, the ONNX file")
    add("--name", metavar="NAME", help="for add: what your model is to be called")
    add("--json", action="store_true", help="print the answer as one JSON object")
    models.set_defaults(command=modelling.models, fail=models.error)
