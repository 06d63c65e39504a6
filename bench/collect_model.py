"""The machine of tests/unit/collectors/vk/world.py with a large budget.

python -m bench.collect_model --examples 300
"""

import argparse
import time

from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.unit.collectors.vk.world import GrowingWorld, VkWorld


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--examples", type=int, default=200)
    parser.add_argument("--steps", type=int, default=40)
    asked = parser.parse_args()
    begun = time.monotonic()
    budget = settings(
        max_examples=asked.examples,
        stateful_step_count=asked.steps,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    for world in (VkWorld, GrowingWorld):
        run_state_machine_as_test(world, settings=budget)
    seconds = time.monotonic() - begun
    print(f"two worlds, {asked.examples} histories each, up to {asked.steps} steps, {seconds:.0f} s: no difference")


if __name__ == "__main__":
    main()
