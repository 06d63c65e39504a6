"""Figures of speed, memory and quality, each with its command. They fill, load and kill what they make themselves."""

import os

for _name in [
    each for each in os.environ if each.startswith("MCU_") and not each.startswith(("MCU_TEST_", "MCU_SHOTS"))
]:
    del os.environ[_name]  # a person's own database, folder and tokens reach no bench
