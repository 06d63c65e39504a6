"""One model, many processes: batches of texts judged side by side through joblib, here or on a Dask cluster."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, as_completed, wait
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

from core.errors import StaleModel
from core.ports import Assessor, Unassessed
from core.usecases.posts import Judged, judged
from models import transformer

Batches = Iterable[Sequence[Unassessed]]
Work = Callable[[Sequence[Unassessed]], Judged]
POOLS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
AHEAD = 2
"""Batches a worker that are under way: one in work and one in waiting, however large the archive is."""


@lru_cache(maxsize=1)
def _opened(folder: str) -> Assessor:
    """Once a process: to load a model takes seconds."""
    return transformer.open_folder(Path(folder))


def judge(folder: str, version: str, batch: Sequence[Unassessed]) -> Judged:
    """What the model of a folder says of a batch. Raises StaleModel where another version lies there by now."""
    assessor = _opened(folder)
    if assessor.version != version:
        raise StaleModel(f"в папке {folder} модель {assessor.version}, а оценивается моделью {version}")
    return judged(assessor, batch)


def side_by_side(
    folder: Path, version: str, batches: Batches, *, workers: int = 1, threads: bool = False, dask: str = ""
) -> Iterator[Judged]:
    """Judge batches by `workers` processes (threads), in any order; or on the Dask cluster at the address `dask`, whose
    machines have the model in the same folder. Results do not depend on any of it."""
    work = partial(judge, str(folder), version)
    if dask:
        return _on_cluster(work, batches, dask)
    if workers == 1:
        return map(work, batches)
    return _here(work, batches, workers, threads)


def _here(work: Work, batches: Batches, workers: int, threads: bool) -> Iterator[Judged]:
    if threads:
        with ThreadPoolExecutor(workers) as pool:
            yield from _bounded(pool, work, batches, AHEAD * workers)
        return
    # Each of joblib's processes works with one thread, or they would stand in one another's way.
    from joblib.externals.loky import get_reusable_executor

    with get_reusable_executor(workers, env=dict.fromkeys(POOLS, "1")) as pool:
        yield from _bounded(pool, work, batches, AHEAD * workers)


def _on_cluster(work: Work, batches: Batches, address: str) -> Iterator[Judged]:
    from distributed import Client

    with Client(address) as client, client.get_executor() as pool:
        yield from _bounded(pool, work, batches, AHEAD * max(1, sum(client.nthreads().values())))


def _bounded(pool: Any, work: Work, batches: Batches, most: int) -> Iterator[Judged]:
    """What a pool makes of batches; never more than `most` are under way or wait for whoever takes the results."""
    under_way = set[Future[Judged]]()
    for batch in batches:
        under_way.add(pool.submit(work, batch))
        while len(under_way) >= most:
            done, under_way = wait(under_way, return_when=FIRST_COMPLETED)
            yield from (each.result() for each in done)
    yield from (each.result() for each in as_completed(under_way))
