"""The search of recipes on a cluster gives what it gives here. Runs where the extra `cluster` is installed."""

import pytest

from models import trial
from models.data import read
from models.pipelines import Recipe
from tests.unit.models import made

RECIPES = (Recipe(ridge=1.0), Recipe(ridge=3.0))


@pytest.mark.filterwarnings("ignore")  # the cluster's own, of its start and end
def test_a_cluster_of_one_worker_finds_what_one_process_finds(tmp_path):
    distributed = pytest.importorskip("distributed", reason="нет пакета distributed (extra cluster)")
    rows = read(made.write(tmp_path)[0])
    with distributed.LocalCluster(
        n_workers=1, threads_per_worker=1, processes=False, dashboard_address=None, host="127.0.0.1", protocol="tcp://"
    ) as cluster:
        found = trial.search(rows, RECIPES, dask=cluster.scheduler_address)
    alone = trial.search(rows, RECIPES)
    assert [each.recipe for each in found] == list(RECIPES)
    assert [each.measures for each in found] == [each.measures for each in alone]
