"""A table of 100,000 rows in the layouts of both systems: read, masked, kept; beside bare reading by two libraries.

    make bench-exchange

The rivals only read cells (openpyxl read-only, calamine): no rows are mapped, masked or kept. Each way is a process of
its own, so that its peak of memory is its own; seconds are of the processor (user and system) as well as of the clock,
since a shared machine stretches the second. Ratios are of one run on one machine.
"""

import json
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path

from core.exchange import System
from tests import tables

ROOT = Path(__file__).parents[1]
ROWS = 100_000
OURS = "from runtime.cli import main; main()"
OPENPYXL = """
import sys
from openpyxl import load_workbook
count = 0
for row in load_workbook(sys.argv[1], read_only=True).worksheets[0].iter_rows(values_only=True):
    count += 1
"""
CALAMINE = """
import sys
from python_calamine import CalamineWorkbook
count = 0
for row in CalamineWorkbook.from_path(sys.argv[1]).get_sheet_by_index(0).iter_rows():
    count += 1
"""
GUARDED = """
import atexit, resource
def told():
    used = resource.getrusage(resource.RUSAGE_SELF)
    print("PEAK", used.ru_maxrss // 1024, used.ru_utime + used.ru_stime)
atexit.register(told)
"""


@dataclass(frozen=True, slots=True)
class Run:
    """Seconds of the clock and of the processor, and the peak of memory in megabytes, of one process."""

    clock: float
    cpu: float
    peak: int


def run(code: str, *words: str, home: Path) -> Run:
    """One process of the code with these words."""
    environment = {"MCU_HOME": str(home), "PATH": "/usr/bin:/bin", "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1"}
    started = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", GUARDED + code, *words], env=environment, cwd=ROOT, capture_output=True, text=True
    )
    seconds = time.perf_counter() - started
    assert done.returncode == 0, done.stderr[-2000:]
    peak, cpu = done.stdout.rpartition("PEAK ")[2].split()
    return Run(round(seconds, 1), round(float(cpu), 1), int(peak))


def measured(system: System, rows: int, folder: Path) -> dict[str, object]:
    """Figures of one system: our import, the same file again, and bare readings of the same file."""
    home, path = folder / "home", folder / "table.xlsx"
    tables.write(path, system, tables.rows(system, rows))
    run(OURS, "init", "--profile", "yasnobor", home=home)
    ways = {
        "import": run(OURS, "import", str(system), str(path), home=home),
        "again": run(OURS, "import", str(system), str(path), home=home),
        "openpyxl": run(OPENPYXL, str(path), home=home),
        "calamine": run(CALAMINE, str(path), home=home),
    }
    ours = ways["import"].cpu
    return {
        "system": system,
        "rows": rows,
        "file_mb": round(path.stat().st_size / 2**20, 1),
        **{name: asdict(way) for name, way in ways.items()},
        "times_openpyxl": round(ours / ways["openpyxl"].cpu, 2),
        "times_calamine": round(ours / ways["calamine"].cpu, 2),
    }


def main() -> None:
    """Print a row a system."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else ROWS
    for system in System:
        with tempfile.TemporaryDirectory() as folder:
            print(json.dumps(measured(system, rows, Path(folder)), ensure_ascii=False), flush=True)


if __name__ == "__main__":
    main()
