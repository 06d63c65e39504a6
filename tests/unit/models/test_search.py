"""The search of recipes on a cluster gives what it gives here."""

import pytest

from models import trial
from models.data import read
from models.pipelines import Recipe
from tests.dask import cluster
from tests.unit.models import made

RECIPES = (Recipe(ridge=1.0), Recipe(ridge=3.0))


@pytest.mark.filterwarnings("ignore")  # the cluster's own, of its start and end
def test_a_cluster_of_one_worker_finds_what_one_process_finds(tmp_path):
    rows = read(made.write(tmp_path)[0])
    with cluster() as address:
        found = trial.search(rows, RECIPES, dask=address)
    alone = trial.search(rows, RECIPES)
    assert [each.recipe for each in found] == list(RECIPES)
    assert [each.measures for each in found] == [each.measures for each in alone]
