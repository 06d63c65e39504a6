"""A Dask cluster of one worker on loopback, within the test's own process."""

from collections.abc import Iterator
from contextlib import contextmanager

import distributed


@contextmanager
def cluster() -> Iterator[str]:
    """Its scheduler's address."""
    with distributed.LocalCluster(
        n_workers=1, threads_per_worker=1, processes=False, dashboard_address=None, host="127.0.0.1", protocol="tcp://"
    ) as made:
        yield made.scheduler_address
