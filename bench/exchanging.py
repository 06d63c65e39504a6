"""A table of 100,000 rows in the layouts of both systems: read, masked, kept; beside bare reading by two libraries.

    make bench-exchange

The rivals only read cells (openpyxl read-only, calamine): no rows are mapped, masked or kept. Each way is a process of
its own; seconds are of the processor (user and system) as well as of the clock, since a shared machine stretches the
second; both and the memory (`bench.trees`) count its helper processes too. Ratios are of one run on one machine.

The days of the rows are spread over the last 300; the house into which they are loaded already holds 300 open
incidents of the last month, with which each row of that month is compared.
"""

import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bench.trees import peak
from core.exchange import LAYOUTS, System
from tests import tables

ROOT = Path(__file__).parents[1]
ROWS, INCIDENTS = 100_000, 300
DAYS, MONTH = 300, 29
ENDED = "Дата фактического завершения работ"
DONE = ("Текущий шаг инцидента", "Итог")
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


@dataclass(frozen=True, slots=True)
class Run:
    """Seconds of the clock and of the processors, and the most megabytes held at once, of a process and its helpers."""

    clock: float
    cpu: float
    peak: int


def run(code: str, *words: str, home: Path) -> Run:
    """One process of the code with these words."""
    environment = {"MCU_HOME": str(home), "PATH": "/usr/bin:/bin", "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1"}
    started, before = time.perf_counter(), _used()
    with tempfile.TemporaryFile() as told:
        process = subprocess.Popen(
            [sys.executable, "-c", code, *words], env=environment, cwd=ROOT, stdout=told, stderr=subprocess.STDOUT
        )
        most, _ = peak(process)
        told.seek(0)
        assert process.returncode == 0, told.read().decode()[-2000:]
    return Run(round(time.perf_counter() - started, 1), round(_used() - before, 1), most // 1_000_000)


def _used() -> float:
    """Seconds of the processors that children took so far."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def aged(found: Iterable[dict[str, object]], column: str, days: int) -> Iterator[dict[str, object]]:
    """Rows whose days are spread over so many before now; what has ended has ended at once."""
    now = datetime.now(UTC)
    for number, row in enumerate(found):
        came = f"{now - timedelta(minutes=1 + number * 7919 % (days * 1440)):%d.%m.%Y %H:%M:%S}"
        yield row | {column: came} | ({ENDED: came} if row.get(ENDED) else {})


def furnished(folder: Path, home: Path) -> None:
    """A house with open incidents of the last month."""
    run(OURS, "init", "--profile", "yasnobor", home=home)
    path = folder / "open.xlsx"
    made = enumerate(tables.rows(System.IM, INCIDENTS, seed=2))
    fresh = (row | dict.fromkeys(DONE, "") | {"Номер инцидента": 9_000_000 + number} for number, row in made)
    tables.write(path, System.IM, aged(fresh, LAYOUTS[System.IM].received, MONTH))
    run(OURS, "import", "im", str(path), "--open", home=home)


def measured(system: System, rows: int, folder: Path) -> dict[str, object]:
    """Figures of one system: our import, the same file again, a house without incidents, and bare readings of it."""
    home, empty, path = folder / "home", folder / "empty", folder / "table.xlsx"
    tables.write(path, system, aged(tables.rows(system, rows), LAYOUTS[system].received, DAYS))
    furnished(folder, home)
    run(OURS, "init", "--profile", "yasnobor", home=empty)
    ways = {
        "import": run(OURS, "import", str(system), str(path), home=home),
        "again": run(OURS, "import", str(system), str(path), home=home),
        "empty": run(OURS, "import", str(system), str(path), home=empty),
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
