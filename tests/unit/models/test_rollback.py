"""`mcu model rollback` as people call it: a process of its own that is through well before a second is over."""

import os
import resource
import subprocess
import sys

from core.shelf import SHIPPED

MOST = 0.5
"""Seconds of processor time of the whole process; with all settings and libraries it took 1.0–1.4 on two slow cores."""
HEAVY = {"pydantic", "typer", "rich", "sqlalchemy", "numpy", "sklearn", "pymorphy3", "core.flags", "core.profile"}


def run(files, *words: str) -> subprocess.CompletedProcess[str]:
    env = {name: value for name, value in os.environ.items() if not name.startswith("MCU_")}
    env |= {"MCU_HOME": str(files.folder.parent), "MCU_MODELS": str(files.folder)}
    return subprocess.run([sys.executable, *words], env=env, capture_output=True, text=True, check=False)


def spent() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def test_the_whole_process_of_a_rollback_ends_well_under_a_second(files, promoted):
    before = spent()
    ran = run(files, "-c", "import sys; from runtime.entry import main; main()", "model", "rollback", "--why", "ошибка")
    assert (ran.returncode, ran.stdout) == (0, "В работе модель из поставки\n"), ran.stderr
    assert files.champion() == SHIPPED
    assert spent() - before < MOST


def test_a_rollback_loads_nothing_that_it_has_no_use_for(files, promoted):
    script = f"""
import sys
from runtime.entry import main
main()
print(sorted({HEAVY} & set(sys.modules)))
"""
    ran = run(files, "-c", script, "model", "rollback")
    assert ran.stdout.splitlines()[1:] == ["[]"], ran.stdout + ran.stderr


def test_what_is_wrong_with_other_settings_does_not_keep_a_bad_model_in_force(files, promoted, tmp_path):
    (files.folder.parent / "mcu.toml").write_text('vk_rate = "many"\n')
    ran = run(files, "-c", "import sys; from runtime.entry import main; main()", "model", "rollback")
    assert ran.returncode == 0, ran.stderr
