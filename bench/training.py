"""What a full training costs: seconds of the clock and of the processors, and the memory of all its processes at once.

    python -m bench.training [LABELS.jsonl] [OUT]

The labels are ../shared/data/train.jsonl unless said otherwise. Memory is the proportional set (PSS, what is shared
counted once) of the whole tree of processes, looked at every two seconds. Linux only.
"""

import hashlib
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench.trees import peak
from models.manifest import ARTEFACT, MANIFEST

LABELS = Path(__file__).parents[2] / "shared/data/train.jsonl"


def measured(labels: Path, out: Path) -> dict[str, object]:
    """Train once."""
    start = time.monotonic()
    command = [sys.executable, "-c", "from runtime.entry import main; main()", "train"]
    process = subprocess.Popen([*command, "--data", str(labels), "--out", str(out)])
    most, each = peak(process)
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return {
        "seconds": round(time.monotonic() - start),
        "cpu_seconds": round(used.ru_utime + used.ru_stime),
        "pss_mb": most // 1_000_000,
        "processes_mb": [each_ // 1_000_000 for each_ in each],
        "sha256": hashlib.sha256((out / ARTEFACT).read_bytes()).hexdigest(),
        "metrics": json.loads((out / MANIFEST).read_text(encoding="utf-8"))["metrics"],
    }


def main() -> None:
    """Train, and print the figures as JSON."""
    given = [Path(each) for each in sys.argv[1:]]
    with tempfile.TemporaryDirectory() as folder:
        labels, out = [*given, *[LABELS, Path(folder)][len(given) :]]
        sys.stdout.write(json.dumps(measured(labels, out), indent=1) + "\n")


if __name__ == "__main__":
    main()
