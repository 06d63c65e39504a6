"""Model-based proof of the collector of walls; `make bench-collect` runs the same machine far longer."""

import pytest
from hypothesis import HealthCheck, settings

from tests.shelf import Shelf
from tests.unit.collectors.vk.world import GrowingWorld, VkWorld

BUDGET = settings(
    max_examples=6,
    stateful_step_count=14,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture(autouse=True, scope="module")
def databases(shelf: Shelf) -> None:
    """The worlds keep what they read on the engine of this run."""
    VkWorld.shelf = shelf


TestVkWorld = VkWorld.TestCase
TestGrowingWorld = GrowingWorld.TestCase
TestVkWorld.settings = TestGrowingWorld.settings = BUDGET
