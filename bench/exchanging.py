"""A table of 100,000 rows in the layouts of both systems: read, masked, kept; beside bare reading by openpyxl.

    make bench-exchange

The rival only reads cells (openpyxl, read-only, values only): no rows are mapped, masked or kept. Each way is a process
of its own, so that its peak of memory is its own. Ratios are of one run on one machine.
"""

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from core.exchange import System
from tests import tables

ROOT = Path(__file__).parents[1]
ROWS = 100_000
OURS = "from runtime.cli import main; main()"
RIVAL = """
import sys
from openpyxl import load_workbook
count = 0
for row in load_workbook(sys.argv[1], read_only=True).worksheets[0].iter_rows(values_only=True):
    count += 1
"""
GUARDED = """
import atexit, resource
atexit.register(lambda: print("PEAK", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024))
"""


def run(code: str, *words: str, home: Path) -> tuple[float, int]:
    """Seconds of a process and its peak in megabytes."""
    environment = {"MCU_HOME": str(home), "PATH": "/usr/bin:/bin", "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1"}
    started = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", GUARDED + code, *words], env=environment, cwd=ROOT, capture_output=True, text=True
    )
    seconds = time.perf_counter() - started
    assert done.returncode == 0, done.stderr[-2000:]
    return seconds, int(done.stdout.rpartition("PEAK ")[2])


def main() -> None:
    """Print a row a system."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else ROWS
    for system in System:
        with tempfile.TemporaryDirectory() as folder:
            home, path = Path(folder) / "home", Path(folder) / "table.xlsx"
            tables.write(path, system, tables.rows(system, rows))
            run(OURS, "init", "--profile", "yasnobor", home=home)
            first, peak = run(OURS, "import", str(system), str(path), home=home)
            again, _ = run(OURS, "import", str(system), str(path), home=home)
            rival, rival_peak = run(RIVAL, str(path), home=home)
            told = {
                "system": system,
                "rows": rows,
                "file_mb": round(path.stat().st_size / 2**20, 1),
                "import_s": round(first, 1),
                "again_s": round(again, 1),
                "peak_mb": peak,
                "openpyxl_s": round(rival, 1),
                "openpyxl_mb": rival_peak,
                "openpyxl_to_ours": round(rival / first, 2),
            }
            print(json.dumps(told, ensure_ascii=False), flush=True)


if __name__ == "__main__":
    main()
