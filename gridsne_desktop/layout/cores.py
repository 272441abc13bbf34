"""Matrix products on every core, with the same bytes however many cores there are."""

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import TypeAlias, TypeVar

from gridsne_desktop.progress import Run

OnShare: TypeAlias = Callable[[float], None]
"""Is told the share done, 0 to 1; what it raises ends the work."""

_Part = TypeVar("_Part")
_Result = TypeVar("_Result")


@contextmanager
def single_threaded_products() -> Iterator[None]:
    """Within, a matrix product takes one thread.

    BLAS sums in another order on two threads than on one, so that the last bits of a product
    depend on the machine; and its waiting threads spin. Holds for the whole process.
    """
    from threadpoolctl import threadpool_limits

    with threadpool_limits(limits=1, user_api="blas"):
        yield


def on_every_core(
    work: Callable[[_Part], _Result],
    parts: Sequence[_Part],
    *,
    run: Run,
    on_share: OnShare | None = None,
) -> list[_Result]:
    """What `work` makes of each part, in their order; its products take one thread each.

    Raises:
        Cancelled: The run was cancelled; the parts under way are finished before.
    """
    run.check()
    with single_threaded_products(), ThreadPoolExecutor(os.cpu_count()) as pool:
        futures = [pool.submit(work, part) for part in parts]
        try:
            return list(_followed(futures, run, on_share))
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def _followed(
    futures: list[Future[_Result]], run: Run, on_share: OnShare | None
) -> Iterator[_Result]:
    for done, future in enumerate(futures):
        yield future.result()
        run.check()
        if on_share is not None:
            on_share((done + 1) / len(futures))
